"""The day itself in a demonstration: people who come within the next hours, whenever somebody looks."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from servicepoint.appointments import actions, queries
from servicepoint.appointments.actions.book import refuse_people_with_appointment
from servicepoint.appointments.errors import AlreadyBooked, SlotTaken
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import Wish
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.kit.period import moment_of, tick_of
from servicepoint.locations import actions as locations
from servicepoint.locations.actions import OpeningWish
from servicepoint.locations.queries import Location
from servicepoint.locations.queries import openings as openings_of
from servicepoint.services import queries as services
from servicepoint.staff.demo import BASKETS, PARTIES, offered, party_of
from servicepoint.staff.demo_documents import put_ready
from servicepoint.visits import actions as visits
from servicepoint.visits import queries as visit_queries

COME_TODAY = 12
EVERY = timedelta(minutes=5)
BOOKED_BEFORE = timedelta(days=4)  # as if they had booked so long ago
OPEN_FOR = timedelta(hours=4)
LEFT_MIN = timedelta(hours=1)  # with less of today's openings to go, there is nothing to try
GRID_TICKS = 2
LAST = time(23, 50)
GUESTS = 20


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes today: code and time of each, earliest first; whether a day was opened for it."""

    parties: tuple[tuple[str, datetime], ...]
    opened: bool


def let_people_come(location: Location, now: datetime) -> Coming:
    """Book parties for the rest of today, which is opened for them if it has to be; harmless to repeat."""
    today = clock.dutch_day(now)
    day = visit_queries.day_list(location.id, today)
    if day.closed_at is not None:
        return Coming((), opened=False)
    opened = not _is_open(location, now) and _opened(location, now)
    if day.walk_ins_max is None:
        visits.allow_walk_ins(location.id, day=today, at_most=GUESTS, now=now, actor=SYSTEM)
    for number in range(COME_TODAY - len(_coming(location, now))):
        _booked(location, number, now)
    return Coming(_coming(location, now), opened)


def _coming(location: Location, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return who is expected within the next hours, or just now."""
    rows = queries.on_day(location.id, clock.dutch_day(now))
    soon = (each for each in rows if now - EVERY <= each.starts_at < now + OPEN_FOR)
    return tuple((each.code, each.starts_at) for each in soon)


def _is_open(location: Location, now: datetime) -> bool:
    """Say whether a counter is open now, and for some time to come."""
    today = clock.dutch_day(now)
    hours = openings_of(location.id, today, today)
    return any(each.starts_at <= now and each.ends_at >= now + LEFT_MIN for each in hours)


def _opened(location: Location, now: datetime) -> bool:
    """Open all counters from now on, for some hours; not across midnight."""
    tick = tick_of(now)
    opens = clock.dutch(moment_of(tick - tick % GRID_TICKS))
    closes = min(opens + OPEN_FOR, opens.replace(hour=LAST.hour, minute=LAST.minute))
    if closes <= opens:
        return False
    codes = tuple(code for code, each in services.catalogue().services.items() if each.active)
    wish = OpeningWish(opens.date(), opens.time(), closes.time(), codes)
    return locations.open_beside(location.id, wish=wish, actor=SYSTEM, now=now) > 0


def _booked(location: Location, number: int, now: datetime) -> bool:
    """Book for an invented party at the first free time from its turn on."""
    today, earlier = clock.dutch_day(now), now - BOOKED_BEFORE
    basket = offered(BASKETS[(number * 5) % len(BASKETS)])
    party, secret = party_of(PARTIES + number, basket, today), secrets.token_hex(16)
    ask, wish = Ask(location.id, basket), Wish(first_day=today, last_day=today)
    turn = now + number * EVERY - EVERY / 2
    slots = queries.free_slots(ask, now=earlier, wish=wish) if basket else []
    starts_at = next((slot.starts_at for slot in slots if slot.starts_at >= turn), None)
    if starts_at is None:
        return False
    try:
        refuse_people_with_appointment(party.people, now)
        put_ready(party, location, earlier)
        actions.hold(ask, starts_at=starts_at, secret=secret, now=earlier, actor=SYSTEM)
        actions.book(party, hold_secret=secret, now=earlier, actor=SYSTEM)
    except (AlreadyBooked, SlotTaken):
        return False
    return True
