"""From place to place: one stay ends, the next begins, in one transaction with the document locked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from servicepoint.audit.actions import record
from servicepoint.documents import rules
from servicepoint.documents.errors import DocumentUnknown, PlaceOccupied
from servicepoint.documents.models import Document, HandOver, Invited, Stay
from servicepoint.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Whereto:
    """Where a document goes: a place, in the safe with drawer and position; why, and in what connection.

    `reason` is a code; `reference` names the thing that moved it, such as `visit:12/1` or `instruction:4`.
    """

    place: str
    drawer: str = ""
    position: int | None = None
    reason: str = ""
    reference: str = ""


def move(document_id: int, *, whereto: Whereto, now: datetime, actor: Actor) -> None:
    """Note that a document went somewhere; to where it is already, nothing happens.

    Raises DocumentUnknown, MoveNotPossible, PlaceOccupied.
    """
    with transaction.atomic():
        document = locked(document_id)
        _move(document, whereto, now=now, actor=actor)


def hand_over(
    document_id: int, *, proof: rules.Proof, reference: str = "", now: datetime, actor: Actor
) -> None:
    """Give a document that is at the counter to its owner, with the receipt; doing so again changes nothing.

    Raises DocumentUnknown, MoveNotPossible, ProofMissing.
    """
    with transaction.atomic():
        document = locked(document_id)
        rules.check_proof(proof, replaces_one=bool(document.replaces))
        if not _move(document, Whereto("handed_over", reference=reference), now=now, actor=actor):
            return
        HandOver.objects.update_or_create(
            document=document,
            defaults={
                "identity": list(proof.identity),
                "old_document": proof.old_document,
                "signature": proof.signature,
                "drawing": proof.drawing or None,
                "reference": reference,
                "at": now,
                "by": actor.name,
            },
        )


def locked(document_id: int) -> Document:
    """Return a document, locked until the transaction ends. Raises DocumentUnknown."""
    document = Document.objects.select_for_update().filter(id=document_id, forgotten_at=None).first()
    if document is None:
        raise DocumentUnknown
    return document


def open_stay(document: Document) -> Stay:
    """Return where a document is now; each has such a stay from its first moment."""
    return Stay.objects.get(document=document, ended_at=None)


def _move(document: Document, whereto: Whereto, *, now: datetime, actor: Actor) -> bool:
    """End the stay and begin the next; return whether the document moved at all."""
    stay = open_stay(document)
    if (stay.place, stay.drawer, stay.position) == (whereto.place, whereto.drawer, whereto.position):
        return False
    rules.check_move(stay.place, whereto.place)
    at = max(now, stay.began_at)
    stay.ended_at = at
    stay.save(update_fields=["ended_at"])
    _begin(document, whereto, number=stay.number + 1, at=at, actor=actor)
    if whereto.place in rules.GONE:
        closing = Invited.objects.filter(document=document, is_open=True)
        closing.update(is_open=False, closed_reason=f"document_{whereto.place}")
    facts = {"status": whereto.place, "from": stay.place}
    facts |= {"reason": whereto.reason} if whereto.reason else {}
    record("documents.moved", actor=actor, subject=f"document:{document.id}", now=now, facts=facts)
    return True


def _begin(document: Document, whereto: Whereto, *, number: int, at: datetime, actor: Actor) -> None:
    try:
        with transaction.atomic():
            Stay.objects.create(
                document=document,
                location_id=document.location_id,
                number=number,
                place=whereto.place,
                drawer=whereto.drawer,
                position=whereto.position,
                reason=whereto.reason,
                reference=whereto.reference,
                began_at=at,
                began_by=actor.name,
            )
    except IntegrityError as error:
        if "one_document_per_position_of_the_safe" in str(error):
            raise PlaceOccupied from error
        raise
