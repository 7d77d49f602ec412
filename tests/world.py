"""A small service point for tests: two weeks' worth of openings and three services, all of it invented."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from servicepoint.appointments import actions
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations.models import Counter, DatedOpening, Location, WeeklyOpening
from servicepoint.services.models import Service, ServiceLength

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday
TUESDAY = date(2026, 11, 24)
THURSDAY = date(2026, 11, 26)
ALL = ["DOC", "BIO", "NAT"]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the moment at which a Dutch clock shows this time."""
    return clock.moment_on(day, time(hour, minute))


@dataclass(frozen=True)
class World:
    """A location with its counters, as ids."""

    location_id: int
    counters: tuple[int, ...]

    def ask(self, *basket: str) -> Ask:
        """Ask for these services, one per person; without any, one person who collects."""
        return Ask(self.location_id, basket or ("DOC",))


def make_services() -> None:
    """Make three services: 10, 15 and 30 + 15 minutes."""
    lengths = {"DOC": (10, 10), "BIO": (15, 15), "NAT": (30, 15)}
    for position, (code, (first, further)) in enumerate(lengths.items()):
        row = Service.objects.create(
            code=code,
            slug=code.lower(),
            position=position,
            name={"nl": f"Dienst {code}", "en": f"Service {code}"},
            summary={"nl": "Proef", "en": "Test"},
            who_may_book={"nl": "Proef", "en": "Test"},
            lead_minutes=60,
            horizon_days=84,
            v_number="optional",
        )
        ServiceLength.objects.create(
            service=row, valid_from=date(2020, 1, 1), first_minutes=first, further_minutes=further
        )


def make_world(counters: int = 1, *, name: str = "proefstad") -> World:
    """Make a location that is open on Tuesday and Thursday, 9-12 and 13-16 at each counter."""
    if not Service.objects.exists():
        make_services()
    location = Location.objects.create(
        slug=name,
        key=secrets.token_hex(16),
        alias=name[:8].upper(),
        name={"nl": "Proefstad", "en": "Testville"},
        street="Voorbeeldstraat 1",
        postcode="0000 XX",
        city="Proefstad",
        phone="088 000 00 00",
        email="proef@example.org",
        route={"nl": "Te voet.", "en": "On foot."},
    )
    made = []
    for number in range(1, counters + 1):
        counter = Counter.objects.create(location=location, name=str(number))
        made.append(counter.pk)
        for weekday in (2, 4):
            for opens, closes in ((9, 12), (13, 16)):
                WeeklyOpening.objects.create(
                    counter=counter,
                    weekday=weekday,
                    opens_at=time(opens),
                    closes_at=time(closes),
                    services=ALL,
                    valid_from=date(2020, 1, 1),
                )
    return World(location.pk, tuple(made))


def make_tiny_world(minutes: int = 10, *, day: date = TUESDAY) -> World:
    """Make a location with one counter that is open once, for `minutes` from nine o'clock: one last place."""
    world = make_world(1, name="eenplek")
    WeeklyOpening.objects.all().delete()
    closes = time(9 + minutes // 60, minutes % 60)
    DatedOpening.objects.create(
        counter_id=world.counters[0], on=day, opens_at=time(9), closes_at=closes, services=ALL
    )
    return world


def person(number: int = 1, *, service: str = "DOC", birth_date: date = date(1990, 5, 17)) -> Person:
    """Return an invented person; the number makes the V-number."""
    return Person(
        service=service,
        situation="",
        first_name="Testa",
        last_name=f"Voorbeeld-{number}",
        birth_date=birth_date,
        v_number=f"{number:010d}",
    )


def party(*people: Person, email: str = "testa@example.org") -> Party:
    """Return a party of these people, or of one invented person."""
    return Party(people or (person(),), Contact("en", email=email))


def book(world: World, starts_at: datetime, *people: Person, now: datetime = NOW) -> Booked:
    """Hold and book as a resident would, and return what the party gets."""
    coming = party(*people)
    secret = secrets.token_hex(16)
    ask = Ask(world.location_id, coming.basket)
    actions.hold(ask, starts_at=starts_at, secret=secret, now=now, actor=RESIDENT)
    return actions.book(coming, hold_secret=secret, now=now, actor=RESIDENT)
