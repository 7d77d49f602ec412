"""What programs ask again and again: lists of free times, beside an empty view and a file of that size."""

import gzip
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.test import Client

from benchmarks import workers
from benchmarks.browser import Browser
from benchmarks.changes import changing
from benchmarks.pages import CONNECTIONS, OK, Page, per_second
from benchmarks.report import Aim, Samples, Table, number, percent
from benchmarks.server import HOST, running
from benchmarks.site_urls import EMPTY_FOR_PROGRAMS

ROUNDS = 5
SECONDS = 1
SHARE = 0.9
SETTLE_SECONDS = 1.0
GZIP = {"Accept-Encoding": "gzip"}
WAYS = ("plain", "gzip", "304")
FOLDER = "bench"  # below the static files, for as long as a run lasts


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that programs ask for."""

    name: str
    path: str


ASKED = (
    Asked("feed", "/smart/slots/maastricht/DOC.ndjson"),
    Asked("planner", "/oap/api/desks/MAA/slots/?productKey=DOC&persons=1"),
    Asked("v1", "/v1/locations/maastricht/slots?services=DOC"),
)
SERVICES = ("DOC", "BIO", "VAA", "TKV", "NAT")
PERSONS = range(1, 7)
EVERYTHING = (
    *("/smart/$bulk-publish", "/smart/locations.ndjson", "/smart/schedules.ndjson"),
    *(f"/smart/slots/maastricht/{code}.ndjson" for code in SERVICES),
    *(
        f"/oap/api/desks/MAA/slots/?productKey={code}&persons={number}"
        for code in SERVICES
        for number in PERSONS
    ),
    *(
        "/v1/locations/maastricht/slots?services=" + ",".join([code] * number)
        for code in SERVICES
        for number in PERSONS
    ),
)
ABOUT = (
    f"Requests a second, median of {ROUNDS} rounds in turn, {CONNECTIONS} connections, granian with two "
    "workers of one thread, by {tool} on the same machine; rate limits on. `empty view` has the middleware "
    "that programs have. `file` is a static file with the same bytes from the same server, asked for in the "
    "same way. `warm`: nothing changed. `changing`: somebody books every second, and a program that sends "
    "the tag of its last answer gets the new one. `first`: milliseconds of the first answer of a new worker, "
    "which connects to the database and reads everything ({empty_first} for the empty view).{missing}"
)


@dataclass(slots=True)
class Rates:
    """What one way to ask for one answer reached."""

    file: Samples = field(default_factory=Samples)
    warm: Samples = field(default_factory=Samples)
    changing: Samples = field(default_factory=Samples)


@dataclass(frozen=True, slots=True)
class Twin:
    """A static file with the bytes of an answer, and the answer's size as it is and compressed."""

    asked: Asked
    path: str
    size: int
    small: int

    def bytes_sent(self, way: str) -> int:
        """Return how large the body is."""
        return {"plain": self.size, "gzip": self.small, "304": 0}[way]


@contextmanager
def twins() -> Iterator[list[Twin]]:
    """Write a file for each answer that there is, before the server starts and lists its files."""
    folder = Path(settings.STATIC_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield [twin for asked in ASKED if (twin := _twin(asked, folder))]
    finally:
        shutil.rmtree(folder)


def _twin(asked: Asked, folder: Path) -> Twin | None:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=HOST)
    answer = client.get(asked.path)
    if answer.status_code != OK:
        return None
    body, small = answer.content, client.get(asked.path, headers=GZIP).content
    file = folder / f"{asked.name}.txt"
    file.write_bytes(body)
    file.with_name(file.name + ".gz").write_bytes(small if small != body else gzip.compress(body))
    return Twin(asked, f"{settings.STATIC_URL}{FOLDER}/{file.name}", len(body), len(small))


def measure(
    address: str, folder: Path, *, location_id: int, starts: Sequence[datetime]
) -> tuple[list[Table], list[Aim]]:
    """Measure all answers in turn, then how soon they are right again, and what they take in memory."""
    with twins() as made:
        first = _first_answers(address, made)
        with running(address) as port:
            empty, rates = _rates(port, made, folder, location_id=location_id, starts=starts)
            fresh, fresh_aims = workers.freshness(port, ASKED[0].path, location_id, starts)
        with running(address) as port:
            memory = workers.memory_table(port, EVERYTHING)
    table = _table(made, empty, rates, first)
    return [table, fresh, memory], [*_aims(made, empty, rates), *fresh_aims]


def _first_answers(address: str, made: Sequence[Twin]) -> dict[str, float]:
    """Return the milliseconds of the first answer of a worker that was never asked before, by name."""
    paths = {"empty": f"/{EMPTY_FOR_PROGRAMS}", **{twin.asked.name: twin.asked.path for twin in made}}
    seconds = {}
    for name, path in paths.items():
        with running(address) as port:
            browser = Browser(port)
            began = time.perf_counter()
            browser.get(path)
            seconds[name] = (time.perf_counter() - began) * 1000
    return seconds


def _rates(
    port: int, made: Sequence[Twin], folder: Path, *, location_id: int, starts: Sequence[datetime]
) -> tuple[Samples, dict[tuple[str, str], Rates]]:
    empty, rates = Samples(), {(twin.asked.name, way): Rates() for twin in made for way in WAYS}
    for _ in range(ROUNDS):
        time.sleep(SETTLE_SECONDS)
        for twin in made:
            for way in WAYS:
                each = rates[twin.asked.name, way]
                nothing = Page(f"/{EMPTY_FOR_PROGRAMS}", is_polled=True)  # beside each, for the ratio
                empty.add(per_second(port, nothing, folder, seconds=SECONDS))
                each.file.add(per_second(port, _page(port, twin.path, way), folder, seconds=SECONDS))
                page = _page(port, twin.asked.path, way)
                each.warm.add(per_second(port, page, folder, seconds=SECONDS))
        with changing(location_id, starts):
            for twin in made:
                for way in WAYS:
                    page = _page(port, twin.asked.path, way, keeps_tag=way == "304")
                    rates[twin.asked.name, way].changing.add(per_second(port, page, folder, seconds=SECONDS))
    return empty, rates


def _page(port: int, path: str, way: str, *, keeps_tag: bool = False) -> Page:
    """Return how a program asks; whoever knows the answer sends its tag."""
    headers = {} if way == "plain" else dict(GZIP)
    if way == "304":
        headers["If-None-Match"] = Browser(port).get(path, GZIP).etag
    return Page(path, headers=headers, is_polled=True, keeps_tag=keeps_tag)


def _table(
    made: Sequence[Twin], empty: Samples, rates: dict[tuple[str, str], Rates], first: dict[str, float]
) -> Table:
    missing = [asked.path for asked in ASKED if asked not in {twin.asked for twin in made}]
    about = ABOUT.format(
        tool="wrk" if shutil.which("wrk") else "our own small client",
        empty_first=number(first["empty"]),
        missing=f" Not there yet, so not measured: {', '.join(missing)}." if missing else "",
    )
    columns = (
        *("answer", "asked", "bytes", "empty view", "file", "warm", "of empty", "of file"),
        *("changing", "of empty", "first"),
    )
    rows = [
        (
            twin.asked.name,
            way,
            f"{twin.bytes_sent(way):,}",
            str(empty),
            str(each.file),
            str(each.warm),
            percent(each.warm.median, empty.median),
            percent(each.warm.median, each.file.median),
            str(each.changing),
            percent(each.changing.median, empty.median),
            number(first[twin.asked.name]) if way == "plain" else "",
        )
        for twin in made
        for way in WAYS
        for each in [rates[twin.asked.name, way]]
    ]
    return Table("What programs ask again and again", about, columns, rows)


def _aims(made: Sequence[Twin], empty: Samples, rates: dict[tuple[str, str], Rates]) -> Iterator[Aim]:
    for twin in made:
        for way in WAYS:
            warm = rates[twin.asked.name, way].warm.median
            yield Aim(
                f"{twin.asked.name}, {way}, nothing changed, against an empty view",
                f"{SHARE:.0%}",
                percent(warm, empty.median),
                warm >= SHARE * empty.median,
            )
