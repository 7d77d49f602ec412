"""A demonstration: invented people with appointments, and an account for each role of the staff."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.contrib.auth.models import Group, User

from servicepoint.accounts.actions import SECRET_BYTES, set_demo_app
from servicepoint.appointments import actions, queries
from servicepoint.appointments.actions.book import refuse_people_with_appointment
from servicepoint.appointments.errors import AlreadyBooked, SlotTaken
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.appointments.queries import Wish
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.locations.queries import Location
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Service
from servicepoint.staff.demo_documents import put_ready
from servicepoint.staff.roles import ROLES

PARTIES = 40
DAYS_AHEAD = 16
SLOTS_LOOKED_AT_MAX = 400
SPREAD = 37  # steps through the free times, so that days fill up unevenly, as they do
PASSWORD = "demo-{role}-maastricht"  # noqa: S105 - printed for everyone, made in demonstrations only
FIRST_NAMES = ("Testa", "Proefa", "Demo", "Fictia", "Mustafa Test", "Samira Proef", "Li Demo", "Olena Test")
LAST_NAMES = ("Voorbeeld", "Specimen", "Muster", "Exemplo", "Przykład", "Örnek", "Sample")
BASKETS = (
    ("DOC",), ("DOC",), ("DOC", "DOC"), ("BIO",), ("DOC",), ("BIO", "BIO", "BIO"), ("VAA",), ("DOC", "BIO"),
    ("TKV",), ("NAT", "NAT", "NAT", "NAT"), ("DOC",), ("BIO", "BIO"), ("DOC", "DOC", "DOC"), ("VAA", "VAA"),
    ("NAT",), ("DOC", "BIO", "BIO", "BIO"),
)  # fmt: skip
NEEDS: tuple[dict[str, str | bool], ...] = ({}, {}, {"wheelchair": True}, {}, {"infant": True}, {}, {})


def make_accounts(now: datetime) -> Iterator[tuple[str, str]]:
    """Make an account for each role where it is missing; yield its name and the password of new ones."""
    for name, password, role in accounts():
        if not User.objects.filter(username=name).exists():
            user = User.objects.create_user(name, password=password, is_staff=True)
            user.groups.add(Group.objects.get(name=role))
            set_demo_app(user.pk, secret=app_secret(role), now=now)
        yield name, password


def accounts() -> Iterator[tuple[str, str, str]]:
    """Yield name, password and role of each account: no secret, and nowhere but in a demonstration."""
    for role in ROLES:
        yield f"demo-{role}", PASSWORD.format(role=role), role


def app_secret(role: str) -> str:
    """Return the secret of a role's app with six digits: as little a secret as the password."""
    return base64.b32encode(hashlib.sha256(f"demo {role}".encode()).digest()[:SECRET_BYTES]).decode()


def book_parties(location: Location, now: datetime) -> int:
    """Book for every invented party that has no coming appointment; return how many were booked."""
    return sum(_booked(location, number, now) for number in range(PARTIES))


def _booked(location: Location, number: int, now: datetime) -> bool:
    basket = offered(BASKETS[number % len(BASKETS)])
    party = party_of(number, basket, clock.dutch_day(now))
    ask, secret = Ask(location.id, basket), secrets.token_hex(16)
    try:
        refuse_people_with_appointment(party.people, now)
        slots = _slots(ask, now) if basket else []
        if not slots:
            return False
        starts_at = slots[number * SPREAD % len(slots)]
        put_ready(party, location, now)
        actions.hold(ask, starts_at=starts_at, secret=secret, now=now, actor=SYSTEM)
        actions.book(party, hold_secret=secret, now=now, actor=SYSTEM)
    except (AlreadyBooked, SlotTaken):
        return False
    return True


def offered(basket: tuple[str, ...]) -> tuple[str, ...]:
    """Return the services of the basket that can be booked."""
    catalogue = services.catalogue().services
    return tuple(code for code in basket if code in catalogue and catalogue[code].active)


def _slots(ask: Ask, now: datetime) -> list[datetime]:
    wish = Wish(last_day=clock.dutch_day(now) + timedelta(days=DAYS_AHEAD))
    return [
        slot.starts_at for slot in islice(queries.free_slots(ask, now=now, wish=wish), SLOTS_LOOKED_AT_MAX)
    ]


def party_of(number: int, basket: tuple[str, ...], day: date) -> Party:
    """Return an invented party: the same number gives the same people."""
    people = tuple(_person(number, seat, code, day) for seat, code in enumerate(basket))
    email = f"demo{number}@example.org" if number % 3 else ""
    contact = Contact(language="nl" if number % 2 else "en", email=email, phone=f"+316000000{number:02d}")
    return Party(people, contact, NEEDS[number % len(NEEDS)])


def _person(number: int, seat: int, code: str, day: date) -> Person:
    service = services.catalogue().services[code]
    birth_date = date(1960 + (number * 7) % 40, 1 + number % 12, 1 + (number * 3) % 28)
    if seat > 1:  # the third of a family and further are children
        birth_date = date(day.year - 6 - seat * 2, 1 + number % 12, 11)
    return Person(
        service=code,
        situation=_situation(service, birth_date, day),
        first_name=FIRST_NAMES[(number + seat) % len(FIRST_NAMES)],
        last_name=LAST_NAMES[number % len(LAST_NAMES)],
        birth_date=birth_date,
        v_number=f"00000{number:03d}{seat:02d}" if service.v_number == "required" else "",
    )


def _situation(service: Service, birth_date: date, day: date) -> str:
    """Return the first situation in which this person may come."""
    codes = [each.code for each in service.situations] or [""]
    return next(code for code in codes if not service_rules.refusal_for(service, code, birth_date, day))
