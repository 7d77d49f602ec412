"""The safe from day to day: scan in, take out, put back, not found."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from servicepoint.documents import rules
from servicepoint.documents.errors import (
    CustodyReasonUnknown,
    DocumentOfOtherLocation,
    DocumentUnknown,
    DrawerFull,
    PlaceOccupied,
)
from servicepoint.documents.models import Document, Stay
from servicepoint.documents.safe import MISSING_REASONS, OUT_REASONS, Spot, next_free
from servicepoint.kit.actor import Actor

from .moving import Whereto, locked, move, open_stay

RIVALS_MAX = 20  # how often another assistant may be faster at the same drawer


@dataclass(frozen=True, slots=True)
class PutIn:
    """A document that lies in the safe now, and where it was: one of `models.Place`."""

    document_id: int
    spot: Spot
    before: str
    moved: bool


def put_in(
    number: str, *, location_id: int, spot: Spot, after: int = 0, now: datetime, actor: Actor
) -> PutIn:
    """Put a document into the safe: at the position of `spot`, or at the next free one behind `after`.

    What lies in that drawer already stays where it is. Raises DocumentUnknown, DocumentOfOtherLocation,
    MoveNotPossible, PlaceOccupied, PlaceMalformed, DrawerFull.
    """
    drawer = rules.normal_drawer(spot.drawer)
    with transaction.atomic():
        document = _of_here(number, location_id)
        stay = open_stay(document)
        if spot.position is None and (stay.place, stay.drawer) == ("in_safe", drawer):
            return PutIn(document.id, Spot(drawer, stay.position), stay.place, moved=False)
        if spot.position is not None:
            rules.check_position(spot.position)
            moved = (stay.place, stay.drawer, stay.position) != ("in_safe", drawer, spot.position)
            _lay(document.id, drawer, spot.position, now=now, actor=actor)
            return PutIn(document.id, Spot(drawer, spot.position), stay.place, moved=moved)
        position = _lay_next(document, drawer, after, now=now, actor=actor)
        return PutIn(document.id, Spot(drawer, position), stay.place, moved=True)


def take_out(document_id: int, *, reason: str, now: datetime, actor: Actor) -> None:
    """Take a document out of the safe for a reason of `safe.OUT_REASONS`.

    Raises CustodyReasonUnknown, DocumentUnknown, MoveNotPossible.
    """
    if reason not in OUT_REASONS:
        raise CustodyReasonUnknown
    move(document_id, whereto=Whereto("out", reason=reason), now=now, actor=actor)


def put_back(document_id: int, *, now: datetime, actor: Actor) -> Spot:
    """Put a document back where it lay, or at the next free position of that drawer; return where.

    Raises DocumentUnknown, MoveNotPossible, DrawerFull; PlaceOccupied when it never lay anywhere.
    """
    with transaction.atomic():
        document = locked(document_id)
        rules.check_move(open_stay(document).place, "in_safe")
        lay = Stay.objects.filter(document=document, place="in_safe").order_by("-number").first()
        if lay is None or lay.position is None:
            raise PlaceOccupied
        position = _lay_next(document, lay.drawer, lay.position - 1, now=now, actor=actor)
        return Spot(lay.drawer, position)


def mark_missing(document_id: int, *, reason: str, reference: str = "", now: datetime, actor: Actor) -> None:
    """Note that a document cannot be found. Raises CustodyReasonUnknown, DocumentUnknown, MoveNotPossible."""
    if reason not in MISSING_REASONS:
        raise CustodyReasonUnknown
    whereto = Whereto("missing", reason=reason, reference=reference)
    move(document_id, whereto=whereto, now=now, actor=actor)


def _of_here(number: str, location_id: int) -> Document:
    known = Document.objects.filter(number=rules.normal_number(number) or "", forgotten_at=None)
    document_id = known.values_list("id", flat=True).first()
    if document_id is None:
        raise DocumentUnknown
    document = locked(document_id)
    if document.location_id != location_id:
        raise DocumentOfOtherLocation
    return document


def _lay(document_id: int, drawer: str, position: int, *, now: datetime, actor: Actor) -> None:
    move(document_id, whereto=Whereto("in_safe", drawer, position), now=now, actor=actor)


def _lay_next(document: Document, drawer: str, after: int, *, now: datetime, actor: Actor) -> int:
    """Lay a document at the next free position; somebody else may be filling the same drawer."""
    for _ in range(RIVALS_MAX):
        taken = Stay.objects.filter(
            location_id=document.location_id, place="in_safe", drawer=drawer, ended_at=None
        )
        position = next_free(taken.values_list("position", flat=True), after=after)  # type: ignore[arg-type]
        if position is None:
            raise DrawerFull
        try:
            _lay(document.id, drawer, position, now=now, actor=actor)
        except PlaceOccupied:
            continue
        return position
    raise DrawerFull
