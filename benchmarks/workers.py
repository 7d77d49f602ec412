"""The web worker processes one by one: how much memory each takes, and how soon each tells of a change."""

import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from benchmarks.browser import Browser
from benchmarks.changes import hold
from benchmarks.report import Aim, Samples, Table, number
from benchmarks.site_urls import WORKER
from launch.run import WEB_WORKERS
from servicepoint.appointments.errors import Refused

TRIES_MAX = 200
ROUNDS = 20
WAIT_SECONDS_MAX = 10
PAUSE_SECONDS = 0.005
FRESH_SECONDS_MAX = 1.0
OK = 200
MIB = 1024
ABOUT_FRESH = (
    "Milliseconds from the commit of the hold that takes the last counter of a time until every web worker "
    f"leaves that time out, {ROUNDS} times, at "
    "a random moment each: all workers are asked again and again, with the tag of what they said last."
)
ABOUT_MEMORY = (
    "MiB of each web worker, as /proc has it: resident (RSS), and with what is shared divided by those who "
    "share it (PSS). `before`: it has answered one empty request. `after`: it keeps every answer below."
)


def one_to_each(port: int) -> dict[int, Browser]:
    """Return a connection to each worker, by its process id."""
    found: dict[int, Browser] = {}
    for _ in range(TRIES_MAX):
        browser = Browser(port)
        found.setdefault(int(browser.get(f"/{WORKER}").body), browser)
        if len(found) == WEB_WORKERS:
            return found
    raise RuntimeError(f"only {len(found)} of {WEB_WORKERS} workers ever answered")


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process takes, in MiB."""

    resident: float
    proportional: float


def memory_of(process: int) -> Memory:
    """Return what the kernel says about a process."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    sizes = {name: int(kib) for name, kib in re.findall(r"^(\w+): +(\d+) kB$", text, flags=re.MULTILINE)}
    return Memory(sizes["Rss"] / MIB, sizes["Pss"] / MIB)


def memory_table(port: int, paths: Sequence[str]) -> Table:
    """Measure each worker before and after it was asked for everything."""
    workers = one_to_each(port)
    before = {process: memory_of(process) for process in workers}
    kept = [path for path in paths if _fills(workers, path)]
    rows = []
    for place, process in enumerate(workers, start=1):
        after = memory_of(process)
        rows.append(
            (
                f"worker {place}",
                number(before[process].resident),
                number(before[process].proportional),
                number(after.resident),
                number(after.proportional),
                str(len(kept)),
            )
        )
    columns = ("process", "RSS before", "PSS before", "RSS after", "PSS after", "answers kept")
    return Table("Memory of a web worker", ABOUT_MEMORY, columns, rows)


def _fills(workers: dict[int, Browser], path: str) -> bool:
    """Ask every worker for an answer, plain; say whether there is one."""
    statuses = set()
    for browser in workers.values():
        browser.forget()
        statuses.add(browser.get(path).status)
    return statuses == {OK}


def freshness(port: int, path: str, location_id: int, starts: Sequence[datetime]) -> tuple[Table, list[Aim]]:
    """Measure how long it takes until every worker tells of a hold."""
    workers = list(one_to_each(port).values())
    samples = Samples()
    waiting = iter(starts)
    for round_ in range(ROUNDS):
        time.sleep(0.1 + round_ * 0.037)  # at another moment of the half second each time
        take = partial(_take_the_next, waiting, location_id)
        samples.add(_seconds_until_told(workers, path, take) * 1000)
    slowest = max(samples.values)
    rows = [(number(min(samples.values)), number(samples.median), number(slowest), str(len(workers)))]
    table = Table(
        "How soon every worker tells of a change",
        ABOUT_FRESH,
        ("fastest", "median", "slowest", "workers"),
        rows,
    )
    aim = Aim(
        "a change is told by every web worker",
        f"within {FRESH_SECONDS_MAX:g} s",
        f"{slowest:.0f} ms at most",
        slowest <= FRESH_SECONDS_MAX * 1000,
    )
    return table, [aim]


def _take_the_next(starts: Iterator[datetime], location_id: int) -> float:
    """Hold the next time that is free, at every counter; return when the last of them was committed."""
    committed = 0.0
    while not committed:
        start = next(starts)
        with suppress(Refused):
            while True:
                hold(location_id, start, secrets.token_hex(16))
                committed = time.perf_counter()
    return committed


def _seconds_until_told(workers: Sequence[Browser], path: str, take: Callable[[], float]) -> float:
    """Take a time away and return how long some worker went on offering it."""
    waiting = [(browser, browser.get(path).etag) for browser in workers]
    committed = take()
    while waiting:
        if time.perf_counter() - committed > WAIT_SECONDS_MAX:
            raise RuntimeError("a worker never told of the hold")
        waiting = [(browser, tag) for browser, tag in waiting if _says_the_same(browser, path, tag)]
        time.sleep(PAUSE_SECONDS)
    return time.perf_counter() - committed


def _says_the_same(browser: Browser, path: str, tag: str) -> bool:
    browser.forget()
    return browser.get(path, {"If-None-Match": tag}).status != OK
