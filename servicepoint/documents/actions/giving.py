"""A document on its way from the safe to its owner, bound to the person of a visit by a reference."""

from datetime import date, datetime, timedelta

from django.db import transaction

from servicepoint.documents import rules
from servicepoint.documents.errors import MoveNotPossible, NotCollectable, TooLateToTakeBack
from servicepoint.documents.models import Document, HandOver, Invited, Stay
from servicepoint.documents.queries.whereabouts import facts_of
from servicepoint.documents.safe import Spot
from servicepoint.documents.signature import checked_drawing
from servicepoint.kit.actor import Actor

from .keeping import put_back
from .moving import Whereto, hand_over, locked, move, open_stay


def fetch(document_id: int, *, reference: str, day: date, now: datetime, actor: Actor) -> None:
    """Bring a document to the counter for the person of `reference`; doing so again changes nothing.

    Raises DocumentUnknown, NotCollectable; MoveNotPossible when another counter has it.
    """
    with transaction.atomic():
        document, stay = _with_stay(document_id)
        if (stay.place, stay.reference) == ("at_counter", reference):
            return
        if stay.place == "at_counter":
            raise MoveNotPossible(stay.place)
        reason = rules.why_not(facts_of(document, stay), location_id=document.location_id, day=day)
        if not reason and stay.place == "out" and stay.reference:
            reason = "document_laid_aside"  # it goes back to the IND, or is to be destroyed
        if reason:
            raise NotCollectable(reason)
        move(document_id, whereto=Whereto("at_counter", reference=reference), now=now, actor=actor)


def bring_back(document_id: int, *, reference: str, now: datetime, actor: Actor) -> Spot:
    """Put a document that was fetched for `reference` back into the safe; return where.

    Raises DocumentUnknown, MoveNotPossible, DrawerFull.
    """
    with transaction.atomic():
        _must_be_at(document_id, reference)
        return put_back(document_id, now=now, actor=actor)


def give(document_id: int, *, proof: rules.Proof, reference: str, now: datetime, actor: Actor) -> None:
    """Hand a document that was fetched for `reference` over to its owner, with the receipt.

    A document that was blocked or switched to courier meanwhile stays here. Raises DocumentUnknown,
    MoveNotPossible (also when another counter has it, or gave it), NotCollectable, ProofMissing,
    SignatureRefused.
    """
    if proof.drawing:
        checked_drawing(proof.drawing)
    with transaction.atomic():
        document = _must_be_at(document_id, reference)
        if document.courier_at is not None or document.blocked_reason:
            raise NotCollectable("document_blocked" if document.blocked_reason else "document_courier")
        hand_over(document_id, proof=proof, reference=reference, now=now, actor=actor)


def take_back(document_id: int, *, reference: str, seconds_max: int, now: datetime, actor: Actor) -> None:
    """Take a hand-over back that was a slip of the finger: the document is at the counter again.

    The receipt goes, since it says what is not so; the record keeps that it was. Who was invited is so again.
    Raises DocumentUnknown, MoveNotPossible, TooLateToTakeBack.
    """
    with transaction.atomic():
        document, stay = _with_stay(document_id)
        if (stay.place, stay.reference) != ("handed_over", reference):
            raise MoveNotPossible(stay.place)
        if now - stay.began_at > timedelta(seconds=seconds_max):
            raise TooLateToTakeBack
        whereto = Whereto("at_counter", reason="taken_back", reference=reference)
        move(document_id, whereto=whereto, now=now, actor=actor)
        HandOver.objects.filter(document=document).delete()
        _invite_again(document)


def _invite_again(document: Document) -> None:
    closed = Invited.objects.filter(
        document=document, closed_reason="document_handed_over", invitation__revoked_at=None
    )
    last = closed.order_by("-id").first()
    if last is not None:
        last.is_open, last.closed_reason = True, ""
        last.save(update_fields=["is_open", "closed_reason"])


def _must_be_at(document_id: int, reference: str) -> Document:
    document, stay = _with_stay(document_id)
    if (stay.place, stay.reference) != ("at_counter", reference):
        raise MoveNotPossible(stay.place)
    return document


def _with_stay(document_id: int) -> tuple[Document, Stay]:
    document = locked(document_id)
    return document, open_stay(document)
