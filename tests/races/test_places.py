"""What happens when many want the same place at the same moment."""

import secrets
from functools import partial

import pytest

from servicepoint.appointments import actions, guard, queries
from servicepoint.appointments.errors import (
    AlreadyBooked,
    HoldExpired,
    NoRoomForParty,
    NotOpen,
    Refused,
    SlotTaken,
    TryAgain,
)
from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.appointments.party import Contact, Party
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations import actions as location_actions
from servicepoint.locations.actions import ClosureWish
from servicepoint.notifications.models import Message
from tests.races.conftest import at_once, overlapping_claims, without_the_guard
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, make_tiny_world, make_world, party, person

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("enough_connections")]

NINE = at(TUESDAY, 9)
CALLERS = 64
ACT = {"now": NOW, "actor": RESIDENT}


def _hold_and_book(world: World, number: int, size: int = 1):
    people = tuple(person(number * 10 + each) for each in range(size))
    return book(world, NINE, *people)


def _codes(answers):
    return sorted(each.code if isinstance(each, Refused) else "booked" for each in answers)


def _move(booked, starts_at):
    return partial(actions.move, booked.appointment_id, starts_at=starts_at, **ACT)


def test_of_64_callers_for_one_last_place_exactly_one_wins() -> None:
    world = make_tiny_world(10)
    answers = at_once([partial(_hold_and_book, world, number) for number in range(1, CALLERS + 1)])
    assert _codes(answers) == ["booked"] + ["slot_taken"] * (CALLERS - 1)
    assert Appointment.objects.count() == Claim.objects.count() == 1
    assert Message.objects.filter(kind="confirmed").count() == 1


def test_control_without_the_guard_the_last_place_is_sold_many_times() -> None:
    world = make_tiny_world(10)
    with without_the_guard():
        answers = at_once([partial(_hold_and_book, world, number) for number in range(1, CALLERS + 1)])
        assert overlapping_claims() > 0
        assert _codes(answers).count("booked") > 1


def test_no_place_stays_unsold_that_somebody_asked_for() -> None:
    world = make_world(4)
    answers = at_once([partial(_hold_and_book, world, number) for number in range(1, 17)])
    assert _codes(answers) == ["booked"] * 4 + ["slot_taken"] * 12
    assert overlapping_claims() == 0


@pytest.mark.parametrize("attempt", range(3))
def test_a_party_of_two_and_two_singles_share_twenty_minutes(attempt: int) -> None:
    world = make_tiny_world(20)
    early, late = person(1), person(2)
    wishes = [
        partial(_hold_and_book, world, 5, 2),
        partial(book, world, NINE, early),
        partial(book, world, at(TUESDAY, 9, 10), late),
    ]
    answers = at_once(wishes)
    pair, first, second = (not isinstance(each, Exception) for each in answers)
    assert (pair, first, second) in [(True, False, False), (False, True, True)]
    assert overlapping_claims() == 0


def test_control_without_the_guard_the_pair_and_the_singles_overlap() -> None:
    world = make_tiny_world(20)
    with without_the_guard():
        wishes = [partial(_hold_and_book, world, number, 2) for number in range(1, 9)]
        wishes += [partial(book, world, at(TUESDAY, 9, 10), person(number)) for number in range(100, 108)]
        at_once(wishes)
        assert overlapping_claims() > 0


@pytest.mark.parametrize("attempt", range(3))
def test_a_hold_that_runs_out_while_it_is_booked_goes_to_one_of_the_two(attempt: int) -> None:
    world = make_tiny_world(10)
    hold = actions.hold(world.ask(), starts_at=NINE, secret="slow", now=NOW, actor=RESIDENT)
    late = hold.expires_at
    slow = partial(actions.book, party(person(1)), hold_secret="slow", now=late, actor=RESIDENT)
    rivals = [partial(book, world, NINE, person(number), now=late) for number in range(2, 12)]
    answers = at_once([slow, *rivals])
    assert _codes(answers).count("booked") == 1
    assert isinstance(answers[0], HoldExpired) or not isinstance(answers[0], Exception)
    assert all(isinstance(each, SlotTaken) for each in answers[1:] if isinstance(each, Exception))
    assert overlapping_claims() == 0


def test_control_a_hold_dropped_without_the_guard_is_sold_twice() -> None:
    world = make_tiny_world(10)
    hold = actions.hold(world.ask(), starts_at=NINE, secret="slow", now=NOW, actor=RESIDENT)
    late = hold.expires_at
    with without_the_guard():
        slow = partial(actions.book, party(person(1)), hold_secret="slow", now=late, actor=RESIDENT)
        rivals = [partial(book, world, NINE, person(number), now=late) for number in range(2, 12)]
        at_once([slow, *rivals])
        assert overlapping_claims() > 0


@pytest.mark.parametrize("attempt", range(3))
def test_two_moves_that_cross_lose_nothing_and_never_hang(attempt: int) -> None:
    world = make_world(1)
    one, two = book(world, NINE, person(1)), book(world, at(THURSDAY, 9), person(2))
    answers = at_once(
        [
            _move(one, at(THURSDAY, 9)),
            _move(two, NINE),
        ]
    )
    assert all(each is None or isinstance(each, SlotTaken) for each in answers)
    places = {view.starts_at for view in (queries.by_key(one.key), queries.by_key(two.key))}
    assert places == {NINE, at(THURSDAY, 9)}
    assert Claim.objects.count() == 2


def test_many_moves_for_one_place_leave_one_there_and_the_others_where_they_were() -> None:
    world = make_world(1)
    starts = [at(TUESDAY, 9 + number // 6, number % 6 * 10) for number in range(12)]
    booked = [book(world, start, person(number)) for number, start in enumerate(starts, start=1)]
    goal = at(THURSDAY, 9)
    answers = at_once([_move(each, goal) for each in booked])
    assert [each for each in answers if each is None] == [None]
    views = [queries.by_key(each.key) for each in booked]
    assert sum(view.starts_at == goal for view in views) == 1
    assert sum(view.starts_at == start for view, start in zip(views, starts, strict=True)) == 11


def test_control_without_the_guard_crossing_moves_share_a_place() -> None:
    world = make_world(1)
    booked = [book(world, at(TUESDAY, 9, number * 10), person(number)) for number in range(1, 6)]
    with without_the_guard():
        goal = at(THURSDAY, 9)
        at_once([_move(each, goal) for each in booked])
        assert overlapping_claims() > 0


def test_neighbours_who_both_grow_end_with_room_for_one() -> None:
    world = make_tiny_world(30)
    first, second = book(world, NINE, person(1)), book(world, at(TUESDAY, 9, 20), person(2))
    back = _move(second, at(TUESDAY, 9, 10))
    grow = partial(actions.add_person, first.appointment_id, person(3), now=NOW, actor=RESIDENT)
    answers = at_once([grow, back])
    assert sum(each is None for each in answers) == 1
    assert {type(each) for each in answers if each} <= {NoRoomForParty, SlotTaken}
    assert overlapping_claims() == 0


def test_one_person_sent_by_many_browsers_gets_one_appointment() -> None:
    world = make_world(8)
    answers = at_once([partial(book, world, NINE, person(1)) for _ in range(8)])
    assert _codes(answers).count("booked") == 1
    assert all(isinstance(each, AlreadyBooked | TryAgain) for each in answers if isinstance(each, Exception))
    assert Attendee.objects.filter(is_open=True).count() == 1


def test_the_same_persons_in_another_order_never_deadlock() -> None:
    world = make_world(2)
    pair = [person(1), person(2)]
    answers = at_once([partial(book, world, NINE, *pair), partial(book, world, NINE, *reversed(pair))])
    assert _codes(answers).count("booked") == 1
    assert not any(isinstance(each, TryAgain) for each in answers)


def test_a_double_click_on_book_is_one_appointment() -> None:
    world = make_world(2)
    actions.hold(world.ask(), starts_at=NINE, secret="s", now=NOW, actor=RESIDENT)
    click = partial(
        actions.book, party(), hold_secret="s", now=NOW, actor=RESIDENT, idempotency_key="draft:1"
    )
    answers = at_once([click] * 8)
    assert len(set(answers)) == 1
    assert Appointment.objects.count() == 1


def test_a_double_click_on_a_time_is_one_hold() -> None:
    world = make_world(3)
    click = partial(actions.hold, world.ask(), starts_at=NINE, secret="s", now=NOW, actor=RESIDENT)
    answers = at_once([click] * 8)
    assert {each.starts_at for each in answers} == {NINE}
    assert Claim.objects.count() == 1


def test_a_cancel_and_a_move_at_once_end_cancelled_or_moved_and_never_both() -> None:
    world = make_world(1)
    booked = book(world, NINE)
    answers = at_once(
        [
            partial(actions.cancel, booked.appointment_id, now=NOW, actor=RESIDENT),
            _move(booked, at(THURSDAY, 9)),
        ]
    )
    assert answers[0] is None
    assert answers[1] is None or isinstance(answers[1], NotOpen)
    assert queries.by_key(booked.key).status == "cancelled"
    assert not Claim.objects.exists()


def test_a_closure_saved_while_many_book_lets_nobody_in_behind_its_back() -> None:
    world = make_world(8)
    wish = ClosureWish(starts_on=TUESDAY, ends_on=TUESDAY, reason="Test")
    closing = partial(location_actions.close, world.location_id, wish=wish, actor=RESIDENT, now=NOW)
    answers = at_once([closing, *(partial(_hold_and_book, world, number) for number in range(1, 9))])
    assert all(isinstance(each, SlotTaken) for each in answers[1:] if isinstance(each, Exception))
    assert not list(queries.free_slots(world.ask(), now=NOW, wish=queries.Wish(TUESDAY, TUESDAY)))
    with pytest.raises(SlotTaken):
        book(world, at(TUESDAY, 10), person(999))


def test_every_process_sees_a_booking_the_moment_it_is_made() -> None:
    world = make_world(1)
    assert NINE in {slot.starts_at for slot in queries.free_slots(world.ask(), now=NOW)}
    other = at_once([partial(_hold_and_book, world, 1)])
    assert not isinstance(other[0], Exception)
    assert NINE not in {slot.starts_at for slot in queries.free_slots(world.ask(), now=NOW)}


def test_an_act_that_fails_in_the_middle_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(1)
    booked = book(world, NINE)

    def fails(*_: object) -> None:
        raise ConnectionError("the line went dead")

    monkeypatch.setattr(guard, "mark_changed", fails)
    with pytest.raises(ConnectionError):
        actions.move(booked.appointment_id, starts_at=at(THURSDAY, 9), now=NOW, actor=RESIDENT)
    monkeypatch.undo()
    assert queries.by_key(booked.key).starts_at == NINE
    assert not Message.objects.filter(kind="moved").exists()
    assert clock.dutch_day(Claim.objects.get().appointment.starts_at) == TUESDAY


def test_two_languages_at_once_leave_one_link_that_works() -> None:
    world = make_world(1)
    booked = book(world, NINE)
    wishes = [Contact("nl", email="een@example.org"), Contact("en", email="twee@example.org")]
    keys = at_once([partial(actions.change_contact, booked.appointment_id, each, **ACT) for each in wishes])
    assert sum(queries.by_key(key) is not None for key in keys) == 1


def test_a_book_of_one_time_by_two_secrets_of_one_party_is_refused_once() -> None:
    world = make_world(2)
    coming = Party((person(1),), Contact("en"))
    made = [secrets.token_hex(16) for _ in range(2)]
    for secret in made:
        actions.hold(world.ask(), starts_at=NINE, secret=secret, now=NOW, actor=RESIDENT)
    answers = at_once(
        [partial(actions.book, coming, hold_secret=secret, now=NOW, actor=RESIDENT) for secret in made]
    )
    assert _codes(answers).count("booked") == 1
