"""Somebody who books beside a measurement: one appointment every second, for as long as the block lasts."""

import random
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from django.db import connection

from benchmarks import crowd
from servicepoint.appointments import actions
from servicepoint.appointments.errors import Refused
from servicepoint.appointments.party import Ask
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT

EVERY_SECONDS = 1.0
PEOPLE = 20_000  # for whom a document lies ready


@contextmanager
def changing(location_id: int, starts: Sequence[datetime]) -> Iterator[None]:
    """Book a random one of these times every second; starts at once."""
    done = Event()
    booking = Thread(target=_book_until, args=(done, location_id, starts))
    booking.start()
    try:
        yield
    finally:
        done.set()
        booking.join()


def hold(location_id: int, start: datetime, secret: str) -> None:
    """Take a time away from everyone; raises Refused when it is taken."""
    ask = Ask(location_id, (crowd.SERVICE,))
    actions.hold(ask, starts_at=start, secret=secret, now=clock.now(), actor=RESIDENT)


def _book_until(done: Event, location_id: int, starts: Sequence[datetime]) -> None:
    try:
        while not done.is_set():
            _book(location_id, random.choice(starts))
            done.wait(EVERY_SECONDS)
    finally:
        connection.close()


def _book(location_id: int, start: datetime) -> None:
    secret = secrets.token_hex(16)
    try:
        hold(location_id, start, secret)
        actions.book(
            crowd.party(random.randrange(PEOPLE)), hold_secret=secret, now=clock.now(), actor=RESIDENT
        )
    except Refused:
        return  # someone has it already; the next second brings another
