"""The lock of the day: every act of a day at a location waits here for the one before it.

So an act reads what the last one wrote, two assistants never get the same party, and no deadlock is possible:
the order is location, day, counter, appointment. A day has a few thousand acts of some milliseconds; the
named constraints stand below for the case that somebody forgets this page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, OperationalError, connection, transaction

from servicepoint.appointments import errors as appointment_errors
from servicepoint.locations.actions import lock_for_booking

from .errors import DayClosed, TryAgain, VisitUnknown
from .models import Day, Visit

_ENTER = """
    INSERT INTO visits_day AS known (location_id, day, version) VALUES (%s, %s, 1)
    ON CONFLICT (location_id, day) DO UPDATE SET version = known.version + 1
    RETURNING id, version, walk_ins_max, closed_at
"""
# deadlock, lock timeout, serialization failure, statement timeout
_WAITED_TOO_LONG = {"40P01", "55P03", "40001", "57014"}
_ONCE_ONLY = "23505"  # a named constraint: somebody was faster, past the lock


@contextmanager
def one_act() -> Iterator[None]:
    """Carry out one act: all of it or nothing; waiting too long, or a faster rival, is `TryAgain`."""
    try:
        with transaction.atomic():
            yield
    except (OperationalError, IntegrityError) as error:
        if getattr(error.__cause__, "sqlstate", None) in {*_WAITED_TOO_LONG, _ONCE_ONLY}:
            raise TryAgain from error
        raise
    except appointment_errors.TryAgain as error:
        raise TryAgain from error


def enter(location_id: int, day: date, *, also_closed: bool = False) -> Day:
    """Return the locked row of the day, with its next version. Raises `DayClosed` unless that is fine too."""
    lock_for_booking(location_id)
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [location_id, day])
        number, version, walk_ins_max, closed_at = cursor.fetchone()
    known = Day(
        id=number,
        location_id=location_id,
        day=day,
        version=version,
        walk_ins_max=walk_ins_max,
        closed_at=closed_at,
    )
    if known.closed_at is not None and not also_closed:
        raise DayClosed
    return known


def enter_visit(visit_id: int) -> Visit:
    """Return the visit as it is now, with its day locked. Raises `VisitUnknown`, `DayClosed`."""
    where = Visit.objects.filter(id=visit_id).values_list("location_id", "day").first()
    if where is None:
        raise VisitUnknown
    enter(*where)
    return Visit.objects.get(id=visit_id)
