"""The safe as those who keep it look at it: what is where, what was, what is late, what is outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q

from servicepoint.documents.models import Document, HandOver, Invited, Place, Stay
from servicepoint.documents.safe import next_free

from .whereabouts import Whereabouts, _found, of_ids

FOUND_MAX = 50
LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class Past:
    """One stay of a document, as it was written down."""

    place: str
    drawer: str
    position: int | None
    reason: str
    reference: str
    began_at: datetime
    began_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of a hand-over; `drawing` is empty when it was signed on paper, or forgotten."""

    identity: tuple[str, ...]
    old_document: str
    signature: str
    drawing: str
    reference: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a document: where it is, where it was, who was invited for it, the receipt."""

    now: Whereabouts
    location_id: int
    delivery_id: UUID | None
    delivered_at: datetime
    past: tuple[Past, ...]
    invitations: tuple[int, ...]
    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class Promised:
    """Announced and not here: how many days it is late, 0 when it is not, None when no day was named."""

    document: Whereabouts
    days_late: int | None


def dossier(document_id: int) -> Dossier | None:
    """Return the whole history of a document; None when there is none, or it is forgotten. Five queries."""
    row = Document.objects.filter(id=document_id, forgotten_at=None).defer("address").first()
    if row is None:
        return None
    stays = Stay.objects.filter(document=row).order_by("number")
    receipt = HandOver.objects.filter(document=row).first()
    return Dossier(
        now=of_ids([row.id])[0],
        location_id=row.location_id,
        delivery_id=row.delivery_id,
        delivered_at=row.delivered_at,
        past=tuple(Past(**{name: getattr(stay, name) for name in Past.__slots__}) for stay in stays),
        invitations=tuple(
            Invited.objects.filter(document=row).order_by("-id").values_list("invitation_id", flat=True)
        ),
        receipt=_receipt(receipt) if receipt else None,
    )


def _receipt(row: HandOver) -> Receipt:
    return Receipt(
        identity=tuple(row.identity),
        old_document=row.old_document,
        signature=row.signature,
        drawing=row.drawing or "",
        reference=row.reference,
        at=row.at,
        by=row.by,
    )


def by_name(location_id: int, name: str, birth_date: date) -> list[Whereabouts]:
    """Return documents by birth date and name: the last name, or first names and last name together."""
    wanted = " ".join(name.split())
    rows = Stay.objects.filter(ended_at=None, location_id=location_id, document__birth_date=birth_date)
    exact = Q(document__last_name__iexact=wanted)
    first, _space, last = wanted.rpartition(" ")
    if first:
        exact |= Q(document__first_name__istartswith=first.split()[0], document__last_name__iendswith=last)
    return _found(rows.filter(exact))[:FOUND_MAX]


def next_position(location_id: int, drawer: str, *, after: int = 0) -> int | None:
    """Return the position of a drawer where the next document goes; None when the drawer is full."""
    lying = Stay.objects.filter(location_id=location_id, place="in_safe", drawer=drawer, ended_at=None)
    taken = [each for each in lying.values_list("position", flat=True) if each is not None]
    return next_free(taken, after=after)


def at_spot(location_id: int, drawer: str, position: int) -> Whereabouts | None:
    """Return what lies at a position of the safe."""
    rows = Stay.objects.filter(ended_at=None, location_id=location_id, place="in_safe")
    found = _found(rows.filter(drawer=drawer, position=position))
    return found[0] if found else None


def counts(location_id: int) -> dict[str, int]:
    """Return how many documents are at each place, with 0 where none is."""
    open_stays = Stay.objects.filter(ended_at=None, location_id=location_id)
    known = dict(open_stays.values_list("place").annotate(Count("id")))
    return {place: known.get(place, 0) for place in Place.values}


def promised(location_id: int, *, today: date, delivery_id: UUID | None = None) -> list[Promised]:
    """Return what was announced and is not in the safe, the latest first; of one delivery if one is named."""
    rows = Stay.objects.filter(ended_at=None, location_id=location_id, place="announced")
    if delivery_id:
        rows = rows.filter(document__delivery_id=delivery_id)
    rows = rows.filter(document__elsewhere="", document__courier_at=None)
    first = rows.order_by(F("document__announced_for").asc(nulls_last=True), "id")
    kept = _found(Stay.objects.filter(id__in=list(first.values_list("id", flat=True)[:LISTED_MAX])))
    late = [Promised(each, _days_late(each, today)) for each in kept]
    return sorted(late, key=lambda each: -1 if each.days_late is None else each.days_late, reverse=True)


def _days_late(document: Whereabouts, today: date) -> int | None:
    expected = document.facts.announced_for
    return None if expected is None else max((today - expected).days, 0)


def outside(location_id: int, *, since_before: datetime | None = None) -> Sequence[Whereabouts]:
    """Return what is out of the safe or at a counter; only what has been since before a moment, if given."""
    rows = Stay.objects.filter(ended_at=None, location_id=location_id, place__in=("out", "at_counter"))
    rows = rows.filter(began_at__lt=since_before) if since_before else rows
    return sorted(_found(rows)[:LISTED_MAX], key=lambda each: each.since)


def missing(location_id: int) -> Sequence[Whereabouts]:
    """Return what cannot be found, the longest missing first."""
    rows = Stay.objects.filter(ended_at=None, location_id=location_id, place="missing")
    return sorted(_found(rows)[:LISTED_MAX], key=lambda each: each.since)


def with_reference(reference: str) -> list[Whereabouts]:
    """Return the documents that are where they are because of this, such as `visit:12/1` or `return:3`."""
    return _found(Stay.objects.filter(ended_at=None, reference=reference))


def references(document_ids: Sequence[int]) -> dict[int, str]:
    """Return in what connection each of these documents is where it is; empty when in none."""
    rows = Stay.objects.filter(ended_at=None, document_id__in=document_ids)
    return dict(rows.values_list("document_id", "reference"))


def at_counter_for(visit: str) -> list[Whereabouts]:
    """Return the documents that lie at a counter for the persons of a visit, such as `visit:12`."""
    rows = Stay.objects.filter(ended_at=None, place="at_counter", reference__startswith=f"{visit}/")
    return _found(rows)


def uncollected(location_id: int, *, until: date) -> list[Whereabouts]:
    """Return what lies in the safe and was to be collected before a day, by drawer and position."""
    rows = Stay.objects.filter(
        ended_at=None, location_id=location_id, place="in_safe", document__collect_before__lt=until
    )
    found = _found(rows)
    return sorted(found, key=lambda each: (each.drawer, each.position or 0))[:LISTED_MAX]
