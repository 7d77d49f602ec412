"""Bookings a second: through the actions and over HTTP, beside the least that PostgreSQL itself has to do."""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from benchmarks import crowd
from benchmarks.clients import Act
from servicepoint.appointments import actions
from servicepoint.appointments.errors import Refused
from servicepoint.appointments.party import Ask
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT


class Booker:
    """A client of `appointments.actions`: holds a random place and books it for someone new."""

    def __init__(self, location_ids: Sequence[int], starts: Sequence[datetime]) -> None:
        self._locations = location_ids
        self._starts = starts

    def __call__(self) -> Act:
        """Return the act of one client."""
        random.seed(secrets.randbits(64))
        connection.ensure_connection()
        return self._hold_and_book

    def _hold_and_book(self) -> str:
        now, secret = clock.now(), secrets.token_hex(16)
        ask = Ask(random.choice(self._locations), (crowd.SERVICE,))
        try:
            actions.hold(ask, starts_at=random.choice(self._starts), secret=secret, now=now, actor=RESIDENT)
            actions.book(
                crowd.party(random.randrange(10**10)),
                hold_secret=secret,
                now=now,
                actor=RESIDENT,
                idempotency_key=secret,
            )
        except Refused as refused:
            return refused.code
        return "booked"
