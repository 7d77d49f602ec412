"""Where a party fits: the pure search, asked with what is open and taken now. For offer, hold, move."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from servicepoint.availability import lanes as search
from servicepoint.kit import clock
from servicepoint.kit.period import moment_of, tick_after, tick_of, ticks_in
from servicepoint.services import errors as service_errors
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Catalogue

from .errors import SlotTaken, UnknownService
from .guard import Place, Taken
from .models import Claim
from .party import Ask
from .rules import check_party_size
from .snapshot import Snapshot, snapshot

PartOfDay = Callable[[date], tuple[int, int] | None]  # the ticks of a day that are wanted, from and until


def free_starts(ask: Ask, now: datetime, wanted: PartOfDay | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start tick, end tick) of every free place for the party, earliest first; all or where wanted."""
    catalogue = _catalogue_for(ask)
    try:
        window = service_rules.booking_window(catalogue, ask.basket, now)
    except service_errors.WindowEmpty:
        return
    seen = snapshot(ask.location_id, now)
    own = _own_time(ask)
    busy = seen.busy(now, apart_from=own)
    last_day = min(clock.dutch_day(window.ends_at), clock.dutch_day(moment_of(seen.last_tick)))
    for first, until, minutes in _lengths(catalogue, ask, clock.dutch_day(window.starts_at), last_day):
        need = search.Need(frozenset(ask.basket), ticks_in(minutes))
        found = search.starts(seen.lanes, busy, need, first_tick=seen.first_tick, step_ticks=seen.step_ticks)
        low = max(tick_after(window.starts_at), tick_of(clock.day_bounds(first)[0]))
        high = min(tick_after(window.ends_at), tick_of(clock.day_bounds(until)[1]))
        found &= search.mask(low, high, seen.first_tick)
        if wanted:
            found &= _bits_of(wanted, first, until, first_tick=seen.first_tick)
        for position in search.set_bits(found):
            start_tick = seen.first_tick + position
            if own is None or start_tick != own[1]:  # the start it has is no other time
                yield start_tick, start_tick + need.ticks


def places_by_day(ask: Ask, now: datetime) -> Counter[date]:
    """Count the places for such a party on each day from now on, all counters together.

    Other services want the same time: it is what is possible, not what will be left.
    """
    catalogue = _catalogue_for(ask)
    seen = snapshot(ask.location_id, now)
    today = clock.dutch_day(now)
    last_day = clock.dutch_day(moment_of(seen.last_tick))
    found: Counter[date] = Counter()
    for first, until, minutes in _lengths(catalogue, ask, today, last_day):
        need = search.Need(frozenset(ask.basket), ticks_in(minutes))
        starts = search.places(
            seen.lanes, seen.busy(now), need, first_tick=seen.first_tick, step_ticks=seen.step_ticks
        )
        moments = (moment_of(seen.first_tick + start) for start in starts)
        days = (clock.dutch_day(moment) for moment in moments if moment > now)
        found.update(day for day in days if first <= day <= until)
    return found


def lead_of(ask: Ask) -> timedelta:
    """Return how long before its start a visit of this party can be booked at the latest."""
    known = _catalogue_for(ask).services
    return timedelta(minutes=max(known[code].lead_minutes for code in ask.basket))


def _bits_of(wanted: PartOfDay, first: date, last: date, *, first_tick: int) -> int:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    parts = (wanted(day) for day in days)
    return reduce(or_, (search.mask(*part, first_tick) for part in parts if part), 0)


def place_at(
    ask: Ask, starts_at: datetime, now: datetime, *, own: Taken | None = None
) -> tuple[Place, tuple[int, ...]]:
    """Return the place that starts then, and the counters free for it, best fit first.

    `own` is time the party has already: it counts as free. A start that is not offered at all (off the grid,
    outside lead time and horizon, not open) is SlotTaken like one that is gone.
    """
    catalogue = _catalogue_for(ask)
    start_tick = tick_of(starts_at)
    try:
        window = service_rules.booking_window(catalogue, ask.basket, now)
    except service_errors.WindowEmpty as error:
        raise SlotTaken from error
    if moment_of(start_tick) != starts_at or not window.starts_at <= starts_at < window.ends_at:
        raise SlotTaken
    seen = snapshot(ask.location_id, now, only=clock.dutch_day(starts_at))
    if start_tick % seen.step_ticks:
        raise SlotTaken
    return _fitting(seen, ask, start_tick, now=now, own=own)


def place_kept(ask: Ask, own: Taken, now: datetime) -> tuple[Place, tuple[int, ...]]:
    """Return the place for a party that changed, at its old start; lead time and grid were settled before."""
    seen = snapshot(ask.location_id, now, only=own.place.day)
    return _fitting(seen, ask, own.place.start_tick, now=now, own=own)


def place_shrunk(ask: Ask, own: Taken) -> Place:
    """Return the place of a party that became smaller: the same start, never longer than it was.

    A party may always become smaller: with a service that is offered no more, it keeps all of its time.
    """
    start_tick, end_tick = own.place.start_tick, own.place.end_tick
    with suppress(UnknownService):
        end_tick = min(start_tick + _ticks_needed(ask, own.place.day), end_tick)
    return Place(ask.location_id, start_tick, end_tick, ask.basket)


def _fitting(
    seen: Snapshot, ask: Ask, start_tick: int, *, now: datetime, own: Taken | None
) -> tuple[Place, tuple[int, ...]]:
    day = clock.dutch_day(moment_of(start_tick))
    ticks = _ticks_needed(ask, day)
    place = Place(ask.location_id, start_tick, start_tick + ticks, ask.basket)
    mine = (own.counter_id, own.place.start_tick, own.place.end_tick) if own else None
    counters = search.fitting_counters(
        seen.lanes,
        seen.busy(now, apart_from=mine),
        search.Need(frozenset(ask.basket), ticks),
        first_tick=seen.first_tick,
        start_tick=start_tick,
    )
    if own and own.counter_id in counters:
        counters = (own.counter_id, *(each for each in counters if each != own.counter_id))
    return place, counters


def _own_time(ask: Ask) -> tuple[int, int, int] | None:
    """Return counter, start and end tick of the time that the party has already."""
    if ask.appointment_id is None:
        return None
    rows = Claim.objects.filter(appointment_id=ask.appointment_id)
    return rows.values_list("counter_id", "start_tick", "end_tick").first()


def _ticks_needed(ask: Ask, day: date) -> int:
    try:
        return ticks_in(service_rules.minutes_needed(_catalogue_for(ask), ask.basket, day))
    except service_errors.LengthUnknown as error:
        raise UnknownService from error


def _catalogue_for(ask: Ask) -> Catalogue:
    check_party_size(len(ask.basket))
    catalogue = services.catalogue()
    for code in ask.basket:
        if code not in catalogue.services or not catalogue.services[code].active:
            raise UnknownService(code)
    return catalogue


def _lengths(
    catalogue: Catalogue, ask: Ask, first_day: date, last_day: date
) -> Iterator[tuple[date, date, int]]:
    """Yield (first day, last day, minutes): the length of the visit can change on a valid-from date."""
    changes = {
        length.valid_from
        for code in set(ask.basket)
        for length in catalogue.services[code].lengths
        if first_day < length.valid_from <= last_day
    }
    begins = sorted({first_day} | changes)
    for begin, following in zip(begins, [*begins[1:], last_day + timedelta(days=1)], strict=True):
        try:
            minutes = service_rules.minutes_needed(catalogue, ask.basket, begin)
        except service_errors.LengthUnknown:
            continue
        yield begin, following - timedelta(days=1), minutes
