"""A university's group: 1,200 documents in one file, 36 rows of it faulty, and what has to become of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoint.appointments import actions as appointments
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.documents import actions, queries
from servicepoint.documents.queries import InvitationView
from servicepoint.documents.rules import Proof
from servicepoint.documents.safe import Spot
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.visits import actions as visits
from servicepoint.visits.actions import Outcome, Signature
from tests.documents.files import csv_of, fields, number_of
from tests.world import ALL, World

ROWS = 1_200
FAULTY_EVERY = 33  # 36 rows: three in a hundred
IN_FAMILIES = 200  # the first rows are families of two; the others live in one house, each with another name
LATE = (301, 302, 303, 304)  # promised, and not in the box
SLOW = range(1_001, 1_023)  # they do not book
NEVER = range(1_018, 1_023)  # nor do they come at the time that we choose
BEFORE = date(2027, 2, 26)
KEEPER, ANNA = Actor("staff", "testkeeper"), Actor("staff", "anna")
PROOF = Proof(identity=("by_eye",), old_document="none_before", signature="paper")
FAULTS = (
    ("v_number", "12345", "v_number_malformed"),
    ("birth_date", "31-02-1999", ""),
    ("kind", "VII", ""),
    ("place", "XX", ""),
    ("document_number", "V0O12", ""),
    ("collect_before", "2020-01-01", ""),
)


@dataclass(frozen=True)
class Planned:
    """One row: its number, and whether it is wrong in the file, in a column."""

    number: int
    wrong: str = ""


def plan() -> list[Planned]:
    """Return every row, with what is wrong in it."""
    return [
        Planned(number, FAULTS[number // FAULTY_EVERY % len(FAULTS)][0] if number % FAULTY_EVERY == 0 else "")
        for number in range(1, ROWS + 1)
    ]


def good() -> list[int]:
    """Return the numbers of the rows that are right."""
    return [each.number for each in plan() if not each.wrong]


def file() -> bytes:
    """Return the file of the IND."""
    return csv_of(_row(each) for each in plan())


def families() -> int:
    """Return how many letters these people get: one a family, one each for who only shares a door."""
    here = set(good()) - set(LATE)
    pairs = sum({first, first + 1} <= here for first in range(1, IN_FAMILIES, 2))
    return len(here) - pairs


def birth_of(number: int) -> date:
    """Return when somebody was born."""
    return date(1996, 1, 1) + timedelta(days=number)


def scan_in(world: World, *, now: datetime) -> int:
    """Scan the box into the safe, a hundred to a drawer; return how many were in it."""
    there = [number for number in good() if number not in LATE]
    for place, number in enumerate(there):
        drawer, position = f"D{place // 100}", place % 100 + 1
        actions.put_in(
            number_of(number),
            location_id=world.location_id,
            spot=Spot(drawer, position),
            now=now,
            actor=KEEPER,
        )
    return len(there)


def book(world: World, letter: InvitationView, starts_at: datetime, *, now: datetime) -> int:
    """Book for everyone in a letter, as its reader does."""
    people = tuple(
        Person("DOC", "", each.first_name, each.last_name, each.birth_date, each.v_number, invited_id=each.id)
        for each in letter.people
    )
    party, secret = Party(people, Contact("en")), f"secret of letter {letter.id}"
    ask = Ask(world.location_id, party.basket)
    appointments.hold(ask, starts_at=starts_at, secret=secret, now=now, actor=RESIDENT)
    return appointments.book(party, hold_secret=secret, now=now, actor=RESIDENT).appointment_id


def open_counters(world: World, *, now: datetime) -> None:
    """Seat somebody at every counter."""
    for number, counter_id in enumerate(world.counters):
        visits.open_counter(counter_id, for_services=ALL, now=now, actor=Actor("staff", f"assistant{number}"))


def close_counters(world: World, *, now: datetime) -> None:
    """Let everybody leave their counter."""
    for number, counter_id in enumerate(world.counters):
        visits.close_counter(counter_id, now=now, actor=Actor("staff", f"assistant{number}"))


def receive(world: World, appointment_ids: list[int], *, now: datetime) -> None:
    """Check these parties in and hand everyone their document, at one counter each."""
    for appointment_id in appointment_ids:
        visits.check_in(appointment_id, location_id=world.location_id, now=now, actor=RESIDENT)
    for counter_id, _party in zip(world.counters, appointment_ids, strict=False):
        visit_id = visits.call_next(counter_id, now=now, actor=ANNA).visit_id
        visits.start_serving(visit_id, now=now, actor=ANNA)
        for position, document_id in _documents_of(visit_id, now):
            _hand_over(visit_id, position, document_id, now=now)
        visits.finish(visit_id, now=now, actor=ANNA)


def hand_over(v_numbers: Iterable[str], *, now: datetime) -> None:
    """Hand documents over without the steps of a visit around it: the same movements and receipts."""
    for each in queries.of_v_numbers(v_numbers):
        actions.move(each.id, whereto=actions.Whereto("at_counter"), now=now, actor=ANNA)
        actions.hand_over(each.id, proof=PROOF, now=now, actor=ANNA)


def _hand_over(visit_id: int, position: int, document_id: int, *, now: datetime) -> None:
    act = {"position": position, "now": now, "actor": ANNA}
    visits.fetch_document(visit_id, document_id=document_id, **act)
    visits.record_step(visit_id, kind="identity_checked", codes=["mrz_ok"], **act)
    visits.hand_over_document(visit_id, document_id=document_id, signature=Signature("paper"), **act)
    visits.set_outcome(visit_id, outcome=Outcome("done"), **act)


def _documents_of(visit_id: int, now: datetime) -> Iterator[tuple[int, int]]:
    from servicepoint.visits import queries as visit_queries  # noqa: PLC0415 - the counter's own question

    papers = visit_queries.papers_in(visit_queries.visit_view(visit_id), now=now)
    for position, found in sorted(papers.items()):
        yield position, found[0].document.id


def places() -> dict[str, int]:
    """Return how many documents are where."""
    found: dict[str, int] = {}
    for each in queries.of_v_numbers(f"{number:010d}" for number in good()):
        found[each.facts.place] = found.get(each.facts.place, 0) + 1
    return found


def _row(planned: Planned) -> dict[str, str]:
    number = planned.number
    in_family = number <= IN_FAMILIES
    home = (number + 1) // 2
    values = {
        "first_name": f"Testa{number}",
        "last_name": f"Voorbeeld-{home}" if in_family else f"Student-{number}",
        "birth_date": birth_of(number).isoformat(),
        "place": "MAA",
        "language": ("en", "nl", "ar")[number % 3],
        "street": f"Voorbeeldstraat {home}" if in_family else "Campusplein 1",
        "postcode": "6299 ZZ",
        "city": "Voorbeeldstad",
        "country": "",
        "email": "",
        "replaces": "",
        "collect_before": BEFORE.isoformat(),
        "announced_for": "",
    }
    if planned.wrong:
        values[planned.wrong] = next(text for column, text, _code in FAULTS if column == planned.wrong)
    return fields(number, **values)
