"""From one file of 1,200 documents to the last card: every one is somewhere, and it adds up."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.models import Appointment
from servicepoint.appointments.party import Ask
from servicepoint.collection import actions as collection
from servicepoint.collection import queries as waiting
from servicepoint.collection.topics import invitation_of
from servicepoint.documents import actions, queries
from servicepoint.documents.actions import Sent
from servicepoint.documents.queries import InvitationView
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters.models import Letter
from servicepoint.letters.rules import letter_id_of
from servicepoint.locations.models import Location
from servicepoint.locations.queries import forget_locations
from tests.collection import university as group
from tests.world import NOW, World, make_world

COUNTERS = 12
HOUR = timedelta(hours=1)
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
DELIVERED, SCANNED, WRITTEN = (NOW - timedelta(days=days) for days in (7, 5, 4))
REMINDED = WRITTEN + timedelta(days=14)
ASSIGNED = datetime.combine(group.BEFORE - timedelta(days=21), NOW.timetz())
RETURNED = datetime.combine(group.BEFORE + timedelta(days=30), NOW.timetz())


@dataclass(frozen=True)
class Coming:
    """A party that comes: the appointment and the V-numbers in it."""

    id: int
    starts_at: datetime
    numbers: tuple[str, ...]


@pytest.fixture
def world(db: None) -> World:
    """Twelve counters, and a safe."""
    made = make_world(COUNTERS)
    Location.objects.filter(id=made.location_id).update(matched_services=["DOC"], letter_services=["DOC"])
    forget_locations()
    return made


def test_a_delivery_of_1200_adds_up_to_the_last_card(world: World, tmp_path: Path, settings) -> None:
    settings.PRINT_FOLDER = str(tmp_path)
    delivery_id = _delivered(world)
    assert group.scan_in(world, now=SCANNED) == 1_160
    assert group.places() == {"in_safe": 1_160, "announced": 4}
    promised = queries.promised(world.location_id, today=clock.dutch_day(NOW), delivery_id=delivery_id)
    assert {each.document.v_number for each in promised} == {f"{number:010d}" for number in group.LATE}

    _invite(world)
    letters = _read(tmp_path)
    assert sum(len(each.people) for each in letters) == 1_160
    quick = [each for each in letters if not _is_slow(each)]
    slow = [each for each in letters if _is_slow(each)]
    _book_all(world, quick)
    told = waiting.waiting(world.location_id, now=NOW)
    assert (told.booked, told.documents) == (1_160 - len(slow), len(slow))
    handed = _come(world)
    assert handed == 1_160 - len(slow)

    assert collection.remind(world.location_id, now=REMINDED, actor=SYSTEM) == len(slow)
    with clock.frozen(ASSIGNED):
        assert collection.assign(world.location_id, now=ASSIGNED, actor=SYSTEM) == len(slow)
    handed += _come(world, skip={f"{number:010d}" for number in group.NEVER})
    _send_back(world)
    assert handed + len(group.NEVER) == 1_160
    assert group.places() == {"handed_over": handed, "returned": len(group.NEVER), "announced": 4}
    assert Letter.objects.filter(kind="reminder").count() == len(slow)
    assert queries.chain_faults(world.location_id) == ()


def _delivered(world: World) -> UUID:
    """Read the file: 36 rows are refused with their line and field, the others are kept, and once."""
    sent = Sent(world.location_id, "MAA", "university.csv")
    with clock.frozen(DELIVERED):
        delivery_id = actions.receive(group.file(), sent, now=DELIVERED, actor=group.KEEPER)
        actions.read(delivery_id)
        again = actions.receive(group.file(), sent, now=DELIVERED, actor=group.KEEPER)
        actions.read(again)
    view = queries.delivery(delivery_id)
    assert (again, view.rows, view.added, view.refused) == (delivery_id, 1_200, 1_164, 36)
    wrong = {(each.number + 1, each.wrong) for each in group.plan() if each.wrong}  # the header is line 1
    assert {(each.line, each.field) for each in queries.faults(delivery_id)} == wrong
    return delivery_id


def _invite(world: World) -> None:
    """Invite everyone and print all letters."""
    made = 0
    while called := collection.call_in(world.location_id, now=WRITTEN, actor=SYSTEM):
        made += called
    assert made == group.families() == Letter.objects.count()
    with clock.frozen(WRITTEN):
        printed = 0
        while went := collection.print_due(now=WRITTEN):
            printed += went
    assert printed == made


def _read(folder: Path) -> list[InvitationView]:
    """Open each letter with the code that stands on the paper and the birth date of its reader."""
    found = []
    for manifest in sorted(folder.glob("*.json")):
        listed = json.loads(manifest.read_text())["letters"]
        pages = PdfReader(folder / manifest.stem / "letters.pdf").pages
        for each in listed:
            (code,) = set(CODE.findall(pages[each["first_page"] - 1].extract_text()))
            found.append(queries.opened_by(code, _reader_born(each["reference"])))
    assert len({each.id for each in found}) == len(found)  # nobody got two
    return sorted(found, key=lambda each: each.id)


def _reader_born(reference: str) -> date:
    topic = Letter.objects.get(id=letter_id_of(reference)).topic
    born = queries.invitation(invitation_of(topic) or 0).people[0].birth_date
    assert born is not None
    return born


def _is_slow(letter: InvitationView) -> bool:
    return int(letter.people[0].v_number) in group.SLOW


def _book_all(world: World, letters: list[InvitationView]) -> None:
    """Everybody books the first time that is free for them."""
    for persons in (1, 2):
        ask = Ask(world.location_id, ("DOC",) * persons)
        todo = [each for each in letters if len(each.people) == persons]
        while todo:
            slot = next(iter(appointments.free_slots(ask, now=NOW)))
            free = (
                COUNTERS
                - Appointment.objects.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).count()
            )
            for letter in todo[: max(free, 1)]:
                group.book(world, letter, slot.starts_at, now=NOW)
            todo = todo[max(free, 1) :]


def _come(world: World, skip: set[str] = frozenset()) -> int:
    """Let everyone who has an appointment come, day by day, each of which adds up; count what left.

    The first hour goes by the hall and the counters; after it only the documents move.
    """
    before = group.places().get("handed_over", 0)
    for day, parties in _days(skip).items():
        early = [each for each in parties if each.starts_at < parties[0].starts_at + HOUR]
        _at_the_counters(world, early)
        late = [number for each in parties[len(early) :] for number in each.numbers]
        group.hand_over(late, now=parties[-1].starts_at)
        assert queries.day_balance(world.location_id, day).sum.adds_up
    return group.places().get("handed_over", 0) - before


def _days(skip: set[str]) -> dict[date, list[Coming]]:
    rows = Appointment.objects.filter(status="booked", attendees__is_open=True).distinct()
    days: dict[date, list[Coming]] = {}
    for row in rows.order_by("starts_at", "id").prefetch_related("attendees"):
        numbers = tuple(each.v_number for each in row.attendees.all())
        is_there = queries.of_v_numbers(numbers)[0].facts.place != "handed_over"
        if is_there and not set(numbers) & skip:
            coming = Coming(row.id, row.starts_at, numbers)
            days.setdefault(clock.dutch_day(row.starts_at), []).append(coming)
    return days


def _at_the_counters(world: World, parties: list[Coming]) -> None:
    group.open_counters(world, now=parties[0].starts_at - timedelta(minutes=5))
    for moment, together in groupby(parties, key=lambda each: each.starts_at):
        group.receive(world, [each.id for each in together], now=moment)
    group.close_counters(world, now=parties[-1].starts_at + HOUR)


def _send_back(world: World) -> None:
    """Lay what nobody collected with the return, and send it."""
    until = clock.dutch_day(RETURNED)
    list_id = actions.open_return_list(world.location_id, now=RETURNED, actor=group.KEEPER)
    left = queries.uncollected(world.location_id, until=until)
    assert {int(each.v_number) for each in left} == set(group.NEVER)
    for each in left:
        actions.take_for_return(list_id, each.id, until=until, now=RETURNED, actor=group.KEEPER)
    assert actions.send_return(list_id, now=RETURNED, actor=group.KEEPER) == len(left)
