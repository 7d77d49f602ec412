"""Who is next: appointments and people without one in one line, by one moment each. Pure.

Everyone has a moment in the line and the earliest is next. It is set once, at arrival, and never by who else
is there. So nobody is passed by a person who arrives long after them: nobody starves.

- With an appointment: the booked time. Who comes later than the window allows: the time of arrival.
- Without one: the time of arrival and some minutes, so that who booked goes first.
- Who needs it (a wheelchair, a small child, or as a member of staff says): some minutes earlier.
- Who was missed and returns: right behind the second in the line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

NEEDS_WITH_PRIORITY = ("wheelchair", "infant")
PRIORITY_REASONS = frozenset({*NEEDS_WITH_PRIORITY, "pregnant", "health", "elderly", "our_mistake"})
PLACES_GIVEN_TO_OTHERS = 2
PLACE = attrgetter("in_line_at", "arrived_at", "visit_id")  # the order of the line


@dataclass(frozen=True, slots=True)
class LineRules:
    """Minutes by which a moment in the line is shifted."""

    late_minutes: int
    walk_in_minutes: int
    priority_minutes: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A party in the line; `services` are those still to be had, `for_counter` the only one it waits for."""

    visit_id: int
    in_line_at: datetime
    arrived_at: datetime
    services: frozenset[str]
    minutes: int = 10
    for_counter: int | None = None


def moment_in_line(
    scheduled_at: datetime | None, arrived_at: datetime, *, has_priority: bool, rules: LineRules
) -> datetime:
    """Return the moment that decides the place in the line."""
    if scheduled_at is None:
        moment = arrived_at + timedelta(minutes=rules.walk_in_minutes)
    elif arrived_at > scheduled_at + timedelta(minutes=rules.late_minutes):
        moment = arrived_at
    else:
        moment = scheduled_at
    return moment - timedelta(minutes=rules.priority_minutes) if has_priority else moment


def priority_of(needs: Mapping[str, object]) -> str:
    """Return the stated need that gives priority, or nothing."""
    return next((need for need in NEEDS_WITH_PRIORITY if needs.get(need)), "")


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return the line: by moment, then arrival, then the visit's number; no two are equal."""
    return sorted(waiting, key=PLACE)


def is_served_by(party: Waiting, counter_id: int, services: frozenset[str]) -> bool:
    """Say whether a counter can help the whole party."""
    return party.services <= services and party.for_counter in {None, counter_id}


def next_in_line(waiting: Iterable[Waiting], *, counter_id: int, services: frozenset[str]) -> Waiting | None:
    """Return who is called next at a counter with these services, or None."""
    return next((each for each in in_order(waiting) if is_served_by(each, counter_id, services)), None)


def moment_of_returned(own: datetime, arrived_at: datetime, waiting: Sequence[Waiting]) -> datetime:
    """Return the moment in the line of someone who was missed and is back; `waiting` are their rivals.

    Behind the second of the line, so that missing a call never pays and never costs the whole wait.
    """
    ahead = in_order(waiting)[:PLACES_GIVEN_TO_OTHERS]
    if not ahead:
        return own
    last = ahead[-1]
    behind = last.in_line_at if arrived_at > last.arrived_at else last.in_line_at + timedelta.resolution
    return max(own, behind)
