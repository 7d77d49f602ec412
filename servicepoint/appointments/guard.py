"""The one booking guard: the only code that takes or gives back time.

Use it in this order, inside `one_transaction`: `locations.actions.lock_for_booking` (keeps the openings
unedited), then ask `snapshot`, then `take`, `shift` or `give_back`, and `mark_changed` as the last statement.

Why it cannot double-book: the exclusion constraint on Claim.span stands below all of this, and `INSERT ... ON
CONFLICT DO NOTHING` waits for a rival and then answers "taken" instead of failing or deadlocking. Why it does
not deadlock: a transaction waits for a place only while it has not yet given one back.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import OperationalError, connection, transaction

from servicepoint.kit import clock
from servicepoint.kit.period import moment_of

from .errors import SlotTaken, TryAgain

_TAKE = """
    INSERT INTO appointments_claim
           (location_id, counter_id, day, start_tick, end_tick, basket, appointment_id, hold_digest,
            expires_at, extensions)
    VALUES (%(location_id)s, %(counter_id)s, %(day)s, %(start_tick)s, %(end_tick)s, %(basket)s,
            %(appointment_id)s, %(hold_digest)s, %(expires_at)s, 0)
    ON CONFLICT DO NOTHING RETURNING id
"""
_DROP_EXPIRED = """
    DELETE FROM appointments_claim
     WHERE id IN (SELECT id FROM appointments_claim
                   WHERE location_id = %(location_id)s AND day = %(day)s AND expires_at <= %(now)s
                     AND start_tick < %(end_tick)s AND end_tick > %(start_tick)s
                     FOR UPDATE SKIP LOCKED)
"""
_SHIFT = """
    UPDATE appointments_claim SET counter_id = %s, day = %s, start_tick = %s, end_tick = %s, basket = %s
     WHERE id = %s
"""
_MARK_CHANGED = """
    INSERT INTO appointments_dayversion AS old (location_id, day, version)
    VALUES {days}
    ON CONFLICT (location_id, day) DO UPDATE SET version = excluded.version
"""
# deadlock, lock timeout, serialization failure, statement timeout
_WAITED_TOO_LONG = {"40P01", "55P03", "40001", "57014"}


@dataclass(frozen=True, slots=True)
class Place:
    """Time at a location in ticks, for these services in the order of the persons."""

    location_id: int
    start_tick: int
    end_tick: int
    basket: tuple[str, ...]

    @property
    def day(self) -> date:
        """The Dutch day on which the place lies."""
        return clock.dutch_day(moment_of(self.start_tick))


@dataclass(frozen=True, slots=True)
class Taker:
    """For whom time is taken: an appointment, or a hold with its secret's digest and its expiry."""

    appointment_id: int | None = None
    hold_digest: bytes | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim as it stands in the database."""

    claim_id: int
    counter_id: int
    place: Place


@contextmanager
def one_transaction() -> Iterator[None]:
    """Carry out one act: all of it or nothing; waiting too long for others is `TryAgain`, never a crash."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in _WAITED_TOO_LONG:
            raise TryAgain from error
        raise


def take(place: Place, counters: Sequence[int], taker: Taker, now: datetime) -> Taken:
    """Take the place at the first of `counters` that is still free there, or raise SlotTaken.

    Holds that ran out are cleared away only when they are in the way.
    """
    taken = _take_first(place, counters, taker)
    if taken is None and drop_expired(place, now):
        taken = _take_first(place, counters, taker)
    if taken is None:
        raise SlotTaken
    return taken


def _take_first(place: Place, counters: Sequence[int], taker: Taker) -> Taken | None:
    for counter_id in counters:
        claim_id = _insert(place, counter_id, taker)
        if claim_id is not None:
            return Taken(claim_id, counter_id, place)
    return None


def shift(taken: Taken, place: Place, counters: Sequence[int], now: datetime) -> Taken:
    """Let a claim fill another place at the first of `counters` that is free for it, or raise SlotTaken.

    Asked for first is only what the claim does not have yet; its own time is given up when the new time is
    certain. So nothing is lost when the new place is gone, and a place may overlap the old one.
    """
    drop_expired(place, now)
    for counter_id in counters:
        if _widen(taken, place, counter_id):
            with connection.cursor() as cursor:
                cursor.execute(
                    _SHIFT,
                    [
                        counter_id,
                        place.day,
                        place.start_tick,
                        place.end_tick,
                        list(place.basket),
                        taken.claim_id,
                    ],
                )
            return Taken(taken.claim_id, counter_id, place)
    raise SlotTaken


def _widen(taken: Taken, place: Place, counter_id: int) -> bool:
    """Win the missing pieces from every rival, then clear them for the claim itself; all or none."""
    missing = list(_outside(taken.place, place)) if counter_id == taken.counter_id else [_whole(place)]
    won: list[int] = []
    before = transaction.savepoint()
    for start_tick, end_tick in missing:
        piece = Place(place.location_id, start_tick, end_tick, ())
        claim_id = _insert(piece, counter_id, Taker(expires_at=moment_of(end_tick)))
        if claim_id is None:
            transaction.savepoint_rollback(before)
            return False
        won.append(claim_id)
    _delete(won)
    transaction.savepoint_commit(before)
    return True


def give_back(taken: Taken) -> None:
    """Give the claim's time back to everyone."""
    _delete([taken.claim_id])


def drop_expired(place: Place, now: datetime) -> int:
    """Remove holds that ran out and lie in the way, and return how many.

    One that is being booked at this moment is left alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _DROP_EXPIRED,
            {
                "location_id": place.location_id,
                "day": place.day,
                "start_tick": place.start_tick,
                "end_tick": place.end_tick,
                "now": now,
            },
        )
        return int(cursor.rowcount)


def mark_changed(location_id: int, days: Iterable[date]) -> None:
    """Tell every process that these days changed; the last statement of an act, as it locks the day."""
    in_order = sorted(set(days))
    rows = ", ".join(["(%s, %s, nextval('appointments_version'))"] * len(in_order))
    values = [value for day in in_order for value in (location_id, day)]
    with connection.cursor() as cursor:
        cursor.execute(_MARK_CHANGED.format(days=rows), values)


def _insert(place: Place, counter_id: int, taker: Taker) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "location_id": place.location_id,
                "counter_id": counter_id,
                "day": place.day,
                "start_tick": place.start_tick,
                "end_tick": place.end_tick,
                "basket": list(place.basket),
                "appointment_id": taker.appointment_id,
                "hold_digest": taker.hold_digest,
                "expires_at": taker.expires_at,
            },
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _delete(claim_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM appointments_claim WHERE id = ANY(%s)", [list(claim_ids)])


def _whole(place: Place) -> tuple[int, int]:
    return place.start_tick, place.end_tick


def _outside(own: Place, wanted: Place) -> Iterator[tuple[int, int]]:
    """Yield the parts of `wanted` that do not lie in `own`."""
    if wanted.start_tick >= own.end_tick or wanted.end_tick <= own.start_tick:
        yield _whole(wanted)
        return
    if wanted.start_tick < own.start_tick:
        yield wanted.start_tick, own.start_tick
    if wanted.end_tick > own.end_tick:
        yield own.end_tick, wanted.end_tick
