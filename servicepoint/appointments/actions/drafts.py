"""What someone has typed so far, kept on our side until the appointment is booked or a day has passed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from servicepoint.appointments.models import Draft
from servicepoint.kit.reference import digest, keyed_digest
from servicepoint.sealing.fields import EncryptedJSONField

# Every page of a booking reads its draft and most write it: plain statements cost a fifth of the ORM's.
_READ = "SELECT id, location_id, answers, appointment_id FROM appointments_draft WHERE id = %s"
_OPEN_TO = f"{_READ} AND owner_digest = %s AND expires_at > %s"
_LOCKED = f"{_READ} FOR UPDATE"
_WRITE = "UPDATE appointments_draft SET answers = %s, expires_at = %s WHERE id = %s"
_SETTLE = "UPDATE appointments_draft SET answers = %s, appointment_id = %s WHERE id = %s"


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
    return Typed(row.id, row.location_id, row.answers, None)


def draft_of(draft_id: uuid.UUID, *, owner: str, now: datetime) -> Typed | None:
    """Return the draft, or None when it is someone else's, too old, or unknown: the same answer for all."""
    return _one(_OPEN_TO, [draft_id, digest(owner), now])


def answer(draft_id: uuid.UUID, changes: Mapping[str, Any], *, now: datetime) -> Typed:
    """Add answers to the draft, each in the place of an earlier one; two tabs lose nothing of each other."""
    with transaction.atomic():
        before = _one(_LOCKED, [draft_id])
        if before is None:
            raise Draft.DoesNotExist
        draft = replace(before, answers={**before.answers, **changes})
        until = now + timedelta(hours=settings.DRAFT_HOURS)
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [_sealed(draft.answers), until, draft_id])
    return draft


def settle_draft(draft_id: uuid.UUID, appointment_id: int) -> None:
    """Remember which appointment the draft became, and forget what was typed."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [_sealed({}), appointment_id, draft_id])


def _one(statement: str, values: list[Any]) -> Typed | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        return None
    found_id, location_id, sealed, appointment_id = row
    return Typed(found_id, location_id, _answers_field().from_db_value(sealed), appointment_id)


def _sealed(answers: Mapping[str, Any]) -> Any:
    return _answers_field().get_db_prep_value(answers, connection)


def _answers_field() -> EncryptedJSONField:
    field = Draft._meta.get_field("answers")
    assert isinstance(field, EncryptedJSONField)
    return field
