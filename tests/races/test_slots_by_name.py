"""Many who hold and book by the name of a slot alone, at the same moment."""

from collections import Counter
from functools import partial

import pytest

from servicepoint.appointments import actions
from servicepoint.appointments.actions import Booked, NamedSlot
from servicepoint.appointments.errors import AlreadyBooked, SlotTaken, TryAgain
from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.kit.actor import RESIDENT
from tests.races.conftest import at_once, overlapping_claims
from tests.world import NOW, TUESDAY, World, at, make_world, party, person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.usefixtures("enough_connections"),
]
CALLERS = 48
COUNTERS = 3


@pytest.fixture
def world() -> World:
    return make_world(COUNTERS)


def named(world: World, minute: int = 0) -> NamedSlot:
    return NamedSlot(world.ask(), at(TUESDAY, 9, minute), f"slot at {minute}")


def hold(slot: NamedSlot):
    return actions.hold_slot(slot, now=NOW, actor=RESIDENT)


def book(slot: NamedSlot, number: int):
    return actions.book_slot(party(person(number)), slot=slot, now=NOW, actor=RESIDENT)


def kinds(answers) -> Counter:
    return Counter(type(each) for each in answers)


def test_a_name_is_held_once_for_each_counter_and_each_hold_is_booked_once(world):
    slot = named(world)
    held = at_once([partial(hold, slot)] * CALLERS)
    assert kinds(held)[actions.Hold] == COUNTERS
    assert set(kinds(held)) <= {actions.Hold, SlotTaken, TryAgain}
    booked = at_once([partial(book, slot, number) for number in range(1, CALLERS + 1)])
    assert kinds(booked)[Booked] == COUNTERS
    assert set(kinds(booked)) <= {Booked, SlotTaken, TryAgain}
    assert (Appointment.objects.count(), Claim.objects.count(), overlapping_claims()) == (
        COUNTERS,
        COUNTERS,
        0,
    )


def test_those_who_book_a_free_slot_and_those_who_hold_it_share_its_counters(world):
    slot = named(world)
    acts = [partial(book, slot, number) for number in range(1, CALLERS // 2 + 1)]
    acts += [partial(hold, slot)] * (CALLERS // 2)
    answers = kinds(at_once(acts))
    assert Claim.objects.count() == COUNTERS
    assert answers[Booked] == Appointment.objects.count() > 0
    assert overlapping_claims() == 0


def test_one_person_who_books_many_slots_at_once_gets_one(world):
    slots = [named(world, minute) for minute in range(0, 60, 10)]
    answers = kinds(at_once([partial(book, slot, 1) for slot in slots]))
    assert answers[Booked] == 1
    assert answers[AlreadyBooked] + answers[TryAgain] == len(slots) - 1
    assert (Attendee.objects.count(), Claim.objects.count()) == (1, 1)
