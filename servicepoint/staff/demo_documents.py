"""Invented documents in the safe of a demonstration: for the people who collect, and letters to try out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoint.appointments.letters import booked_times
from servicepoint.appointments.party import Party, Person
from servicepoint.documents import actions, queries
from servicepoint.documents.codes import in_groups
from servicepoint.documents.household import Address
from servicepoint.documents.queries.letters import expected
from servicepoint.documents.rules import POSITION_MAX, why_not
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.locations.queries import Location

COLLECT, BIOMETRICS = "DOC", "BIO"
FIRST_ONE = "no-document"
KEPT_FOR = timedelta(weeks=12)
DRAWERS = "ABCDEF"
LETTERS = "ABCDEFGHJK"  # one for each digit: document numbers have neither O nor 0
COMES_LATER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household that got a letter and has not booked; the first person's birth date opens it."""

    service: str
    people: tuple[tuple[str, str, date], ...]  # first names, last name, birth date
    is_announced: bool = False
    v_number: str = ""  # of the first, where documentation names them


WAITING = (
    Waiting(COLLECT, (("Testa", "Voorbeeld", date(1990, 5, 17)),), v_number="1234567890"),  # docs/api.md
    Waiting(
        COLLECT,
        (
            ("Samira Proef", "Muster", date(1984, 3, 9)),
            ("Mustafa Test", "Muster", date(1981, 11, 30)),
            ("Fictia", "Muster", date(2016, 7, 2)),
        ),
    ),
    Waiting(COLLECT, (("Olena Test", "Przykład", date(1995, 8, 21)),), is_announced=True),
    Waiting(BIOMETRICS, (("Li Demo", "Exemplo", date(1988, 1, 15)),)),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with which somebody can book now: its code as printed, a birth date, and who is in it."""

    code: str
    birth_date: date
    service: str
    persons: int


def put_ready(party: Party, location: Location, now: datetime) -> None:
    """Put a document into the safe for everybody of a party who collects one and has none there."""
    for person in party.people:
        if person.service == COLLECT:
            _ready(person, location, now)


def letters_to_try(location: Location, now: datetime) -> Iterator[Letter]:
    """Make the letters of the waiting households where they are missing; yield those not booked yet."""
    today = clock.dutch_day(now)
    for number, household in enumerate(WAITING):
        letter_id = _invited(_people(number, household), household, location, now)
        found = expected([queries.invitation(letter_id)], today)
        booked = booked_times(found, now)
        free = [each for each in found if not each.reason and each.person.id not in booked]
        if free and free[0].person.birth_date:
            code = in_groups(queries.printed_code(letter_id))
            yield Letter(code, free[0].person.birth_date, household.service, len(free))


def _people(number: int, household: Waiting) -> list[Person]:
    v_numbers = [f"00009{number:03d}{seat:02d}" for seat in range(len(household.people))]
    v_numbers[0] = household.v_number or v_numbers[0]
    return [
        Person(household.service, FIRST_ONE, first, last, born, v_number)
        for (first, last, born), v_number in zip(household.people, v_numbers, strict=True)
    ]


def _invited(people: Sequence[Person], household: Waiting, location: Location, now: datetime) -> int:
    known = queries.open_invited([each.v_number for each in people])
    if known:
        return known[0][0].id
    collects = household.service == COLLECT
    arrives = clock.dutch_day(now) + COMES_LATER if household.is_announced else None
    ids = [_ready(each, location, now, arrives=arrives) if collects else None for each in people]
    guests = [
        actions.Guest(each.v_number, each.first_name, each.last_name, each.birth_date, document_id)
        for each, document_id in zip(people, ids, strict=True)
        if each.birth_date
    ]
    call = actions.Call(
        location_id=location.id,
        service=household.service,
        reason="ready" if collects else "poor",
        opens_on=clock.dutch_day(now),
        closes_on=clock.dutch_day(now) + KEPT_FOR,
        language="en",
        address=_address(people[0]),
    )
    return actions.invite(call, guests, now=now, actor=SYSTEM)


def _ready(person: Person, location: Location, now: datetime, *, arrives: date | None = None) -> int:
    """Return the document that lies ready for a person, or comes on a day; a new one where there is none."""
    today = clock.dutch_day(now)
    known = queries.of_v_numbers([person.v_number])
    for each in known:
        if not why_not(each.facts, location_id=location.id, day=arrives or today):
            return each.id
    assert person.birth_date is not None  # invented people have one
    number = _number(len(known), person.v_number)
    row = actions.Row(
        number=number,
        kind="I",
        v_number=person.v_number,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        collect_before=today + KEPT_FOR,
        language="en",
        address=_address(person),
        replaces="" if person.situation == FIRST_ONE else _number(9, person.v_number),
        announced_for=arrives,
    )
    document_id, _what = actions.deliver_one(location.id, row, now=now, actor=SYSTEM)
    if arrives is None:
        drawer, position = _free_position(location.id, person.last_name)
        actions.put_in(number, location_id=location.id, spot=Spot(drawer, position), now=now, actor=SYSTEM)
    return document_id


def _number(copy: int, v_number: str) -> str:
    return "V" + "".join(LETTERS[int(digit)] for digit in f"{copy % 10}{v_number[-7:]}")


def _address(person: Person) -> Address:
    """Return where a family lives: all but the last two digits of an invented V-number are the family's."""
    return Address(f"Voorbeeldstraat {int(person.v_number[-5:-2]) + 1}", "0000 XX", "Proefstad")


def _free_position(location_id: int, name: str) -> tuple[str, int]:
    """Return the first free position of the drawer for a name."""
    drawer = DRAWERS[ord(name[0]) % len(DRAWERS)]
    taken = {each.position for each in queries.in_safe(location_id) if each.drawer == drawer}
    return drawer, next(each for each in range(1, POSITION_MAX + 1) if each not in taken)
