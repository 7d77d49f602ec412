"""The back office says something new about one document: how its owner is reached, a courier, a block."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.documents import rules
from servicepoint.documents.errors import DocumentGone, DocumentUnknown
from servicepoint.documents.household import Address, household_digest
from servicepoint.documents.models import Document
from servicepoint.kit.actor import Actor

from .delivering import SPOKEN, block, switch_to_courier
from .in_step import keep_in_step
from .moving import locked, open_stay


@dataclass(frozen=True, slots=True)
class Wish:
    """What to change: `values` by column of `SPOKEN`, and the address; what is not named stays as it is.

    `blocked` is a reason of `rules.BLOCKED_REASONS`, empty to let the document go again, None to leave it.
    """

    values: Mapping[str, object]
    address: Address | None = None
    is_courier: bool = False
    blocked: str | None = None


def change(number: str, wish: Wish, *, location_id: int, now: datetime, actor: Actor) -> int:
    """Change what is known of a document of this location; return its id. Doing so again changes nothing.

    Raises DocumentUnknown, DocumentGone.
    """
    with transaction.atomic():
        found = Document.objects.filter(number=rules.normal_number(number) or "", location_id=location_id)
        document_id = found.values_list("id", flat=True).first()
        if document_id is None:
            raise DocumentUnknown
        document = locked(document_id)
        if open_stay(document).place in rules.GONE:
            raise DocumentGone
        _change_spoken(document, wish, now, actor)
        if wish.is_courier:
            switch_to_courier(document_id, now=now, actor=actor)
        if wish.blocked is not None:
            block(document_id, reason=wish.blocked, now=now, actor=actor)
    return document_id


def _change_spoken(document: Document, wish: Wish, now: datetime, actor: Actor) -> None:
    wished = {name: wish.values[name] for name in SPOKEN if name in wish.values}
    changed = [name for name, value in wished.items() if getattr(document, name) != value]
    told = list(changed)
    for name in changed:
        setattr(document, name, wished[name])
    if wish.address is not None and document.address != wish.address.as_json():
        document.address, document.household_digest = wish.address.as_json(), household_digest(wish.address)
        changed += ["address", "household_digest"]
        told.append("address")
    if not changed:
        return
    document.save(update_fields=changed)
    keep_in_step([document])
    facts = {"fields": told}
    record("documents.updated", actor=actor, subject=f"document:{document.id}", now=now, facts=facts)
