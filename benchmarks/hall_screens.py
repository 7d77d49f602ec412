"""A display or a phone as its script asks, and the processes that answer it."""

import os
import re
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import HOST

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_TAG = re.compile(rb"\r\netag: ([^\r]+)", re.IGNORECASE)
_CALL = re.compile(r'data-call="([^"]+)"')
CHUNK = 65_536
WORKER_MIB_MIN = 40  # less is no web worker: the server's own process, or a tracker of resources
UNCHANGED, OK = 304, 200


class Poller:
    """One screen with a connection of its own: sends the tag it has, notes when it saw which call."""

    def __init__(self, port: int, path: str, *, secret: str = "") -> None:
        self._socket = socket.create_connection((HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        cookie = f"Cookie: hall_device={secret}\r\n" if secret else ""
        self._head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nX-Forwarded-For: 10.0.0.1\r\n{cookie}"
        self._tag = ""
        self.seen: dict[str, float] = {}
        self.forget_counts()

    def forget_counts(self) -> None:
        """Begin to count."""
        self.asked = self.unchanged = self.failed = 0
        self.seconds: list[float] = []

    def look(self) -> None:
        """Ask once."""
        began = time.perf_counter()
        status, headers, body = self._ask()
        ended = time.perf_counter()
        self.asked += 1
        self.seconds.append(ended - began)
        self.unchanged += status == UNCHANGED
        self.failed += status not in {OK, UNCHANGED}
        if status == OK:
            found = _TAG.search(headers)
            self._tag = found[1].decode() if found else ""
            for call in _CALL.findall(body.decode()):
                self.seen.setdefault(call, ended)

    def _ask(self) -> tuple[int, bytes, bytes]:
        condition = f"If-None-Match: {self._tag}\r\n" if self._tag else ""
        self._socket.sendall(f"{self._head}{condition}\r\n".encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._received()
        headers, _, body = got.partition(b"\r\n\r\n")
        length = _LENGTH.search(headers)
        while length and len(body) < int(length[1]):
            body += self._received()
        return int(headers[9:12]), headers, body

    def _received(self) -> bytes:
        more = self._socket.recv(CHUNK)
        if not more:
            raise ConnectionError("the server closed the connection")
        return more


@dataclass(frozen=True, slots=True)
class Worker:
    """A web worker, as the system counts it."""

    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time that it used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Return the memory that it holds."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0


def workers_of(pid: int) -> list[Worker]:
    """Return the web workers that a process started, directly or not."""
    found = [Worker(each) for each in _descendants(pid)]
    return [each for each in found if each.memory_mib() >= WORKER_MIB_MIN]


def _descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, open_ones = [], list(parents.get(pid, []))
    while open_ones:
        found.append(open_ones.pop())
        open_ones += parents.get(found[-1], [])
    return found
