"""What the hall host sees: who is expected, who waits, who was missed. The lists name nobody.

A name is shown only to who searches for one, and each that is shown is recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from servicepoint.visits.queries import DayList, InLine, Row

FOUND_MAX = 12
SEARCH_LENGTH_MIN = 2
LISTED_MAX = 200


@dataclass(frozen=True, slots=True)
class HallLists:
    """The lists of a day; `away` are those who were missed, stepped aside or left."""

    expected: tuple[Row, ...]
    waiting: tuple[InLine, ...]
    away: tuple[Row, ...]
    at_counters: tuple[Row, ...]
    walk_ins: int
    walk_ins_max: int | None
    is_closed: bool


def lists_of(waiting: tuple[InLine, ...], listed: DayList) -> HallLists:
    """Put the lists of a day together."""
    guests = [row for row in listed.rows if row.appointment_id is None and row.visit_id]
    return HallLists(
        expected=listed.in_state("expected")[:LISTED_MAX],
        waiting=waiting,
        away=listed.in_state("missed", "parked", "left"),
        at_counters=listed.in_state("called", "serving"),
        walk_ins=len(guests),
        walk_ins_max=listed.walk_ins_max,
        is_closed=listed.closed_at is not None,
    )


def named(rows: Iterable[Row], search: str) -> tuple[Row, ...]:
    """Return the parties in which somebody is called like this, or whose code begins so; a few at most."""
    wanted = " ".join(search.casefold().split())
    if len(wanted) < SEARCH_LENGTH_MIN:
        return ()
    found = (
        row
        for row in rows
        if row.code.casefold().startswith(wanted) or any(wanted in name.casefold() for name in row.names)
    )
    return tuple(found)[:FOUND_MAX]
