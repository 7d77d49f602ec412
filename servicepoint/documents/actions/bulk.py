"""Many rows of a delivery at once: the same as `deliver_one` for each, in a handful of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from servicepoint.audit.actions import record_each
from servicepoint.documents.models import Document, Stay
from servicepoint.documents.row import Row
from servicepoint.kit.actor import Actor

from .delivering import Delivered, differing, first_stay, new_document, renew, told_fields
from .in_step import keep_in_step

ATTEMPTS = 3
Known = dict[str, Document]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a row; `differs` names the fields in which a known document is another one."""

    result: Delivered | None
    differs: tuple[str, ...] = ()


def write_rows(
    rows: Sequence[Row], *, location_id: int, delivery_id: UUID | None, now: datetime, actor: Actor
) -> list[Written]:
    """Take these documents down or bring them up to date; return what became of each, in their order.

    Each number stands in `rows` once. One entry in the record for each document. Raises IntegrityError
    (database) when somebody else takes one of the numbers down at this moment: write them again then.
    """
    with transaction.atomic():
        known = _known(rows)
        fresh = [row for row in rows if row.number not in known]
        changed: dict[str, list[str]] = {}
        written = [_written(row, known, changed, location_id) for row in rows]
        _add(fresh, location_id=location_id, delivery_id=delivery_id, now=now, actor=actor)
        _update([(known[number], columns) for number, columns in changed.items()], now=now, actor=actor)
    return written


def write_again(
    rows: Sequence[Row], *, location_id: int, delivery_id: UUID | None, now: datetime, actor: Actor
) -> list[Written]:
    """Write these rows; again when somebody else took a number down meanwhile: then it is known."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return write_rows(rows, location_id=location_id, delivery_id=delivery_id, now=now, actor=actor)
        except IntegrityError as error:
            if not left or "one_document_per_number" not in str(error):
                raise
    raise AssertionError("the last attempt returns or raises")


def differing_of(rows: Sequence[Row], *, location_id: int) -> list[tuple[str, ...]]:
    """Return for each row in which fields a known document is another one; nothing is written."""
    known = {each.number: each for each in Document.objects.filter(number__in=[row.number for row in rows])}
    return [_differs(known[row.number], row, location_id) if row.number in known else () for row in rows]


def _known(rows: Sequence[Row]) -> Known:
    found = Document.objects.select_for_update().filter(number__in=[row.number for row in rows])
    return {each.number: each for each in found.order_by("id")}


def _differs(known: Document, row: Row, location_id: int) -> tuple[str, ...]:
    """Return in which fields a document is another one; one of another service point lies elsewhere."""
    here = () if known.location_id == location_id else ("place",)
    return (*differing(known, row), *here)


def _written(row: Row, known: Known, changed: dict[str, list[str]], location_id: int) -> Written:
    document = known.get(row.number)
    if document is None:
        return Written("added")
    differs = _differs(document, row, location_id)
    if differs:
        return Written(None, differs)
    columns = renew(document, row)
    if not columns:
        return Written("unchanged")
    changed[row.number] = columns
    return Written("updated")


def _add(
    rows: Sequence[Row], *, location_id: int, delivery_id: UUID | None, now: datetime, actor: Actor
) -> None:
    documents = [new_document(location_id, row, now) for row in rows]
    for document in documents:
        document.delivery_id = delivery_id
    made = Document.objects.bulk_create(documents)
    Stay.objects.bulk_create(first_stay(document, now, actor) for document in made)
    subjects = [f"document:{document.id}" for document in made]
    record_each("documents.delivered", actor=actor, subjects=subjects, now=now)


def _update(changed: Sequence[tuple[Document, list[str]]], *, now: datetime, actor: Actor) -> None:
    alike: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    for document, columns in changed:
        alike[tuple(columns)].append(document)
    for names, documents in alike.items():
        Document.objects.bulk_update(documents, names)
        keep_in_step(documents)
        subjects = [f"document:{document.id}" for document in documents]
        facts = {"fields": told_fields(names)}
        record_each("documents.updated", actor=actor, subjects=subjects, now=now, facts=facts)
