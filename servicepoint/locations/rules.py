"""When counters and the telephone are open: patterns and extra openings, less closures and holidays. Pure.

Hours are Dutch wall-clock times on a Dutch day; what comes out are moments in UTC. On clock-change days an
opening lasts as long as the real clock says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servicepoint.kit import clock
from servicepoint.locations.errors import RangeTooLong

DAYS_MAX = 400
TELEPHONE_DAYS_AHEAD = 21  # the longest run of closed days is a week; beyond this nobody knows the hours


@dataclass(frozen=True, slots=True)
class Opening:
    """One counter, uninterrupted from `starts_at` up to `ends_at` (UTC), for these service codes."""

    counter_id: int
    starts_at: datetime
    ends_at: datetime
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Open on this ISO weekday (Monday is 1) from `valid_from` to `valid_until`, both included."""

    counter_id: int
    weekday: int
    opens_at: time
    closes_at: time
    services: frozenset[str]
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Open on this one day. Where it overlaps the weekly hours of its counter, it replaces them."""

    counter_id: int
    on: date
    opens_at: time
    closes_at: time
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClosedHours:
    """Closed from `starts_on` to `ends_on`, both included; whole days, or the same hours on each of them."""

    counter_id: int | None
    starts_on: date
    ends_on: date
    from_time: time | None = None
    until_time: time | None = None


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that decides when something is open."""

    weekly: tuple[WeeklyHours, ...] = ()
    dated: tuple[DatedHours, ...] = ()
    closed: tuple[ClosedHours, ...] = ()
    closed_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class TelephoneState:
    """Whether the line is open; then when it closes, else when it next opens (None: not known)."""

    open_now: bool
    opens_at: datetime | None
    closes_at: datetime | None


def expand(timetable: Timetable, first_day: date, last_day: date) -> tuple[Opening, ...]:
    """Return the uninterrupted openings on the Dutch days `first_day` to `last_day`, both included.

    Ordered by start, then counter. Two openings of one counter never overlap; two that touch stay two.
    Raises `RangeTooLong` beyond 400 days.
    """
    found: list[Opening] = []
    weekly = _by_weekday(timetable.weekly)
    dated = _by_day(timetable.dated)
    for day in _days(first_day, last_day):
        if day in timetable.closed_days:
            continue
        hours = [*dated.get(day, ()), *(each for each in weekly[day.isoweekday()] if _valid(each, day))]
        if hours:
            closed = [each for each in timetable.closed if each.starts_on <= day <= each.ends_on]
            found.extend(_openings_on(day, hours, closed))
    found.sort(key=lambda opening: (opening.starts_at, opening.counter_id))
    return tuple(found)


def telephone_state(timetable: Timetable, now: datetime) -> TelephoneState:
    """Return whether the line of `timetable` is open at `now`, and until when or from when."""
    today = clock.dutch_day(now)
    coming = expand(timetable, today, today + timedelta(days=TELEPHONE_DAYS_AHEAD))
    following = next((each for each in coming if each.ends_at > now), None)
    if following is None:
        return TelephoneState(open_now=False, opens_at=None, closes_at=None)
    if following.starts_at <= now:
        return TelephoneState(open_now=True, opens_at=None, closes_at=following.ends_at)
    return TelephoneState(open_now=False, opens_at=following.starts_at, closes_at=None)


def _days(first_day: date, last_day: date) -> Iterator[date]:
    count = (last_day - first_day).days + 1
    if not 1 <= count <= DAYS_MAX:
        raise RangeTooLong
    return (first_day + timedelta(days=number) for number in range(count))


def _by_weekday(hours: Iterable[WeeklyHours]) -> dict[int, list[WeeklyHours]]:
    sorted_hours: dict[int, list[WeeklyHours]] = defaultdict(list)
    for each in sorted(hours, key=lambda one: one.opens_at):
        sorted_hours[each.weekday].append(each)
    return sorted_hours


def _by_day(hours: Iterable[DatedHours]) -> dict[date, list[DatedHours]]:
    sorted_hours: dict[date, list[DatedHours]] = defaultdict(list)
    for each in sorted(hours, key=lambda one: one.opens_at):
        sorted_hours[each.on].append(each)
    return sorted_hours


def _valid(hours: WeeklyHours, day: date) -> bool:
    return hours.valid_from <= day and (hours.valid_until is None or day <= hours.valid_until)


_Span = tuple[datetime, datetime]


def _openings_on(
    day: date, hours: Iterable[WeeklyHours | DatedHours], closed: list[ClosedHours]
) -> Iterator[Opening]:
    """Yield what is left of each opening after closures, and after the openings of the counter before it."""
    taken: dict[int, list[_Span]] = defaultdict(list)
    closed_spans = [(each.counter_id, _closed_span(day, each)) for each in closed]
    for each in hours:
        own = taken[each.counter_id]
        span = (clock.moment_on(day, each.opens_at), clock.moment_on(day, each.closes_at))
        cuts = [cut for counter_id, cut in closed_spans if counter_id in {None, each.counter_id}]
        for starts_at, ends_at in _left_of(span, own + cuts):
            yield Opening(each.counter_id, starts_at, ends_at, each.services)
        own.append(span)


def _closed_span(day: date, closed: ClosedHours) -> _Span:
    if closed.from_time is None or closed.until_time is None:
        return clock.day_bounds(day)
    return clock.moment_on(day, closed.from_time), clock.moment_on(day, closed.until_time)


def _left_of(span: _Span, cuts: list[_Span]) -> list[_Span]:
    """Return the pieces of `span` outside all `cuts`; none when the clock change leaves nothing of it."""
    pieces = [span]
    for cut in cuts:
        before = [(start, min(end, cut[0])) for start, end in pieces]
        after = [(max(start, cut[1]), end) for start, end in pieces]
        pieces = [piece for piece in before + after if piece[0] < piece[1]]
    return [piece for piece in pieces if piece[0] < piece[1]]
