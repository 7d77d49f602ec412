"""A browser as small as can be, so that it takes little from the server it measures: one kept connection."""

import random
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.server import HOST

_COOKIE = re.compile(rb"\r\nset-cookie:\s*([^=]+)=([^;\r]*)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_ETAG = re.compile(rb"\r\netag: ([^\r]+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: ([^\r]+)", re.IGNORECASE)
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; `location` is where it leads to, or empty; so is `etag`."""

    status: int
    location: str
    body: bytes
    size: int
    etag: str = ""


class Browser:
    """Asks one page after another, keeps cookies, and says that it comes from an address of its own."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._shared = f"Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"
        self.forget()

    def forget(self) -> None:
        """Become someone else: another address, no cookies but the one that forms need."""
        octets = (random.randrange(256) for _ in range(3))
        self._address = f"10.{'.'.join(map(str, octets))}"
        self.token = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=32))
        self.cookies = {"csrftoken": self.token}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page."""
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        return self._ask(f"GET {path} HTTP/1.1\r\n{more}", b"")

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form, and do not follow where the answer leads."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token}).encode()
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{form}", body)

    def _ask(self, first: str, body: bytes) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{first}{self._shared}X-Forwarded-For: {self._address}\r\nCookie: {cookies}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        got = self._receive(b"")
        while b"\r\n\r\n" not in got:
            got = self._receive(got)
        headers, _, content = got.partition(b"\r\n\r\n")
        length = _LENGTH.search(headers)
        wanted = int(length[1]) if length else 0
        while len(content) < wanted:
            content = self._receive(content)
        for name, value in _COOKIE.findall(headers):
            self.cookies[name.decode()] = value.decode()
        leads_to = _LOCATION.search(headers)
        location = leads_to[1].decode() if leads_to else ""
        tag = _ETAG.search(headers)
        etag = tag[1].decode() if tag else ""
        return Answer(int(headers[9:12]), location, content, len(headers) + 4 + len(content), etag)

    def _receive(self, got: bytes) -> bytes:
        more = self._socket.recv(CHUNK)
        if not more:
            raise ConnectionError("the server closed the connection")
        return got + more
