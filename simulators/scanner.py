"""A fingerprint scanner's agent that has no scanner: `python -m simulators.scanner --allow http://localhost:8000`.

It speaks `docs/scanner.md` on a port of this machine. How it behaves is chosen on its own page, or by
`POST /control {"behaviour": "poor", "count": 1}`; `count` says for how many captures, 0 for good.
"""

import argparse
import itertools
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from simulators.answering import Answering
from simulators.prints import HEIGHT, PPI, WIDTH, print_of

PORT = 8765
BEHAVIOURS = ("good", "poor", "wet", "wrong_finger", "timeout", "unplugged")
FINGERS = ("index", "middle", "ring", "thumb")
HANDS = ("right", "left")
SCORES = {"good": 71, "poor": 17}
FINGER_SECONDS = 0.4  # a person needs longer to put a finger down
WAIT_SECONDS_MAX = 10.0
TIMEOUT_SECONDS_MAX = 60.0
CAPTURES_KEPT = 8
LOCAL_NAMES = ("127.0.0.1", "localhost")
PAGE = Path(__file__).with_name("scanner.html")


@dataclass
class Capture:
    """One capture: what was asked, when it will have happened, and what it will have been."""

    id: str
    hand: str
    finger: str
    behaviour: str
    starts_at: float
    ends_at: float
    seed: int
    fetched: bool = False
    cancelled: bool = False

    def told(self, now: float) -> dict[str, Any]:
        """Return what the protocol says of it at this moment."""
        about = {"id": self.id, "hand": self.hand, "finger": self.finger}
        if self.cancelled:
            return about | {"state": "failed", "error": "cancelled"}
        if now < self.ends_at:
            return about | {"state": "waiting"}
        if self.behaviour not in SCORES:
            return about | {"state": "failed", "error": self.behaviour}
        size = {"width": WIDTH, "height": HEIGHT, "ppi": PPI}
        return about | {"state": "done", "nfiq2": self.score, "image": size}

    @property
    def score(self) -> int:
        """The NFIQ 2 score that this print pretends to have."""
        return SCORES[self.behaviour] + self.seed % 7


@dataclass
class Scanner:
    """The device that is not there. One capture at a time, as real ones."""

    behaviour: str = "good"
    next_ones: list[str] = field(default_factory=list)
    captures: dict[str, Capture] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def status(self) -> dict[str, Any]:
        """Return what the device is and how it is."""
        state = "unplugged" if self._coming() == "unplugged" else "busy" if self._running() else "ready"
        return {"protocol": 1, "device": "simulated scanner", "simulated": True, "state": state}

    def behave(self, behaviour: str, count: int) -> None:
        """Behave like this from now on, or for so many captures."""
        with self.lock:
            if count > 0:
                self.next_ones = [behaviour] * count
            else:
                self.behaviour, self.next_ones = behaviour, []

    def start(self, hand: str, finger: str, timeout: float) -> Capture | None:
        """Start a capture; None when the device is busy."""
        with self.lock:
            if self._running():
                return None
            behaviour = self.next_ones.pop(0) if self.next_ones else self.behaviour
            number, now = next(self.numbers), time.monotonic()
            seconds = timeout if behaviour == "timeout" else min(FINGER_SECONDS, timeout)
            seed = HANDS.index(hand) * 100 + FINGERS.index(finger) * 10 + number % 10
            made = Capture(str(number), hand, finger, behaviour, now, now + seconds, seed)
            self.captures[made.id] = made
            for old in list(self.captures)[:-CAPTURES_KEPT]:
                del self.captures[old]
            return made

    def _coming(self) -> str:
        return self.next_ones[0] if self.next_ones else self.behaviour

    def _running(self) -> bool:
        now = time.monotonic()
        return any(now < each.ends_at and not each.cancelled for each in self.captures.values())


class Agent(Answering):
    """The protocol. Only pages of the sites it was told about may ask, and only by a name of this machine."""

    scanner: Scanner
    allowed: frozenset[str]

    def headers_for_all(self) -> dict[str, str]:
        """Let the allowed site's pages read the answer, and nobody else's."""
        headers = super().headers_for_all() | {"Vary": "Origin"}
        origin = self.headers.get("Origin", "")
        if origin in self.allowed:
            headers["Access-Control-Allow-Origin"] = origin
        return headers

    def do_OPTIONS(self) -> None:
        """Answer a browser that asks whether it may."""
        if not self._may():
            return
        self.send_response(HTTPStatus.NO_CONTENT)
        for name, value in self.headers_for_all().items():
            self.send_header(name, value)
        self.send_header("Access-Control-Allow-Methods", "GET, POST, DELETE")
        self.send_header("Access-Control-Allow-Headers", "Content-Type")
        self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        """Status, how a capture is going, its image, and the simulator's own page."""
        if not self._may():
            return
        path, _mark, query = self.path.partition("?")
        parts = path.strip("/").split("/")
        if parts == [""]:
            self.send(HTTPStatus.OK, PAGE.read_bytes(), "text/html; charset=utf-8")
        elif parts == ["status"]:
            self.answer(HTTPStatus.OK, self.scanner.status())
        elif parts[0] == "captures" and len(parts) in (2, 3):
            self._capture(parts, query)
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "unknown"})

    def do_POST(self) -> None:
        """Start a capture; or choose how the simulator behaves."""
        asked = self.json_body()
        if not self._may():
            return
        if self.path == "/control":
            self._control(asked)
        elif self.path == "/captures":
            self._start(asked)
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "unknown"})

    def do_DELETE(self) -> None:
        """Stop waiting for the finger."""
        if not self._may():
            return
        capture = self.scanner.captures.get(self.path.removeprefix("/captures/"))
        if capture is not None:
            capture.cancelled = True
        self.answer(HTTPStatus.NO_CONTENT)

    def _may(self) -> bool:
        """Refuse other sites' pages, and names that only seem to be this machine."""
        origin, host = self.headers.get("Origin"), self.headers.get("Host", "").rpartition(":")[0]
        own = f"http://{self.headers.get('Host', '')}"
        if host in LOCAL_NAMES and (origin is None or origin == own or origin in self.allowed):
            return True
        self.answer(HTTPStatus.FORBIDDEN, {"error": "origin"})
        return False

    def _control(self, asked: dict[str, Any]) -> None:
        behaviour, count = asked.get("behaviour"), asked.get("count", 0)
        if behaviour not in BEHAVIOURS or not isinstance(count, int):
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "behaviour", "known": BEHAVIOURS})
            return
        self.scanner.behave(str(behaviour), count)
        self.answer(HTTPStatus.OK, {"behaviour": behaviour, "count": count})

    def _start(self, asked: dict[str, Any]) -> None:
        hand, finger, seconds = asked.get("hand"), asked.get("finger"), asked.get("timeout_seconds", 15)
        known = hand in HANDS and finger in FINGERS and isinstance(seconds, int | float)
        if not known or not 0 < float(seconds) <= TIMEOUT_SECONDS_MAX:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "request"})
            return
        if self.scanner.status()["state"] == "unplugged":
            self.scanner.next_ones = self.scanner.next_ones[1:]
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "unplugged"})
            return
        capture = self.scanner.start(str(hand), str(finger), float(seconds))
        if capture is None:
            self.answer(HTTPStatus.CONFLICT, {"error": "busy"})
            return
        self.answer(HTTPStatus.ACCEPTED, capture.told(time.monotonic()))

    def _capture(self, parts: list[str], query: str) -> None:
        capture = self.scanner.captures.get(parts[1])
        if capture is None:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "unknown"})
        elif len(parts) == 2:
            self._wait(capture, query)
            self.answer(HTTPStatus.OK, capture.told(time.monotonic()))
        elif parts[2] != "image" or capture.fetched or capture.told(time.monotonic())["state"] != "done":
            self.answer(HTTPStatus.GONE, {"error": "no_image"})
        else:
            capture.fetched = True
            self.send(HTTPStatus.OK, print_of(capture.seed, quality=capture.behaviour), "image/png")

    def _wait(self, capture: Capture, query: str) -> None:
        """Hold the answer back until the capture ends: `?wait=5`, ten seconds at most."""
        name, _mark, seconds = query.partition("=")
        wait = min(float(seconds), WAIT_SECONDS_MAX) if name == "wait" and seconds.isdecimal() else 0.0
        until = time.monotonic() + wait
        while time.monotonic() < until and capture.told(time.monotonic())["state"] == "waiting":
            time.sleep(0.05)


def main() -> None:
    """Listen on this machine until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--allow", action="append", default=[], help="origin of the site whose pages may ask")
    chosen = parser.parse_args()
    allowed = frozenset(chosen.allow or ["http://localhost:8000"])
    agent = type("ThisAgent", (Agent,), {"scanner": Scanner(), "allowed": allowed})
    with ThreadingHTTPServer(("127.0.0.1", chosen.port), agent) as server:
        print(f"Simulated scanner on http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
