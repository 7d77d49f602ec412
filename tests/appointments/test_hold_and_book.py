from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from servicepoint.appointments import actions, queries
from servicepoint.appointments.errors import (
    AlreadyBooked,
    HoldExpired,
    HoldLimitReached,
    KeyReused,
    NotEligible,
    PartySizeWrong,
    SamePersonTwice,
    SlotTaken,
    UnknownService,
    WrongBasket,
)
from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import Wish
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.models import Message
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, party, person

NINE = at(TUESDAY, 9)


def _hold(world: World, starts_at=NINE, secret="a", now=NOW, basket=("DOC",)):
    return actions.hold(
        Ask(world.location_id, basket), starts_at=starts_at, secret=secret, now=now, actor=RESIDENT
    )


def _book(secret="a", *people, now=NOW, key=None):
    return actions.book(party(*people), hold_secret=secret, now=now, actor=RESIDENT, idempotency_key=key)


def _starts(world: World, *basket: str, now=NOW):
    return [slot.starts_at for slot in queries.free_slots(world.ask(*basket), now=now)]


def test_a_held_slot_is_not_offered_to_others(world: World) -> None:
    assert NINE in _starts(world)
    _hold(world)
    assert NINE not in _starts(world)


def test_after_a_hold_on_one_day_changes_on_other_days_are_still_noticed(world: World) -> None:
    assert {NINE, at(THURSDAY, 9)} <= set(_starts(world))
    _hold(world, at(THURSDAY, 9), secret="a")
    _hold(world, NINE, secret="b")
    assert not {NINE, at(THURSDAY, 9)} & set(_starts(world))


@pytest.mark.parametrize(
    ("wish", "first", "number"),
    [
        (Wish(), NINE, 360),
        (Wish(part_of_day="morning"), NINE, 180),
        (Wish(part_of_day="afternoon"), at(TUESDAY, 13), 180),
        (Wish(weekdays=frozenset({4})), at(THURSDAY, 9), 180),
        (Wish(weekdays=frozenset({4}), part_of_day="afternoon"), at(THURSDAY, 13), 90),
        (Wish(first_day=THURSDAY, last_day=THURSDAY), at(THURSDAY, 9), 36),
    ],
)
def test_a_wish_shows_its_days_and_parts_of_the_day_only(world: World, wish, first, number) -> None:
    five_weeks = TUESDAY + timedelta(days=32)  # two days a week, each with 18 times before and after noon
    until = min(wish.last_day or date.max, five_weeks)
    slots = list(queries.free_slots(world.ask(), now=NOW, wish=replace(wish, last_day=until)))
    assert slots[0].starts_at == first
    assert len(slots) == number


def test_a_hold_past_its_time_is_offered_again_without_any_job(world: World) -> None:
    hold = _hold(world)
    assert NINE in _starts(world, now=hold.expires_at)
    assert NINE not in _starts(world, now=hold.expires_at - timedelta(seconds=1))


def test_a_hold_lasts_ten_real_minutes_in_the_night_the_clock_goes_back(world: World) -> None:
    half_past_two = at(date(2026, 10, 25), 2, 30)
    hold = _hold(world, at(date(2026, 10, 27), 9), now=half_past_two)
    assert hold.expires_at - half_past_two == timedelta(minutes=10)


def test_another_may_take_what_was_held_too_long(world: World) -> None:
    late = _hold(world).expires_at
    _hold(world, secret="b", now=late)
    with pytest.raises(HoldExpired):
        _book("a", now=late)
    assert _book("b", now=late).code


def test_a_late_booker_keeps_the_place_when_nobody_else_took_it(world: World) -> None:
    late = _hold(world).expires_at + timedelta(minutes=30)
    assert _book(now=late).code


def test_a_taken_slot_is_refused(world: World) -> None:
    _hold(world)
    with pytest.raises(SlotTaken):
        _hold(world, secret="b")


def test_the_same_hold_sent_twice_is_one_hold(world: World) -> None:
    assert _hold(world) == _hold(world, now=NOW + timedelta(seconds=2))
    assert Claim.objects.count() == 1


def test_a_draft_that_chooses_another_time_gives_the_first_back(world: World) -> None:
    _hold(world)
    _hold(world, at(TUESDAY, 9, 20))
    assert NINE in _starts(world)
    assert Claim.objects.count() == 1


def test_choosing_a_time_that_is_gone_keeps_the_hold_one_has(world: World) -> None:
    _hold(world, secret="b", starts_at=at(TUESDAY, 10))
    _hold(world)
    with pytest.raises(SlotTaken):
        _hold(world, at(TUESDAY, 10))
    assert queries.held_under("a", NOW).starts_at == NINE


def test_a_hold_can_be_extended_a_bounded_number_of_times(world: World, settings) -> None:
    settings.HOLD_EXTENSIONS_MAX = 2
    _hold(world)
    later = NOW + timedelta(minutes=9)
    assert actions.extend("a", now=later, actor=RESIDENT).expires_at == later + timedelta(minutes=10)
    assert actions.extend("a", now=later, actor=RESIDENT).extensions_left == 0
    with pytest.raises(HoldLimitReached):
        actions.extend("a", now=later, actor=RESIDENT)


def test_an_unknown_hold_cannot_be_extended(world: World) -> None:
    with pytest.raises(HoldExpired):
        actions.extend("nobody", now=NOW, actor=RESIDENT)


def test_a_released_hold_is_offered_again(world: World) -> None:
    _hold(world)
    actions.release("a", now=NOW, actor=RESIDENT)
    assert NINE in _starts(world)


@pytest.mark.parametrize(
    "starts_at",
    [
        at(TUESDAY, 9, 5),  # off the grid
        at(TUESDAY, 12),  # in the break
        at(TUESDAY, 11, 55),  # runs into the break
        at(TUESDAY, 8, 50),  # before opening
        at(date(2026, 11, 25), 9),  # a closed day
        at(date(2027, 3, 2), 9),  # beyond the horizon
        at(date(2026, 11, 19), 9),  # the past
        NINE + timedelta(seconds=1),
    ],
)
def test_a_time_that_is_not_offered_cannot_be_held(world: World, starts_at) -> None:
    with pytest.raises(SlotTaken):
        _hold(world, starts_at)


def test_lead_time_counts_to_the_minute(world: World) -> None:
    assert _starts(world, now=at(TUESDAY, 8))[0] == NINE
    assert _starts(world, now=at(TUESDAY, 8) + timedelta(seconds=1))[0] == at(TUESDAY, 9, 10)


@pytest.mark.parametrize(
    ("basket", "error"), [((), PartySizeWrong), (("DOC",) * 7, PartySizeWrong), (("XXX",), UnknownService)]
)
def test_a_party_that_cannot_be_served_is_refused(world: World, basket, error) -> None:
    with pytest.raises(error):
        _hold(world, basket=basket)


def test_the_longest_party_fits_only_where_nothing_is_in_the_way(world: World) -> None:
    book(world, at(TUESDAY, 10), person(1))
    six = ("NAT",) * 6  # 30 + 5 x 15 = 105 minutes
    starts = [each for each in _starts(world, *six) if clock.dutch_day(each) == TUESDAY]
    assert starts == [
        at(TUESDAY, 10, 10),
        *(at(TUESDAY, 13, minute) for minute in range(0, 60, 10)),
        at(TUESDAY, 14),
        at(TUESDAY, 14, 10),
    ]


def test_booking_takes_the_place_for_good(world: World) -> None:
    book(world, NINE)
    assert NINE not in _starts(world, now=NOW + timedelta(minutes=45))


def test_booking_queues_the_confirmation_and_the_reminders_and_is_recorded(world: World) -> None:
    booked = book(world, at(THURSDAY, 9))
    kinds = Message.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed", "reminder"]  # three days before has passed already
    assert (
        Entry.objects.filter(
            act="appointments.booked", subject=f"appointment:{booked.appointment_id}"
        ).count()
        == 1
    )


def test_nothing_is_sent_to_who_has_no_mail(world: World) -> None:
    _hold(world)
    actions.book(party(email=""), hold_secret="a", now=NOW, actor=RESIDENT)
    assert not Message.objects.exists()


def test_booking_twice_with_one_key_is_one_appointment(world: World) -> None:
    _hold(world)
    first = _book(key="k")
    assert _book(key="k") == first
    assert Appointment.objects.count() == 1
    assert Message.objects.filter(kind="confirmed").count() == 1


def test_a_key_of_another_act_is_refused(world: World) -> None:
    _hold(world)
    booked = _book(key="k")
    with pytest.raises(KeyReused):
        actions.add_person(booked.appointment_id, person(2), now=NOW, actor=RESIDENT, idempotency_key="k")


def test_a_refused_booking_may_be_tried_again_with_its_key(world: World) -> None:
    with pytest.raises(HoldExpired):
        _book(key="k")
    _hold(world)
    assert _book(key="k").code


def test_persons_must_be_those_the_time_was_held_for(world: World) -> None:
    _hold(world)
    with pytest.raises(WrongBasket):
        _book("a", person(1), person(2))
    assert queries.held_under("a", NOW)


def test_a_person_has_one_open_appointment_per_service(world: World) -> None:
    first = book(world, NINE)
    _hold(world, at(THURSDAY, 9))
    with pytest.raises(AlreadyBooked) as refusal:
        _book()
    assert refusal.value.starts_at == NINE
    assert queries.by_id(first.appointment_id).status == "booked"
    assert Appointment.objects.count() == 1


def test_a_stranger_with_the_v_number_is_not_told_the_day(world: World) -> None:
    book(world, NINE)
    _hold(world, at(THURSDAY, 9))
    with pytest.raises(AlreadyBooked) as refusal:
        _book("a", person(1, birth_date=date(1971, 1, 1)))
    assert refusal.value.starts_at is None


def test_the_same_person_may_book_another_service(world: World) -> None:
    book(world, NINE)
    assert book(world, at(THURSDAY, 9), person(1, service="BIO")).code


def test_who_came_may_book_again_whether_or_not_a_job_ran(world: World) -> None:
    book(world, NINE)
    after = at(TUESDAY, 9, 10)
    assert book(world, at(THURSDAY, 9), now=after).code


def test_who_cancelled_may_book_again(world: World) -> None:
    booked = book(world, NINE)
    actions.cancel(booked.appointment_id, now=NOW, actor=RESIDENT)
    assert book(world, NINE).code


def test_one_person_cannot_be_entered_twice(world: World) -> None:
    _hold(world, basket=("DOC", "DOC"))
    with pytest.raises(SamePersonTwice):
        _book("a", person(1), person(1))


def test_a_baby_needs_no_appointment_for_fingerprints(world: World) -> None:
    _hold(world, basket=("BIO",))
    with pytest.raises(NotEligible) as refusal:
        _book("a", person(1, service="BIO", birth_date=date(2026, 3, 1)))
    assert (refusal.value.reason, refusal.value.position) == ("biometrics_under_one", 1)


def test_a_bsn_is_unreadable_in_the_database(world: World) -> None:
    _hold(world)
    _book("a", replace(person(1), bsn="123456782"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT bsn FROM appointments_attendee")
        stored = bytes(cursor.fetchone()[0])
    assert b"123456782" not in stored
    assert Attendee.objects.get().bsn == "123456782"


def test_the_database_holds_no_key_that_opens_an_appointment(world: World) -> None:
    booked = book(world, NINE)
    row = Appointment.objects.values().get(id=booked.appointment_id)
    assert booked.key not in {
        value.hex() if isinstance(value, bytes) else str(value) for value in row.values()
    }
    assert queries.by_key(booked.key).code == booked.code
