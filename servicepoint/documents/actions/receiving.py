"""A delivery comes in: as a file, which a worker reads, or in a call, which is answered at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from servicepoint.audit.actions import record
from servicepoint.documents.deliveries.csv_file import open_sheet, text_of
from servicepoint.documents.deliveries.found import Found
from servicepoint.documents.deliveries.reading import Checked, checked
from servicepoint.documents.deliveries.rows import Basis, founds
from servicepoint.documents.errors import DeliveryRefused
from servicepoint.documents.models import Delivery, Fault
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.kit.reference import keyed_digest

from .bulk import Written, write_again

QUEUE = "documents"
READ = "documents.read_delivery"
UNCLAIMED = timedelta(minutes=1)  # after which a file that no worker took gets another job
NAME_LENGTH_MAX = 120
Result = Literal["added", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Sent:
    """How a delivery comes: for which location, `desk` to the IND; the name of the file; the choice."""

    location_id: int
    desk: str
    name: str = ""
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one document of a call, with its faults as a code by column."""

    result: Result
    faults: Mapping[str, str]


def receive(content: bytes, sent: Sent, *, now: datetime, actor: Actor) -> UUID:
    """Keep a file, sealed, for a worker to read; return the id of the delivery.

    The same content again is the delivery that it was before, unless nothing of that was kept.
    Raises DeliveryUnreadable.
    """
    text = text_of(content)
    sheet = open_sheet(text)
    with transaction.atomic():
        row, is_new = _one_per_content(_row(sent, text, source="file", now=now, actor=actor))
        if not is_new:
            return row.id
        _record_received(row, actor, now)
        if sheet.faults:
            row.rows = sheet.rows
            refuse(row, sheet.faults, bad_rows=sheet.rows, now=now, actor=actor)
            return row.id
        row.rows, row.content = sheet.rows, text
        row.save(update_fields=["rows", "content"])
        queue(row.id)
    return row.id


def take_call(
    documents: Sequence[Mapping[str, str]], sent: Sent, *, now: datetime, actor: Actor
) -> list[Item]:
    """Take down what came in one call, as texts by column; return what became of each document.

    The same documents again change nothing. Raises DeliveryRefused when one has a fault and the sender asked
    for all or nothing.
    """
    basis = Basis(clock.dutch_day(now), sent.desk)
    rows = list(checked(enumerate(documents, start=1), basis))
    with transaction.atomic():
        delivery, is_new = _one_per_content(
            _row(sent, _content_of(rows), source="call", now=now, actor=actor), finished_at=now
        )
        written = write_checked(rows, delivery, now=now, actor=actor)
        items = [_item(each, one) for each, one in zip(rows, written, strict=True)]
        if sent.all_or_nothing and any(item.faults for item in items):
            raise DeliveryRefused([item.faults for item in items])
        if is_new:
            _record_received(delivery, actor, now)
            finish(delivery, items, now=now, actor=actor)
    return items


def queue(delivery_id: UUID) -> None:
    """Have a delivery read once the caller commits."""
    app.configure_task(READ, queue=QUEUE).defer(delivery_id=str(delivery_id))


def queue_unread(now: datetime) -> int:
    """Queue what no worker reads: its job was lost, or the worker died. Return how many."""
    unread = Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.READING])
    left = [
        row.id
        for row in unread.only("id", "claimed_until", "received_at")
        if (row.claimed_until or row.received_at + UNCLAIMED) <= now
    ]
    for delivery_id in left:
        queue(delivery_id)
    return len(left)


def write_checked(
    rows: Sequence[Checked], delivery: Delivery, *, now: datetime, actor: Actor
) -> list[Written | None]:
    """Write the rows without faults; return what became of each, None for the others."""
    good = [each.row for each in rows if each.row is not None]
    written = iter(
        write_again(
            good, location_id=delivery.location_id, delivery_id=delivery.id, now=now, actor=actor
        )
    )  # fmt: skip
    return [None if each.row is None else next(written) for each in rows]


def faults_of(row: Checked, written: Written | None) -> Mapping[str, str]:
    """Return the faults of a row, with those that only the table knows."""
    differs = written.differs if written else ()
    return row.faults or dict.fromkeys(differs, "document_differs")


def refuse(
    delivery: Delivery, faults: Sequence[Found], *, bad_rows: int, now: datetime, actor: Actor
) -> None:
    """End a delivery of which nothing is kept, with everything that is wrong with it."""
    keep_faults(delivery, faults)
    delivery.state, delivery.refused = Delivery.State.REFUSED, bad_rows
    _end(delivery, now, actor)


def finish(delivery: Delivery, items: Sequence[Item], *, now: datetime, actor: Actor) -> None:
    """End a delivery that was taken down in one go."""
    found = [each for line, item in enumerate(items, start=1) for each in founds(line, item.faults)]
    keep_faults(delivery, found)
    delivery.rows = delivery.rows_read = len(items)
    for item in items:
        setattr(delivery, item.result, getattr(delivery, item.result) + 1)
    end_read(delivery, now, actor)


def end_read(delivery: Delivery, now: datetime, actor: Actor) -> None:
    """End a delivery that was read."""
    delivery.state = Delivery.State.DONE
    _end(delivery, now, actor)


def keep_faults(delivery: Delivery, faults: Sequence[Found]) -> None:
    """Keep what is wrong, one fault for each field of a row."""
    rows = (Fault(delivery=delivery, line=each.line, field=each.field, code=each.code) for each in faults)
    Fault.objects.bulk_create(rows, batch_size=5_000)


def _end(delivery: Delivery, now: datetime, actor: Actor) -> None:
    delivery.content, delivery.claimed_until, delivery.finished_at = None, None, now
    delivery.save()
    facts = {name: getattr(delivery, name) for name in ("added", "updated", "unchanged", "refused")}
    facts["status"] = delivery.state
    record("documents.delivery_read", actor=actor, subject=f"delivery:{delivery.id}", now=now, facts=facts)


def _record_received(delivery: Delivery, actor: Actor, now: datetime) -> None:
    facts = {"kind": delivery.source}
    record(
        "documents.delivery_received", actor=actor, subject=f"delivery:{delivery.id}", now=now, facts=facts
    )


def _row(sent: Sent, text: str, *, source: str, now: datetime, actor: Actor) -> Delivery:
    name = "".join(each for each in sent.name if each.isprintable())
    return Delivery(
        location_id=sent.location_id,
        source=source,
        name=name[:NAME_LENGTH_MAX],
        desk=sent.desk,
        content_digest=keyed_digest(settings.DATA_KEY.encode(), "delivery", text),
        all_or_nothing=sent.all_or_nothing,
        received_at=now,
        received_by=actor.name,
    )


def _one_per_content(row: Delivery, *, finished_at: datetime | None = None) -> tuple[Delivery, bool]:
    """Insert the delivery, or return the one that has the same content already."""
    if finished_at is not None:
        row.state, row.finished_at = Delivery.State.DONE, finished_at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "one_delivery_per_content" not in str(error):
            raise
        same = Delivery.objects.exclude(state=Delivery.State.REFUSED)
        return same.get(location_id=row.location_id, content_digest=row.content_digest), False
    return row, True


def _content_of(rows: Sequence[Checked]) -> str:
    """Return a text that is equal for calls with the same documents and the same faults."""
    return "\n".join(repr(each.row or sorted(each.faults.items())) for each in rows)


def _item(row: Checked, written: Written | None) -> Item:
    faults = faults_of(row, written)
    result: Result = "refused" if faults or written is None else written.result or "refused"
    return Item(result, faults)
