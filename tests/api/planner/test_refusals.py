"""What cannot be read or does not agree with itself books nothing."""

import pytest

from servicepoint.appointments import actions
from servicepoint.appointments.models import Appointment, Claim, Request
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations.models import Counter, WeeklyOpening
from servicepoint.services.models import Service
from tests.api.planner.conftest import GENERAL, INVALID, NINE, TAKEN, booking, customer
from tests.world import TUESDAY, at


@pytest.mark.parametrize(
    "changes",
    [
        {"productKey": "BIO"},
        {"productKey": ...},
        {"date": "2026-11-26"},
        {"date": ...},
        {"startTime": "09:10"},
        {"endTime": 910},
        {"language": "fr"},
        {"language": ...},
        {"email": "nobody"},
        {"email": ["testa@example.org"]},
        {"phone": "12"},
        {"phone": "0612345678\ud800"},
        {"email": "", "phone": ""},
        {"birthDate": "17-5-1990"},
        {"birthDate": "1990-02-30"},
        {"birthDate": "1890-01-01"},
        {"birthDate": "2026-11-24"},
        {"birthDate": 1990},
        {"customers": ...},
        {"customers": []},
        {"customers": {}},
        {"customers": ["Testa"]},
        {"customers": [customer(), customer(2)]},
        {"customers": [customer(number) for number in range(1, 8)]},
        {"customers": [customer(vNumber="")]},
        {"customers": [customer(vNumber=...)]},
        {"customers": [customer(vNumber="123")]},
        {"customers": [customer(vNumber=1234567890)]},
        {"customers": [customer(firstName="")]},
        {"customers": [customer(lastName="-")]},
        {"customers": [customer(lastName="\u202e\u0000")]},
        {"customers": [customer(lastName="x" * 101)]},
        {"slot": {}},
        {"slot": {"key": "garbage"}},
        {"slot": {"key": 7}},
        {"slot": []},
    ],
)
def test_malformed_bookings_are_400_and_book_nothing(program, changes):
    answer = program.book(program.key(), **changes)
    assert (answer.status_code, answer.content) == (400, INVALID)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "slot", [{"startTime": "10:00"}, {"date": "2026-11-26"}, {"booked": True}, {"booked": []}]
)
def test_a_slot_that_disagrees_with_its_key_is_400(program, slot):
    key = program.key()
    sent = {"key": key, **NINE, **slot}
    assert program.hold(key, slot=sent).content == INVALID
    assert program.book(key, slot=sent).content == INVALID
    assert not Claim.objects.exists()


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff", b'{"bookableSlot":1}', b"[" * 100_000])
def test_bodies_that_are_no_booking_are_400(program, body):
    answer = program.post(f"desks/{program.desk}/appointments", body)
    assert (answer.status_code, answer.content) == (400, INVALID)


@pytest.mark.parametrize("persons", ["0", "7", "-1", "1.0", "one", "", "²"])
def test_no_party_is_that_large_or_small(program, persons):
    answer = program.get(f"desks/{program.desk}/slots/?productKey=DOC&persons={persons}")
    assert (answer.status_code, answer.content) == (400, INVALID)


def test_a_slot_of_a_service_that_is_not_offered_any_more_is_unknown(program, later):
    key = program.key()
    Service.objects.filter(code="DOC").update(active=False)
    later(seconds=10)
    assert (program.hold(key).status_code, program.hold(key).content) == (404, GENERAL)


def test_a_child_whom_a_rule_keeps_away_is_refused(program):
    key = program.key(product="BIO")
    answer = program.book(key, productKey="BIO", endTime="09:15", birthDate="2026-05-17", slot={"key": key})
    assert (answer.status_code, answer.content) == (409, GENERAL)
    assert not Claim.objects.exists()


def test_a_time_taken_on_the_pages_is_taken(program, world):
    key = program.key()
    ask = world.ask()
    actions.hold(ask, starts_at=at(TUESDAY, 9), secret="s" * 32, now=clock.now(), actor=RESIDENT)
    assert (program.hold(key).status_code, program.hold(key).content) == (409, TAKEN)
    assert program.book(key).status_code == 409


def test_a_hold_that_the_pages_took_after_it_ran_out_is_410(program, world, later, settings):
    key = program.key()
    program.hold(key)
    later(minutes=settings.HOLD_MINUTES, seconds=1)
    actions.hold(world.ask(), starts_at=at(TUESDAY, 9), secret="s" * 32, now=clock.now(), actor=RESIDENT)
    assert (program.book(key).status_code, program.book(key).content) == (410, TAKEN)
    assert program.hold(key).status_code == 409  # whoever only asks now came for a time that is taken


def test_a_time_that_is_over_is_taken(program, later):
    key = program.key()
    later(days=2)
    assert program.hold(key).content == TAKEN
    assert program.book(key).content == TAKEN


def test_one_key_is_held_once_for_each_free_counter_and_each_hold_is_booked_once(program, world):
    second = Counter.objects.create(location_id=world.location_id, name="two")
    for hours in WeeklyOpening.objects.filter(counter_id=world.counters[0]):
        hours.pk, hours.counter = None, second
        hours.save()
    key = program.key()
    assert [program.hold(key).status_code for _ in range(3)] == [200, 200, 409]
    booked = [program.book(key, customers=[customer(number)]).status_code for number in (1, 2, 3)]
    assert booked == [200, 200, 409]
    assert Claim.objects.values("counter_id").distinct().count() == 2
    assert not Request.objects.exists()  # no trace is left of holds that were booked


def test_a_refused_person_leaves_the_hold_for_a_better_try(program):
    key = program.key()
    program.hold(key)
    assert program.book(key, customers=[customer(vNumber="1")]).status_code == 400
    assert program.book(key).status_code == 200


def test_each_act_is_in_the_record_and_names_the_surface(program):
    key = program.key()
    program.hold(key)
    program.book(key)
    acts = Entry.objects.order_by("id").values_list("act", "actor_kind", "actor_name")
    assert list(acts) == [
        ("appointments.held", "client", "planner"),
        ("appointments.booked", "client", "planner"),
    ]


def test_a_booking_without_a_hold_is_one_act(program):
    program.book(program.key())
    assert list(Entry.objects.values_list("act", flat=True)) == ["appointments.booked"]
    assert Appointment.objects.count() == 1


def test_a_key_in_capitals_is_the_same_key(program):
    key = program.key().upper()
    assert program.post(f"desks/{program.desk}/slots/{key}", {}).status_code == 200
    assert program.post(f"desks/{program.desk}/appointments", booking(key)).status_code == 200
