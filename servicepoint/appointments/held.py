"""Time held under a secret, as it stands in the database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from servicepoint.kit.reference import digest

from .guard import Place, Taken

_HELD = """
    SELECT id, location_id, counter_id, day, start_tick, end_tick, basket, expires_at, extensions
      FROM appointments_claim WHERE hold_digest = %s AND appointment_id IS NULL
"""
_ALL_HELD = """
    SELECT hold_digest, id, location_id, counter_id, day, start_tick, end_tick, basket, expires_at, extensions
      FROM appointments_claim WHERE hold_digest = ANY(%s) AND appointment_id IS NULL ORDER BY id FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A claim that is a hold."""

    claim_id: int
    location_id: int
    counter_id: int
    day: date
    start_tick: int
    end_tick: int
    basket: tuple[str, ...]
    expires_at: datetime
    extensions: int

    @property
    def taken(self) -> Taken:
        """The claim as the guard knows it."""
        place = Place(self.location_id, self.start_tick, self.end_tick, self.basket)
        return Taken(self.claim_id, self.counter_id, place)


def held(secret: str) -> Held | None:
    """Return what is held under a secret, also when its time has run out."""
    return _one(_HELD, secret)


def held_locked(secret: str) -> Held | None:
    """Return what is held under a secret, locked until the transaction ends.

    Also when its time has run out: as long as nobody else took the place, it is still there to be booked.
    """
    return _one(_HELD + " FOR UPDATE", secret)


def all_held_locked(secrets: Sequence[str]) -> dict[str, Held]:
    """Return what is held under each of these secrets, all of it locked; nothing for one without a hold."""
    by_digest = {digest(secret): secret for secret in secrets}
    with connection.cursor() as cursor:
        cursor.execute(_ALL_HELD, [list(by_digest)])
        rows = cursor.fetchall()
    return {by_digest[bytes(row[0])]: _as_held(row[1:]) for row in rows}


def held_as(taken: Taken, expires_at: datetime, extensions: int = 0) -> Held:
    """Return the hold that was just taken or shifted."""
    place = taken.place
    return Held(
        claim_id=taken.claim_id,
        location_id=place.location_id,
        counter_id=taken.counter_id,
        day=place.day,
        start_tick=place.start_tick,
        end_tick=place.end_tick,
        basket=place.basket,
        expires_at=expires_at,
        extensions=extensions,
    )


def _one(statement: str, secret: str) -> Held | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [digest(secret)])
        row = cursor.fetchone()
    return _as_held(row) if row else None


def _as_held(row: Sequence[Any]) -> Held:
    claim = Held(*row)
    return replace(claim, basket=tuple(claim.basket))
