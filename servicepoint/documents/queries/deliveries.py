"""What was delivered, what was wrong with it, and where those documents are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from servicepoint.documents.deliveries.found import Found
from servicepoint.documents.errors import DeliveryUnknown
from servicepoint.documents.models import Delivery, Document, Fault, Stay

from .whereabouts import Whereabouts, of_ids


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery and how far it is; counts are of rows. `state`: waiting, reading, done or refused."""

    id: UUID
    location_id: int
    source: str
    name: str
    all_or_nothing: bool
    state: str
    received_at: datetime
    received_by: str
    finished_at: datetime | None
    rows: int
    rows_read: int
    added: int
    updated: int
    unchanged: int
    refused: int

    @property
    def is_finished(self) -> bool:
        """Say whether it is read to its end."""
        return self.finished_at is not None


def deliveries(location_id: int, *, count_max: int) -> list[DeliveryView]:
    """Return the newest deliveries of a location, newest first."""
    rows = Delivery.objects.filter(location_id=location_id).order_by("-received_at", "id")
    return _views(rows[:count_max])


def delivery(delivery_id: UUID) -> DeliveryView:
    """Return a delivery. Raises DeliveryUnknown."""
    for view in _views(Delivery.objects.filter(id=delivery_id)):
        return view
    raise DeliveryUnknown


def faults(delivery_id: UUID, *, count_max: int | None = None) -> list[Found]:
    """Return what is wrong with a delivery, by line; the first ones, or all."""
    rows = Fault.objects.filter(delivery_id=delivery_id).order_by("line", "id")
    return [Found(*values) for values in rows.values_list("line", "field", "code")[:count_max]]


def faults_count(delivery_id: UUID) -> int:
    """Return how many faults a delivery has."""
    return Fault.objects.filter(delivery_id=delivery_id).count()


def places_of_delivery(delivery_id: UUID) -> dict[str, int]:
    """Return how many of the documents that a delivery brought to our knowledge are where, by place.

    `elsewhere` and `courier` are those that are not expected here.
    """
    ours = Stay.objects.filter(ended_at=None, document__delivery_id=delivery_id)
    expected = ours.filter(document__elsewhere="", document__courier_at=None)
    counts = dict(expected.order_by().values_list("place").annotate(Count("id")))
    away = ours.exclude(document__elsewhere="").count()
    sent = ours.filter(document__elsewhere="").exclude(document__courier_at=None).count()
    return counts | {name: count for name, count in (("elsewhere", away), ("courier", sent)) if count}


def not_here_yet(delivery_id: UUID, *, count_max: int) -> Sequence[Whereabouts]:
    """Return the documents that a delivery promised and nobody has scanned yet, soonest expected first."""
    waiting = Document.objects.filter(
        delivery_id=delivery_id, elsewhere="", courier_at=None, stays__ended_at=None, stays__place="announced"
    )
    ids = list(waiting.order_by("announced_for", "number").values_list("id", flat=True)[:count_max])
    found = {each.id: each for each in of_ids(ids)}
    return [found[each] for each in ids]


def _views(rows: QuerySet[Delivery]) -> list[DeliveryView]:
    return [DeliveryView(**values) for values in rows.values(*DeliveryView.__slots__)]
