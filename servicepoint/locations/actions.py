"""Edits of locations, and the lock that keeps bookings and edits apart."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, Value

from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.locations import models
from servicepoint.locations.errors import LocationUnknown

_LOCK_FOR_BOOKING = "SELECT version FROM locations_location WHERE id = %s FOR KEY SHARE"


def lock_for_booking(location_id: int) -> int:
    """Return the version of the location's openings and keep them unedited until this transaction ends.

    Bookings do not wait for each other, only for an edit under way. Raises `LocationUnknown`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_FOR_BOOKING, [location_id])
        row = cursor.fetchone()
    if row is None:
        raise LocationUnknown
    version: int = row[0]
    return version


def lock_for_edit(location_ids: Iterable[int]) -> list[int]:
    """Lock these locations, in order, until the transaction ends; return those that exist."""
    rows = models.Location.objects.filter(pk__in=set(location_ids)).order_by("pk")
    return list(rows.select_for_update().values_list("pk", flat=True))


def give_new_versions(location_ids: Iterable[int]) -> None:
    """Give locked locations a new version, so that nobody trusts what they remember of their openings.

    Versions come from a sequence: a number that was rolled back is not used again.
    """
    following = Func(Value("locations_version"), function="nextval", output_field=BigIntegerField())
    models.Location.objects.filter(pk__in=list(location_ids)).update(version=following)


@contextmanager
def editing(location_ids: Iterable[int] | None = None) -> Iterator[None]:
    """Lock these locations, or all, while they are edited, and give new versions. The caller records."""
    with transaction.atomic():
        everywhere = models.Location.objects.values_list("pk", flat=True)
        locked = lock_for_edit(everywhere if location_ids is None else location_ids)
        yield
        give_new_versions(locked)


@dataclass(frozen=True, slots=True)
class ClosureWish:
    """Close from `starts_on` to `ends_on`, both included; whole days unless both times are given."""

    starts_on: date
    ends_on: date
    reason: str
    counter_id: int | None = None
    from_time: time | None = None
    until_time: time | None = None


def close(location_id: int, *, wish: ClosureWish, actor: Actor, now: datetime) -> int:
    """Close a location or one of its counters, and return the closure's id.

    Appointments within it are not touched. Raises `LocationUnknown`.
    """
    with editing([location_id]):
        _require(location_id, wish.counter_id)
        row = models.Closure.objects.create(
            location_id=location_id, **{name: getattr(wish, name) for name in ClosureWish.__slots__}
        )
        record("locations.closed", actor=actor, subject=f"locations.closure:{row.pk}", now=now)
    return row.pk


def reopen(closure_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a closure back; nothing happens when it is gone already."""
    with transaction.atomic():
        row = models.Closure.objects.filter(pk=closure_id).first()
        if row is None:
            return
        with editing([row.location_id]):
            row.delete()
            record("locations.reopened", actor=actor, subject=f"locations.closure:{closure_id}", now=now)


@dataclass(frozen=True, slots=True)
class OpeningWish:
    """Open on one day, from a time up to another, for these services."""

    on: date
    opens_at: time
    closes_at: time
    services: tuple[str, ...]


def open_beside(location_id: int, *, wish: OpeningWish, actor: Actor, now: datetime) -> int:
    """Open each counter in use on a day beside its pattern; return how many. Raises `LocationUnknown`."""
    with editing([location_id]):
        _require(location_id, None)
        hours = {name: getattr(wish, name) for name in ("on", "opens_at", "closes_at")}
        counters = models.Counter.objects.filter(location_id=location_id, active=True).order_by("pk")
        for counter in counters:
            models.DatedOpening.objects.create(counter=counter, services=list(wish.services), **hours)
        subject, facts = f"locations.location:{location_id}", {"on": wish.on.isoformat()}
        record("locations.opened", actor=actor, subject=subject, now=now, facts=facts)
    return len(counters)


def _require(location_id: int, counter_id: int | None) -> None:
    counters = models.Counter.objects.filter(location_id=location_id)
    known = models.Location.objects.filter(pk=location_id)
    if not known.exists() or (counter_id is not None and not counters.filter(pk=counter_id).exists()):
        raise LocationUnknown
