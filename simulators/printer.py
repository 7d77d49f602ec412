"""A print service that prints nothing: `python -m simulators.printer --token secret`.

It speaks `docs/printing.md`. Each batch is checked against its manifest: the files' hashes, the pages of each
letter, that every letter begins on the front of a sheet and that no page is two letters'. Of the pages only
hashes and counts stay in memory. `POST /control {"behaviour": "slow"}` makes it behave badly: `fail`,
`refuse`, `slow`, `forget` (it takes the manifest and says nothing); `{"state": "printed", "batch": "..."}`
moves a batch on.
"""

import argparse
import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from typing import Any
from uuid import UUID

from simulators.answering import Answering

PORT = 8767
BEHAVIOURS = ("good", "fail", "refuse", "slow", "forget")
STATES = ("taken", "printed", "posted", "failed")
SLOW_SECONDS = 3.0
PATH = re.compile(r"/batches/([0-9a-f-]{36})(?:/([\w-]{1,40}\.pdf))?")
_PAGE_COUNT = re.compile(rb"/Type\s*/Pages[^>]*?/Count\s+(\d+)")


@dataclass(frozen=True)
class Taken:
    """A batch that was taken: the digest of its manifest, and its letters."""

    sha256: str
    references: tuple[str, ...]
    pages: int


@dataclass
class Press:
    """What came. Files without a manifest wait; with it only their count is kept."""

    behaviour: str = "good"
    files: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    puts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put_file(self, batch: str, name: str, pdf: bytes) -> bool:
        """Remember a file by its hash and number of pages; say whether it is a PDF."""
        counts = [int(found) for found in _PAGE_COUNT.findall(pdf)]
        if not pdf.startswith(b"%PDF-") or not counts:
            return False
        with self.lock:
            if batch not in self.taken:
                self.files[batch, name] = (hashlib.sha256(pdf).hexdigest(), max(counts))
        return True

    def put_manifest(self, batch: str, body: bytes) -> HTTPStatus:
        """Take a batch whose files are what the manifest says."""
        sha256 = hashlib.sha256(body).hexdigest()
        with self.lock:
            self.puts += 1
            if batch in self.taken:
                return HTTPStatus.OK if self.taken[batch].sha256 == sha256 else HTTPStatus.CONFLICT
            known = {name: value for (owner, name), value in self.files.items() if owner == batch}
            try:
                content = json.loads(body)
                wrong = list(faults(batch, content, known))
            except (ValueError, KeyError, TypeError):
                wrong = ["manifest"]
            if wrong:
                return HTTPStatus.UNPROCESSABLE_ENTITY
            references = tuple(each["reference"] for each in content["letters"])
            self.taken[batch] = Taken(sha256, references, sum(pages for _sha, pages in known.values()))
            for name in known:
                del self.files[batch, name]
        return HTTPStatus.CREATED

    def receipt(self, batch: str) -> dict[str, Any]:
        """Return what the sender wants to know."""
        return {
            "batch": batch,
            "sha256": self.taken[batch].sha256,
            "state": self.states.get(batch, "taken"),
            "letters": self.letters.get(batch, {}),
        }


def faults(batch: str, content: dict[str, Any], known: dict[str, tuple[str, int]]) -> Iterator[str]:
    """Yield what does not fit between a manifest and the files that came."""
    if content["batch"] != batch:
        yield "batch"
    listed = {each["name"]: each["sha256"] for each in content["files"]}
    if listed != {name: sha256 for name, (sha256, _pages) in known.items() if name in listed}:
        yield "files"
        return
    used: set[tuple[str, int]] = set()
    for letter in content["letters"]:
        first, last, name = letter["first_page"], letter["last_page"], letter["file"]
        pages = {(name, number) for number in range(first, last + 1)}
        if not pages or first % 2 == 0 or last > known[name][1] or letter["sheets"] * 2 < len(pages):
            yield f"pages of {letter['reference']}"
        if pages & used:
            yield f"two letters on a page: {letter['reference']}"
        used |= pages
    if len({each["reference"] for each in content["letters"]}) != len(content["letters"]):
        yield "a letter twice"


class Desk(Answering):
    """The protocol, and what the simulator tells of itself."""

    press: Press
    token: str

    def do_PUT(self) -> None:
        """Take a file or a manifest."""
        place, body = PATH.fullmatch(self.path), self.body()
        if self.press.behaviour == "slow":
            time.sleep(SLOW_SECONDS)
        if place is None or not _is_uuid(place[1]):
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "name"})
        elif self.token and self.headers.get("Authorization") != f"Bearer {self.token}":
            self.answer(HTTPStatus.UNAUTHORIZED, {"error": "token"})
        elif self.press.behaviour == "fail":
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "busy"})
        elif self.press.behaviour == "refuse":
            self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "files"})
        elif place[2]:
            is_pdf = self.press.put_file(place[1], place[2], body)
            self.answer(HTTPStatus.CREATED if is_pdf else HTTPStatus.UNPROCESSABLE_ENTITY)
        else:
            self._take(place[1], body)

    def do_GET(self) -> None:
        """Give a receipt, or what came."""
        place = PATH.fullmatch(self.path)
        if self.path == "/received":
            batches = {batch: list(each.references) for batch, each in self.press.taken.items()}
            self.answer(HTTPStatus.OK, {"simulated": True, "puts": self.press.puts, "batches": batches})
        elif place is None or place[1] not in self.press.taken:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "unknown"})
        else:
            self.answer(HTTPStatus.OK, self.press.receipt(place[1]))

    def do_POST(self) -> None:
        """Choose how the simulator behaves, or move a batch on."""
        asked = self.json_body()
        behaviour, state = asked.get("behaviour"), asked.get("state")
        if self.path != "/control" or self.headers.get("Origin"):
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "control"})
        elif behaviour in BEHAVIOURS:
            self.press.behaviour = str(behaviour)
            self.answer(HTTPStatus.OK, {"behaviour": behaviour})
        elif state in STATES and asked.get("batch") in self.press.taken:
            self.press.states[str(asked["batch"])] = str(state)
            self.press.letters[str(asked["batch"])] = dict(asked.get("letters") or {})
            self.answer(HTTPStatus.OK, {"state": state})
        else:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "behaviour", "known": BEHAVIOURS})

    def _take(self, batch: str, body: bytes) -> None:
        status = self.press.put_manifest(batch, body)
        if self.press.behaviour == "forget" and status < HTTPStatus.BAD_REQUEST:
            self.close_connection = True  # taken, and the sender never hears of it
        elif status < HTTPStatus.BAD_REQUEST:
            self.answer(status, self.press.receipt(batch))
        else:
            self.answer(status, {"error": "manifest"})


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def main() -> None:
    """Listen on this machine until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--token", default="", help="what the sender has to show")
    chosen = parser.parse_args()
    desk = type("ThisDesk", (Desk,), {"press": Press(), "token": chosen.token})
    with ThreadingHTTPServer(("127.0.0.1", chosen.port), desk) as server:
        print(f"Simulated print service on http://127.0.0.1:{server.server_port}/batches", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
