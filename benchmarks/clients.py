"""Clients that all work at the same time: one process each, like the workers of a real installation."""

import multiprocessing
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import connection

READY_SECONDS_MAX = 60
Act = Callable[[], str]  # does one thing and says how it ended, such as "booked"
_fork = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Tally:
    """How acts ended, how long each took in seconds, and how long all of them took together."""

    ended: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0

    def per_second(self, how: str) -> float:
        """Return how many acts a second ended like this."""
        return self.ended[how] / self.lasted

    @property
    def median_milliseconds(self) -> float:
        """How long one act took."""
        return statistics.median(self.seconds) * 1000


def at_once(number: int, client: Callable[[], Act], *, seconds: float = 0.0, warm_up: int = 0) -> Tally:
    """Let clients act together for some seconds, or once each when `seconds` is 0; add up what they say.

    `client` is called in each process and returns its act; connecting and warming up is not counted.
    """
    connection.close()
    connection.close_pool()  # no process may inherit a connection of another
    ready = _fork.Barrier(number)
    pace = {"seconds": seconds, "warm_up": warm_up}
    answers: Any = _fork.SimpleQueue()
    processes = [
        _fork.Process(target=_client, args=(client, ready, answers), kwargs=pace, daemon=True)
        for _ in range(number)
    ]
    for process in processes:
        process.start()
    tallies: list[Tally] = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    total = Tally(lasted=max(each.lasted for each in tallies))
    for each in tallies:
        total.ended += each.ended
        total.seconds += each.seconds
    return total


def in_new_process(work: Callable[[], Any]) -> Any:
    """Return what `work` answers in a process that remembers nothing of ours; an error there is one here."""
    connection.close()
    connection.close_pool()
    answers: Any = _fork.SimpleQueue()
    process = _fork.Process(target=_answer, args=(work, answers), daemon=True)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("a measuring process failed; its error is above")
    return answers.get()


def _answer(work: Callable[[], Any], answers: Any) -> None:
    connection.ensure_connection()
    answers.put(work())
    connection.close()
    connection.close_pool()


def _client(client: Callable[[], Act], ready: Barrier, answers: Any, *, seconds: float, warm_up: int) -> None:
    act = client()
    for _ in range(warm_up):
        act()
    ready.wait(READY_SECONDS_MAX)
    tally = Tally()
    began = time.perf_counter()
    ends = began + seconds
    while not tally.seconds or time.perf_counter() < ends:
        act_began = time.perf_counter()
        tally.ended[act()] += 1
        tally.seconds.append(time.perf_counter() - act_began)
    tally.lasted = time.perf_counter() - began
    answers.put(tally)
    connection.close()
    connection.close_pool()
