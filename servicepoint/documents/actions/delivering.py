"""What the IND says about documents: a new one, other contact details, a courier, a block."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.documents.errors import DocumentDiffers
from servicepoint.documents.household import household_digest
from servicepoint.documents.models import Document, Stay
from servicepoint.documents.row import Row
from servicepoint.kit.actor import Actor

from .in_step import keep_in_step
from .moving import locked

WHOSE = ("kind", "v_number", "first_name", "last_name", "birth_date", "replaces")
SPOKEN = ("language", "email", "collect_before", "announced_for", "elsewhere")
Delivered = Literal["added", "updated", "unchanged"]


def deliver_one(location_id: int, row: Row, *, now: datetime, actor: Actor) -> tuple[int, Delivered]:
    """Take one document down, or bring its contact details up to date; return its id and what changed.

    The same row again changes nothing. Raises DocumentDiffers when the number belongs to somebody else.
    """
    with transaction.atomic():
        known = Document.objects.select_for_update().filter(number=row.number).first()
        if known is not None:
            return known.id, _brought_up_to_date(known, row, actor, now)
        document = new_document(location_id, row, now)
        document.save()
        first_stay(document, now, actor).save()
        record("documents.delivered", actor=actor, subject=f"document:{document.id}", now=now)
        return document.id, "added"


def new_document(location_id: int, row: Row, now: datetime) -> Document:
    """Return the row of a document that is not in the table yet."""
    return Document(
        location_id=location_id,
        number=row.number,
        address=row.address.as_json(),
        household_digest=household_digest(row.address),
        delivered_at=now,
        **{name: getattr(row, name) for name in (*WHOSE, *SPOKEN)},
    )


def first_stay(document: Document, now: datetime, actor: Actor) -> Stay:
    """Return the stay with which a document begins: on its way to us."""
    return Stay(
        document=document,
        location_id=document.location_id,
        number=1,
        place="announced",
        began_at=now,
        began_by=actor.name,
    )


def differing(known: Document, row: Row) -> tuple[str, ...]:
    """Return which fields say that this number is another person's or another kind of document."""
    return tuple(name for name in WHOSE if getattr(known, name) != getattr(row, name))


def switch_to_courier(document_id: int, *, now: datetime, actor: Actor) -> None:
    """Note that a courier brings the document; nobody comes for it then. Again changes nothing."""
    _flag(document_id, "courier_at", now, act="documents.couriered", now=now, actor=actor)


def block(document_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Keep a document back for a reason of `rules.BLOCKED_REASONS`; an empty reason lets it go again."""
    _flag(document_id, "blocked_reason", reason, act="documents.blocked", now=now, actor=actor)


def _flag(document_id: int, name: str, value: object, *, act: str, now: datetime, actor: Actor) -> None:
    with transaction.atomic():
        document = locked(document_id)
        before = getattr(document, name)
        if before == value or (name == "courier_at" and before):
            return
        setattr(document, name, value)
        document.save(update_fields=[name])
        facts = {"reason": value} if isinstance(value, str) else None
        record(act, actor=actor, subject=f"document:{document_id}", now=now, facts=facts)


def _brought_up_to_date(known: Document, row: Row, actor: Actor, now: datetime) -> Delivered:
    differs = differing(known, row)
    if differs:
        raise DocumentDiffers(differs)
    changed = renew(known, row)
    if not changed:
        return "unchanged"
    known.save(update_fields=changed)
    keep_in_step([known])
    facts = {"fields": told_fields(changed)}
    record("documents.updated", actor=actor, subject=f"document:{known.id}", now=now, facts=facts)
    return "updated"


def renew(known: Document, row: Row) -> list[str]:
    """Bring the contact details of a document up to date, unsaved; return the columns that changed."""
    changed = [name for name in SPOKEN if getattr(known, name) != getattr(row, name)]
    for name in changed:
        setattr(known, name, getattr(row, name))
    if known.address != row.address.as_json():
        known.address, known.household_digest = row.address.as_json(), household_digest(row.address)
        changed += ["address", "household_digest"]
    return changed


def told_fields(changed: Sequence[str]) -> list[str]:
    """Return which changed columns the record names."""
    return [name for name in changed if name != "household_digest"]
