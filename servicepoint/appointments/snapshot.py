"""What is open and taken at a location, kept in memory and checked against the database at every question.

One query reads a number per location (openings) and per day (claims); only days whose number changed are read
again. A day's number comes from a sequence, in the transaction that changed its claims: a number that was
rolled back never comes again, so what is remembered can be trusted. Ask before writing: a transaction that
has written claims and not yet committed them must not fill this memory. A hold is remembered with its expiry
and ignored from that moment on, with or without a job that sweeps.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Lock

from django.db import connection

from servicepoint.availability import lanes as search
from servicepoint.kit import clock
from servicepoint.kit.period import moment_of, tick_after, tick_of, ticks_in
from servicepoint.locations import queries as locations

WINDOW_DAYS = 130  # the longest horizon a service may have, and a few days
LOCATIONS_REMEMBERED_MAX = 200

_VERSIONS = """
    SELECT 0, NULL::date, version FROM locations_location WHERE id = %(location)s
    UNION ALL
    SELECT 1, day, version FROM appointments_dayversion
     WHERE location_id = %(location)s AND day >= %(first)s AND day < %(last)s
"""
_CLAIMS = """
    SELECT day, counter_id, start_tick, end_tick, expires_at
      FROM appointments_claim WHERE location_id = %s AND day = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class HeldTime:
    """A hold at a counter, in ticks; after `expires_at` it counts for nothing."""

    counter_id: int
    start_tick: int
    end_tick: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Openings and claims of one location in a window of days; bits are relative to `first_tick`."""

    location_id: int
    first_day: date
    first_tick: int
    last_tick: int
    opening_version: int
    step_ticks: int
    lanes: tuple[search.Lane, ...]
    day_versions: dict[date, int] = field(default_factory=dict)
    booked: dict[int, int] = field(default_factory=dict)
    held: tuple[HeldTime, ...] = ()

    def busy(self, now: datetime, *, apart_from: tuple[int, int, int] | None = None) -> dict[int, int]:
        """Return each counter's taken bits at `now`, `apart_from` one's own (counter, start, end)."""
        taken = dict(self.booked)
        for hold in self.held:
            if hold.expires_at > now:
                bits = search.mask(hold.start_tick, hold.end_tick, self.first_tick)
                taken[hold.counter_id] = taken.get(hold.counter_id, 0) | bits
        if apart_from is not None:
            counter_id, start_tick, end_tick = apart_from
            taken[counter_id] = taken.get(counter_id, 0) & ~search.mask(start_tick, end_tick, self.first_tick)
        return taken

    def same_until(self, now: datetime) -> datetime:
        """Return when the next tick begins or a hold runs out: what is free then is another question."""
        next_tick = moment_of(tick_of(now) + 1)
        return min([next_tick, *(hold.expires_at for hold in self.held if hold.expires_at > now)])


_remembered: dict[int, Snapshot] = {}
_lock = Lock()


def snapshot(location_id: int, now: datetime, *, only: date | None = None) -> Snapshot:
    """Return what is open and taken at a location from today on, as committed when this is called.

    With `only`, no other day's claims are looked at: cheaper, and enough to take a place on that day.
    """
    today = clock.dutch_day(now)
    opening_version, day_versions = _versions(location_id, only or today, 1 if only else WINDOW_DAYS)
    known = _remembered.get(location_id)
    if known is None or (known.first_day, known.opening_version) != (today, opening_version):
        known = _opened(location_id, today, opening_version)
    before = known.day_versions
    if only:
        day_versions = {**before, **day_versions}
    if before != day_versions:
        known = _with_claims(known, day_versions)
    with _lock:
        if len(_remembered) >= LOCATIONS_REMEMBERED_MAX:
            _remembered.clear()
        _remembered[location_id] = known
    return known


def forget_all() -> None:
    """Empty this process's memory; the next question reads everything again."""
    with _lock:
        _remembered.clear()


def _versions(location_id: int, first_day: date, days: int) -> tuple[int, dict[date, int]]:
    with connection.cursor() as cursor:
        last_day = first_day + timedelta(days=days)
        cursor.execute(_VERSIONS, {"location": location_id, "first": first_day, "last": last_day})
        rows = cursor.fetchall()
    versions = {day: version for kind, day, version in rows if kind == 1}
    return next(version for kind, _, version in rows if kind == 0), versions


def _opened(location_id: int, first_day: date, opening_version: int) -> Snapshot:
    last_day = first_day + timedelta(days=WINDOW_DAYS - 1)
    first_tick = tick_of(clock.day_bounds(first_day)[0])
    openings = (
        search.Opening(each.counter_id, tick_after(each.starts_at), tick_of(each.ends_at), each.services)
        for each in locations.openings(location_id, first_day, last_day)
    )
    return Snapshot(
        location_id=location_id,
        first_day=first_day,
        first_tick=first_tick,
        last_tick=tick_of(clock.day_bounds(last_day)[1]),
        opening_version=opening_version,
        step_ticks=ticks_in(locations.location_of(location_id).step_minutes),
        lanes=search.lanes(openings, first_tick),
    )


def _with_claims(known: Snapshot, day_versions: dict[date, int]) -> Snapshot:
    """Read the days whose number changed, and put them in the place of what was known of them."""
    changed = [
        day
        for day in known.day_versions.keys() | day_versions.keys()
        if known.day_versions.get(day) != day_versions.get(day)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS, [known.location_id, changed])
        rows = cursor.fetchall()
    day_bits = 0
    bounds = []
    for day in changed:
        start, end = (tick_of(moment) for moment in clock.day_bounds(day))
        day_bits |= search.mask(start, end, known.first_tick)
        bounds.append((start, end))
    booked = {counter: bits & ~day_bits for counter, bits in known.booked.items()}
    held = [hold for hold in known.held if not _within(hold.start_tick, bounds)]
    for _, counter_id, start_tick, end_tick, expires_at in rows:
        if expires_at is None:
            bits = search.mask(start_tick, end_tick, known.first_tick)
            booked[counter_id] = booked.get(counter_id, 0) | bits
        else:
            held.append(HeldTime(counter_id, start_tick, end_tick, expires_at))
    return replace(known, day_versions=day_versions, booked=booked, held=tuple(held))


def _within(tick: int, bounds: list[tuple[int, int]]) -> bool:
    return any(start <= tick < end for start, end in bounds)
