"""A hall full of invented people: counters that call, parties that wait with their phones in their hands."""

import secrets
from dataclasses import dataclass
from datetime import time, timedelta

from benchmarks import crowd
from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries
from servicepoint.appointments.party import Ask
from servicepoint.devices import actions as devices
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.locations.models import Counter, DatedOpening, Location
from servicepoint.visits import actions
from servicepoint.visits.actions import Allowed

COUNTERS = 12
WAITING = 60
DAYS_BEFORE = 3
LEAD = Actor("staff", "bench")


@dataclass(slots=True)
class HallCrowd:
    """One location today; `keys` open the appointments of its parties, of whom the first wait."""

    location_id: int
    slug: str
    counters: tuple[int, ...]
    keys: tuple[str, ...]
    turn: int = 0

    def display(self) -> str:
        """Let a display in and return its secret."""
        now = clock.now()
        told = devices.announce(self.location_id, kind="display", name="bench", now=now, actor=LEAD)
        return devices.enrol(told.code, now=now)[1]

    def call_another(self) -> str:
        """Let the next counter call; return the mark of the call on the display."""
        number = self.turn % len(self.counters)
        actor, now = Actor("staff", f"bench-{number}"), clock.now()
        if self.turn >= len(self.counters):
            there = actions.call_next(self.counters[number], now=now, actor=actor)
            actions.leave(there.visit_id, now=now, actor=actor)
        self.turn += 1
        return f"{actions.call_next(self.counters[number], now=now, actor=actor).ticket}.1"


def make_hall(parties: int) -> HallCrowd:
    """Make a location with counters that are open today, and parties that are booked for today."""
    (location_id,) = crowd.make_locations(1, counters=COUNTERS)
    today = clock.dutch_day(clock.now())
    counters = tuple(Counter.objects.filter(location_id=location_id).values_list("id", flat=True))
    DatedOpening.objects.filter(counter_id__in=counters, on=today).delete()
    for number, counter in enumerate(counters):
        DatedOpening.objects.create(
            counter_id=counter, on=today, opens_at=time(0), closes_at=time(23, 50), services=[crowd.SERVICE]
        )
        actor = Actor("staff", f"bench-{number}")
        actions.open_counter(counter, for_services=[crowd.SERVICE], now=clock.now(), actor=actor)
    keys = tuple(_booked(location_id, number, len(counters)) for number in range(parties))
    slug = Location.objects.get(id=location_id).slug
    return HallCrowd(location_id, slug, counters, keys)


def _booked(location_id: int, number: int, counters: int) -> str:
    """Book a party for today, let the first of them arrive, and return the key of its page."""
    midnight, _ends = clock.day_bounds(clock.dutch_day(clock.now()))
    starts_at = midnight + timedelta(minutes=20 * (1 + number // counters))
    earlier, secret = starts_at - timedelta(days=DAYS_BEFORE), secrets.token_hex(16)
    ask = Ask(location_id, (crowd.SERVICE,))
    appointments.hold(ask, starts_at=starts_at, secret=secret, now=earlier, actor=RESIDENT)
    made = appointments.book(crowd.party(10**9 + number), hold_secret=secret, now=earlier, actor=RESIDENT)
    if number < WAITING:
        actions.check_in(
            made.appointment_id,
            location_id=location_id,
            now=clock.now(),
            actor=LEAD,
            allowed=Allowed(override="quiet_hall"),
        )
    found = queries.by_id(made.appointment_id)
    assert found is not None
    return found.key
