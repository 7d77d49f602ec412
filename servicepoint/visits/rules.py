"""The states of a visit and the ways between them, as a table. Pure.

Each way has a name, which is also the act in the record. Where an act finds the visit in another state it is
refused; nothing here depends on who asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from .errors import CallAgainFirst, NotPossibleNow, TooLateToUndo

State = Literal["waiting", "called", "serving", "parked", "missed", "finished", "left", "closed", "no_show"]

AT_A_COUNTER: frozenset[str] = frozenset({"called", "serving"})
HERE: frozenset[str] = frozenset({"waiting", "called", "serving", "parked", "missed"})  # not over yet
OVER: frozenset[str] = frozenset({"finished", "left", "closed", "no_show"})
FIRST: frozenset[str] = frozenset({"waiting", "no_show"})

# From a state to those that may follow it. `undo` leads back, and only to the state before.
NEXT: Mapping[str, frozenset[str]] = {
    "waiting": frozenset({"called", "left", "closed"}),
    "called": frozenset({"serving", "missed", "waiting", "parked", "left", "closed"}),
    "serving": frozenset({"finished", "waiting", "parked", "left", "closed"}),
    "parked": frozenset({"called", "waiting", "left", "closed"}),
    "missed": frozenset({"waiting", "left", "closed"}),
    "left": frozenset({"waiting"}),
    "finished": frozenset(),
    "closed": frozenset(),
    "no_show": frozenset(),
}
UNDOABLE: frozenset[str] = frozenset({"called", "serving", "parked", "missed", "finished", "left"})


@dataclass(frozen=True, slots=True)
class StageFacts:
    """A stage as rules see it; `counter_id` is where it takes place, if anywhere."""

    state: str
    started_at: datetime
    ended_at: datetime | None = None
    counter_id: int | None = None
    undone: bool = False


def check_way(before: str, after: str) -> None:
    """Refuse a state that cannot follow the one the visit is in."""
    if after not in NEXT[before]:
        raise NotPossibleNow


def is_legal(chain: Sequence[StageFacts]) -> bool:
    """Say whether stages, in order, follow the table without a gap; after an undone one comes an earlier."""
    if not chain or chain[0].state not in FIRST:
        return False
    open_before_last = any(stage.ended_at is None for stage in chain[:-1])
    if open_before_last or chain[-1].ended_at is not None:
        return False
    return all(
        before.ended_at == after.started_at and _follows(chain[:number], before, after)
        for number, (before, after) in enumerate(pairwise(chain))
    )


def _follows(earlier: Sequence[StageFacts], before: StageFacts, after: StageFacts) -> bool:
    if not before.undone:
        return after.state in NEXT[before.state]
    return before.state in UNDOABLE and bool(earlier) and after.state == earlier[-1].state


def check_may_miss(calls: int, first_called_at: datetime, now: datetime, wanted: "CallLimits") -> None:
    """Refuse to mark as missed who was called once just now: people need time to stand up and walk."""
    if calls < wanted.calls_min and now - first_called_at < timedelta(minutes=wanted.minutes_min):
        raise CallAgainFirst


@dataclass(frozen=True, slots=True)
class CallLimits:
    """A party is missed after so many calls, or so many minutes after the first."""

    calls_min: int
    minutes_min: int


def check_undo(state: str, since: datetime, now: datetime, seconds_max: int) -> None:
    """Refuse to undo what is no slip any more, or what is undone by another act."""
    if state not in UNDOABLE or now - since > timedelta(seconds=seconds_max):
        raise TooLateToUndo


def ticket_letter(basket: Sequence[str], services: Sequence[str]) -> str:
    """Return the letter on the ticket: that of the first person's service, A for the first of the catalogue.

    I and O are left out: they read as digits.
    """
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    place = services.index(basket[0]) if basket[0] in services else len(letters) - 1
    return letters[min(place, len(letters) - 1)]


def ticket_text(letter: str, number: int) -> str:
    """Return a ticket as it is called, such as `A07`."""
    return f"{letter}{number:02d}"


def no_shows(booked: Sequence[int], visited: Sequence[int]) -> tuple[int, ...]:
    """Return the appointments of a day that nobody came for, when the day is closed."""
    came = set(visited)
    return tuple(appointment for appointment in booked if appointment not in came)
