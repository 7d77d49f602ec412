"""What became of the messages."""

from dataclasses import dataclass
from datetime import datetime

from servicepoint.notifications.models import Message


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the delivery log. `settled_at`: sent, given up or withdrawn then; None while open."""

    id: int
    kind: str
    state: str
    attempts: int
    last_error: str
    queued_at: datetime
    due_at: datetime
    settled_at: datetime | None


def delivery_log(topic: str) -> tuple[Delivery, ...]:
    """Return all messages about a topic, oldest first."""
    fields = [name for name in Delivery.__dataclass_fields__]
    return tuple(
        Delivery(**row) for row in Message.objects.filter(topic=topic).order_by("id").values(*fields)
    )
