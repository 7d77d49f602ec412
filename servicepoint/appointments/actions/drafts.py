"""What someone has typed so far, kept on our side until the appointment is booked or a day has passed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from servicepoint.appointments.models import Draft
from servicepoint.kit.reference import digest, keyed_digest


@dataclass(frozen=True, slots=True)
class Typed:
    """A draft: its id (part of the address), the answers, and the appointment it became, if any."""

    id: uuid.UUID
    location_id: int
    answers: Mapping[str, Any]
    appointment_id: int | None

    @property
    def hold_secret(self) -> str:
        """The secret under which this draft holds time: one draft holds one slot."""
        return keyed_digest(settings.DATA_KEY.encode(), "draft hold", str(self.id)).hex()[:32]


def start_draft(location_id: int, *, owner: str, answers: Mapping[str, Any], now: datetime) -> Typed:
    """Start a draft that only the browser with the secret `owner` can open."""
    row = Draft.objects.create(
        owner_digest=digest(owner),
        location_id=location_id,
        answers=dict(answers),
        expires_at=now + timedelta(hours=settings.DRAFT_HOURS),
    )
    return _typed(row)


def draft_of(draft_id: uuid.UUID, *, owner: str, now: datetime) -> Typed | None:
    """Return the draft, or None when it is someone else's, too old, or unknown: the same answer for all."""
    row = Draft.objects.filter(id=draft_id, owner_digest=digest(owner), expires_at__gt=now).first()
    return _typed(row) if row else None


def answer(draft_id: uuid.UUID, changes: Mapping[str, Any], *, now: datetime) -> Typed:
    """Add answers to the draft, each in the place of an earlier one; two tabs lose nothing of each other."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().get(id=draft_id)
        row.answers = {**row.answers, **changes}
        row.expires_at = now + timedelta(hours=settings.DRAFT_HOURS)
        row.save(update_fields=["answers", "expires_at"])
    return _typed(row)


def settle_draft(draft_id: uuid.UUID, appointment_id: int) -> None:
    """Remember which appointment the draft became, and forget what was typed."""
    Draft.objects.filter(id=draft_id).update(appointment_id=appointment_id, answers={})


def _typed(row: Draft) -> Typed:
    return Typed(row.id, row.location_id, row.answers, row.appointment_id)
