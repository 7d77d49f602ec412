"""Many callers at once on real PostgreSQL, each with its own connection, all let go at the same moment."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connection

from servicepoint.appointments.errors import Refused
from servicepoint.appointments.models import Claim
from servicepoint.visits.errors import VisitRefused

Answer = TypeVar("Answer")
CALLERS_MAX = 64


@pytest.fixture
def enough_connections(transactional_db: None) -> Iterator[None]:
    """Let every caller have a connection of its own."""
    pool = connection.pool
    if pool is not None:
        pool.resize(min_size=1, max_size=CALLERS_MAX + 4)
    yield
    if pool is not None:
        pool.resize(min_size=1, max_size=settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"])


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer | Refused | VisitRefused]:
    """Carry out all acts at the same moment; return the answers and refusals, or raise what went wrong."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer | Refused | VisitRefused:
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            return act()
        except (Refused, VisitRefused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))


@contextmanager
def without_the_guard() -> Iterator[None]:
    """Take the constraint away and let the insert be a plain one: the control that shows the race is real."""
    constraint = next(each for each in Claim._meta.constraints if each.name.startswith("one_party_at"))
    with connection.schema_editor() as editor:
        editor.remove_constraint(Claim, constraint)
    try:
        yield
    finally:
        Claim.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Claim, constraint)


def overlapping_claims() -> int:
    """Return how many pairs of claims lie over each other: double bookings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM appointments_claim a JOIN appointments_claim b"
            " ON a.id < b.id AND a.counter_id = b.counter_id"
            " AND a.start_tick < b.end_tick AND b.start_tick < a.end_tick"
        )
        row = cursor.fetchone()
    return int(row[0])
