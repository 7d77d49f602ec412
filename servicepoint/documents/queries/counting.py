"""Counts of the safe: how one goes, what it found, and how a day adds up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import connection

from servicepoint.documents import balance
from servicepoint.documents.actions.stock import expected_in
from servicepoint.documents.custody_tables import (
    Instruction,
    ReturnList,
    StockDifference,
    StockScan,
    StockTake,
)
from servicepoint.documents.models import Stay
from servicepoint.documents.rules import HERE
from servicepoint.kit import clock

TAKES_SHOWN = 10
FAULTS_MAX = 50

_AT = "began_at < %s AND (ended_at IS NULL OR ended_at >= %s)"
_PLACES = f"SELECT place, count(*) FROM documents_stay WHERE location_id = %s AND {_AT} GROUP BY place"  # noqa: S608
_MOVES = """
    SELECT before.place, stay.place, count(*)
    FROM documents_stay stay
    JOIN documents_stay before ON before.document_id = stay.document_id AND before.number = stay.number - 1
    WHERE stay.location_id = %s AND stay.began_at >= %s AND stay.began_at < %s
    GROUP BY before.place, stay.place
"""


@dataclass(frozen=True, slots=True)
class Take:
    """A count of the safe; `open_differences` are those nobody has settled."""

    id: int
    location_id: int
    drawer: str
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    finished_by: str
    expected: int
    counted: int
    open_differences: int


@dataclass(frozen=True, slots=True)
class Lack:
    """What should be there and was not scanned yet."""

    document_id: int
    number: str
    drawer: str
    position: int | None


@dataclass(frozen=True, slots=True)
class Scan:
    """What was scanned, and how it stood with the records then."""

    number: str
    document_id: int | None
    drawer: str
    position: int | None
    verdict: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that did not fit when the count was finished."""

    id: int
    number: str
    document_id: int | None
    kind: str
    drawer: str
    position: int | None
    settled_how: str
    settled_reason: str
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A count that goes on: how many of how many, and what does not fit so far."""

    expected: int
    counted: int
    lacking: tuple[Lack, ...]
    scans: tuple[Scan, ...]

    @property
    def differing(self) -> tuple[Scan, ...]:
        """What was scanned and lies elsewhere, or should not be here."""
        return tuple(scan for scan in self.scans if scan.verdict != "here")


@dataclass(frozen=True, slots=True)
class Fault:
    """A document whose history does not hold together, and why as a code (`balance.fault_in`)."""

    document_id: int
    number: str
    code: str


@dataclass(frozen=True, slots=True)
class DayBalance:
    """The sum of a day, and the documents whose history is broken, whatever the day."""

    day: date
    sum: balance.Sum
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ReturnView:
    """A list of documents that go back to the IND."""

    id: int
    location_id: int
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    sent_by: str
    documents: int


@dataclass(frozen=True, slots=True)
class InstructionView:
    """An instruction of the IND to destroy documents."""

    id: int
    location_id: int
    ind_reference: str
    asked_at: datetime
    asked_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    documents: int

    @property
    def is_open(self) -> bool:
        """Say whether it waits for somebody to confirm it."""
        return self.confirmed_at is None and self.withdrawn_at is None


def stock_takes(location_id: int) -> list[Take]:
    """Return the last counts of a location, newest first."""
    rows = StockTake.objects.filter(location_id=location_id).order_by("-started_at", "-id")
    return [_take(row) for row in rows[:TAKES_SHOWN]]


def stock_take(take_id: int) -> Take | None:
    """Return a count."""
    row = StockTake.objects.filter(id=take_id).first()
    return _take(row) if row else None


def progress_of(take_id: int) -> Progress:
    """Return how a count stands at this moment; nothing when there is no such count."""
    row = StockTake.objects.filter(id=take_id).first()
    if row is None:
        return Progress(0, 0, (), ())
    scans = StockScan.objects.filter(take=row).order_by("-id")
    scanned = {scan.number for scan in scans}
    expected = expected_in(row)
    lacking = [stay for stay in expected if stay.document.number not in scanned]
    return Progress(
        expected=len(expected),
        counted=len(scanned),
        lacking=tuple(
            Lack(stay.document_id, stay.document.number, stay.drawer, stay.position) for stay in lacking
        ),
        scans=tuple(Scan(**{name: getattr(scan, name) for name in Scan.__slots__}) for scan in scans),
    )


def differences(take_id: int) -> list[Difference]:
    """Return what did not fit, what is open first."""
    rows = StockDifference.objects.filter(take_id=take_id).order_by("kind", "drawer", "position", "id")
    found = [Difference(**{name: getattr(row, name) for name in Difference.__slots__}) for row in rows]
    return sorted(found, key=lambda each: each.settled_at is not None)


def day_balance(location_id: int, day: date) -> DayBalance:
    """Return how the day adds up, computed from what was written down. Three queries."""
    since, until = clock.day_bounds(day)
    start = _places(location_id, since)
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, [location_id, since, until])
        moves = {(before, after): count for before, after, count in cursor.fetchall()}
    here = sum(start.get(place, 0) for place in HERE)
    total = balance.sum_of(here, moves, _places(location_id, until))
    return DayBalance(day, total, chain_faults(location_id))


def chain_faults(location_id: int) -> tuple[Fault, ...]:
    """Return the documents of a location whose stays are no unbroken chain: somebody changed the table."""
    rows = Stay.objects.filter(document__location_id=location_id).order_by("document_id", "number")
    columns = rows.values_list("document_id", "document__number", "number", "place", "began_at", "ended_at")
    found = []
    for (document_id, number), chain in groupby(columns.iterator(), key=lambda row: row[:2]):
        code = balance.fault_in([balance.Link(*row[2:]) for row in chain])
        if code:
            found.append(Fault(document_id, number, code))
    return tuple(found[:FAULTS_MAX])


def return_list(list_id: int) -> ReturnView | None:
    """Return a return list."""
    row = ReturnList.objects.filter(id=list_id).first()
    return _viewed(ReturnView, row) if row else None


def return_lists(location_id: int) -> list[ReturnView]:
    """Return the last return lists of a location, newest first."""
    rows = ReturnList.objects.filter(location_id=location_id).order_by("-id")[:TAKES_SHOWN]
    return [_viewed(ReturnView, row) for row in rows]


def instructions(location_id: int) -> list[InstructionView]:
    """Return the instructions of a location, those that wait first."""
    rows = Instruction.objects.filter(location_id=location_id).order_by("-id")[: TAKES_SHOWN * 5]
    return sorted((_viewed(InstructionView, row) for row in rows), key=lambda each: not each.is_open)


def instruction(instruction_id: int) -> InstructionView | None:
    """Return an instruction to destroy documents."""
    row = Instruction.objects.filter(id=instruction_id).first()
    return _viewed(InstructionView, row) if row else None


def _viewed(kind: type, row: object):  # type: ignore[no-untyped-def]
    return kind(**{name: getattr(row, name) for name in kind.__slots__})  # type: ignore[attr-defined]


def _places(location_id: int, at: datetime) -> Mapping[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [location_id, at, at])
        return Counter(dict(cursor.fetchall()))


def _take(row: StockTake) -> Take:
    left = StockDifference.objects.filter(take=row, settled_at=None).count()
    names = [name for name in Take.__slots__ if name != "open_differences"]
    return Take(**{name: getattr(row, name) for name in names}, open_differences=left)
