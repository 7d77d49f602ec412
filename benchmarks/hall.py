"""Screens and phones in the hall: what 200 of them cost that ask every two seconds, and how soon each knows.

The clients share the machine with the server and the database, as in every measurement here.
"""

import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.hall_crowd import COUNTERS, HallCrowd, make_hall
from benchmarks.hall_screens import Poller, Worker, workers_of
from benchmarks.report import Aim, Table, number

DISPLAYS, PHONES = 20, 180
EVERY_SECONDS = 2.0
SECONDS, IDLE_SECONDS = 30.0, 5.0
CALL_EVERY_SECONDS = 3.0
CORE_SHARE_MAX = 0.25
DELAY_SECONDS_MAX = 3.0
ABOUT = (
    f"{DISPLAYS} displays and {PHONES} phones, each with a connection of its own, ask every "
    f"{EVERY_SECONDS:.0f} seconds for {SECONDS:.0f} seconds, while one of {COUNTERS} counters calls every "
    f"{CALL_EVERY_SECONDS:.0f} seconds. `idle` is the same server with nobody asking. The delay runs from "
    "the end of a call to the answer that shows it on the last of the displays."
)


@dataclass(slots=True)
class Cost:
    """What the web workers used: share of one core for the busiest and together, and the most memory."""

    busiest: float
    together: float
    memory_mib: float


@dataclass(slots=True)
class Watch:
    """The calls that were made, by their mark on the display, and when."""

    calls: dict[str, float] = field(default_factory=dict)


def measure(port: int) -> tuple[Table, list[Aim]]:
    """Measure a hall in which people wait and are called; return the table and the aims."""
    hall = make_hall(PHONES)
    workers = workers_of(os.getpid())
    screens = [Poller(port, f"/live/display/{hall.slug}/", secret=hall.display()) for _ in range(DISPLAYS)]
    phones = [Poller(port, f"/live/en/appointment/{key}/") for key in hall.keys]
    for each in [*screens, *phones]:
        each.look()  # connect, and let every worker read what it keeps
    idle = _cost(workers, lambda: time.sleep(IDLE_SECONDS))
    watch = Watch()
    pollers = [*screens, *phones]
    for each in pollers:
        each.forget_counts()
    busy = _cost(workers, lambda: _run(pollers, hall, watch))
    return _told(pollers, _delays(screens, watch), {"idle": idle, "busy": busy})


def _cost(workers: Sequence[Worker], work: Callable[[], None]) -> Cost:
    before, began = [each.cpu_seconds() for each in workers], time.perf_counter()
    work()
    lasted = time.perf_counter() - began
    used = [(each.cpu_seconds() - start) / lasted for each, start in zip(workers, before, strict=True)]
    return Cost(max(used), sum(used), max(each.memory_mib() for each in workers))


def _run(pollers: Sequence[Poller], hall: HallCrowd, watch: Watch) -> None:
    ends = time.perf_counter() + SECONDS
    threads = [threading.Thread(target=_poll, args=(each, ends), daemon=True) for each in pollers]
    for thread in threads:
        thread.start()
    while time.perf_counter() < ends - EVERY_SECONDS - DELAY_SECONDS_MAX:
        watch.calls[hall.call_another()] = time.perf_counter()
        time.sleep(CALL_EVERY_SECONDS)
    for thread in threads:
        thread.join()


def _poll(poller: Poller, ends: float) -> None:
    time.sleep(random.random() * EVERY_SECONDS)
    while time.perf_counter() < ends:
        poller.look()
        time.sleep(EVERY_SECONDS * (0.9 + random.random() * 0.2))


def _delays(screens: Sequence[Poller], watch: Watch) -> list[float]:
    """Return for each call the seconds until the last display showed it; none may have missed one."""
    missed = [call for call in watch.calls for each in screens if call not in each.seen]
    if missed:
        raise RuntimeError(f"displays never showed {missed}")
    return [max(each.seen[call] for each in screens) - at for call, at in watch.calls.items()]


def _told(pollers: Sequence[Poller], delays: list[float], cost: dict[str, Cost]) -> tuple[Table, list[Aim]]:
    asked, failed = sum(each.asked for each in pollers), sum(each.failed for each in pollers)
    if failed:
        raise RuntimeError(f"{failed} of {asked} questions failed")
    took = [seconds * 1000 for each in pollers for seconds in each.seconds]
    unchanged = sum(each.unchanged for each in pollers)
    idle, busy = cost["idle"], cost["busy"]
    rows = [
        ("questions", f"{asked:,} ({number(asked / SECONDS)} a second), {unchanged / asked:.0%} unchanged"),
        ("answer, median and slowest", f"{number(statistics.median(took))} ms, {number(max(took))} ms"),
        ("busiest worker", f"{busy.busiest:.1%} of a core ({idle.busiest:.1%} idle)"),
        ("workers together", f"{busy.together:.1%} of a core ({idle.together:.1%} idle)"),
        ("memory of a worker", f"{number(busy.memory_mib)} MiB ({number(idle.memory_mib)} idle)"),
        ("calls", str(len(delays))),
        (
            "from a call to the last display",
            f"{number(statistics.median(delays))} s median, {number(max(delays))} s worst",
        ),
    ]
    table = Table(f"{DISPLAYS + PHONES} open displays and phones", ABOUT, ("what", "measured"), rows)
    return table, [
        Aim(
            f"{DISPLAYS + PHONES} displays and phones, both workers",
            f"at most {CORE_SHARE_MAX:.0%} of a core",
            f"{busy.together:.1%}",
            busy.together <= CORE_SHARE_MAX,
        ),
        Aim(
            "a call is on the last of the displays",
            f"within {DELAY_SECONDS_MAX:.0f} s",
            f"{number(max(delays))} s at worst",
            max(delays) <= DELAY_SECONDS_MAX,
        ),
    ]
