"""A worker reads a delivery, portion by portion, so that a page can show how far it is.

Good rows are kept: each portion is one transaction together with the number of rows read, so another worker
goes on exactly where one was killed. All or nothing: everything is checked first, then written in one
transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from servicepoint.documents.deliveries.csv_file import Sheet, open_sheet
from servicepoint.documents.deliveries.found import Found
from servicepoint.documents.deliveries.reading import Checked, checked_sheet, portions
from servicepoint.documents.deliveries.rows import Basis, founds
from servicepoint.documents.models import Delivery
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM, Actor

from .bulk import Written, differing_of
from .receiving import end_read, faults_of, keep_faults, refuse, write_checked

CLAIM = timedelta(minutes=2)  # longer than a portion, or all of a file at once, ever takes
Told = Callable[[int], None]


class _Overtaken(Exception):
    """Another worker reads this delivery now: what was just written is taken back."""


def read(delivery_id: UUID, *, told: Told = lambda _rows: None) -> None:
    """Read a delivery to its end; `told` hears the number of rows read after each portion.

    Nothing happens when it is read already, or another worker reads it.
    """
    delivery = _claimed(delivery_id, clock.now())
    if delivery is None:
        return
    sheet = open_sheet(str(delivery.content))
    try:
        if delivery.all_or_nothing:
            _read_as_one(delivery, sheet, told)
        else:
            _read_on(delivery, sheet, told)
    except _Overtaken:
        return


def _claimed(delivery_id: UUID, now: datetime) -> Delivery | None:
    """Return the delivery when it is ours to read from now on."""
    waits = Q(claimed_until=None) | Q(claimed_until__lte=now)
    unread = Q(id=delivery_id, state__in=[Delivery.State.WAITING, Delivery.State.READING])
    taken = Delivery.objects.filter(waits, unread).update(
        state=Delivery.State.READING, claimed_until=now + CLAIM
    )
    return Delivery.objects.get(id=delivery_id) if taken else None


def _rows(delivery: Delivery, sheet: Sheet, *, skip: int = 0) -> Iterator[Sequence[Checked]]:
    """Return the portions; judged by the day on which it came, so that a second reading says the same."""
    basis = Basis(clock.dutch_day(delivery.received_at), delivery.desk)
    return portions(checked_sheet(sheet, basis), skip=skip)


def _read_on(delivery: Delivery, sheet: Sheet, told: Told) -> None:
    """Keep the good rows, from where the last worker stopped."""
    done = delivery.rows_read
    told(done)
    for portion in _rows(delivery, sheet, skip=done):
        with transaction.atomic():
            _keep(delivery, portion, done)
        done += len(portion)
        told(done)
    with transaction.atomic():
        end_read(_locked(delivery, done), clock.now(), actor_of(delivery))


def _keep(delivery: Delivery, portion: Sequence[Checked], done: int) -> None:
    now = clock.now()
    written = write_checked(portion, delivery, now=now, actor=actor_of(delivery))
    faults = _found(portion, written)
    keep_faults(delivery, faults)
    counts = _counts(portion, written)
    ours = Delivery.objects.filter(id=delivery.id, state=Delivery.State.READING, rows_read=done)
    if not ours.update(
        rows_read=done + len(portion),
        claimed_until=now + CLAIM,
        **{name: F(name) + count for name, count in counts.items()},
    ):
        raise _Overtaken


def _read_as_one(delivery: Delivery, sheet: Sheet, told: Told) -> None:
    """Look through all of it, then write all of it, or nothing."""
    faults, done = list[Found](), 0
    for portion in _rows(delivery, sheet):
        good = [each.row for each in portion if each.row is not None]
        differing = iter(differing_of(good, location_id=delivery.location_id))
        written = [None if each.row is None else Written(None, next(differing)) for each in portion]
        faults += _found(portion, written)
        done += len(portion)
        _show(delivery, done)
        told(done)
    if not faults:
        faults = _write_as_one(delivery, sheet)
    if faults:
        _refuse(delivery, faults)


def _write_as_one(delivery: Delivery, sheet: Sheet) -> list[Found]:
    """Write every row in one transaction; return the faults for which all of it is taken back."""
    faults, now, actor = list[Found](), clock.now(), actor_of(delivery)
    with transaction.atomic():
        row = _locked(delivery, delivery.rows)
        for portion in _rows(delivery, sheet):
            written = write_checked(portion, row, now=now, actor=actor)
            faults += _found(portion, written)
            for name, count in _counts(portion, written).items():
                setattr(row, name, getattr(row, name) + count)
        if faults:
            transaction.set_rollback(True)
        else:
            end_read(row, now, actor)
    return faults


def _refuse(delivery: Delivery, faults: Sequence[Found]) -> None:
    bad_rows = len({each.line for each in faults})
    with transaction.atomic():
        row = _locked(delivery, delivery.rows)
        refuse(row, faults, bad_rows=bad_rows, now=clock.now(), actor=actor_of(delivery))


def _show(delivery: Delivery, done: int) -> None:
    """Tell how far we are, and that we are still there."""
    reading = Delivery.objects.filter(id=delivery.id, state=Delivery.State.READING)
    if not reading.update(rows_read=done, claimed_until=clock.now() + CLAIM):
        raise _Overtaken


def _locked(delivery: Delivery, done: int) -> Delivery:
    """Return the row, locked, when it stands where we left it."""
    reading = Delivery.objects.select_for_update().filter(id=delivery.id, state=Delivery.State.READING)
    row = reading.filter(rows_read=done).first()
    if row is None:
        raise _Overtaken
    return row


def _found(portion: Sequence[Checked], written: Sequence[Written | None]) -> list[Found]:
    return [
        each
        for row, one in zip(portion, written, strict=True)
        for each in founds(row.line, faults_of(row, one))
    ]


def _counts(portion: Sequence[Checked], written: Sequence[Written | None]) -> dict[str, int]:
    """Return how many rows were added, updated, unchanged, refused."""
    counts: dict[str, int] = {}
    for row, one in zip(portion, written, strict=True):
        is_bad = one is None or one.result is None or bool(faults_of(row, one))
        result = "refused" if is_bad or one is None or one.result is None else one.result
        counts[result] = counts.get(result, 0) + 1
    return counts


def actor_of(delivery: Delivery) -> Actor:
    """Return who sent it: in whose name its documents are taken down."""
    if not delivery.received_by:
        return SYSTEM
    return Actor("client" if delivery.source == "call" else "staff", delivery.received_by)
