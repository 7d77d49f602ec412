"""Who is received at the door, as a table; and that staff can widen the window but nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from servicepoint.visits.arrival import (
    AlreadyHere,
    Cancelled,
    Moved,
    Over,
    Promise,
    TooEarly,
    TooLate,
    Welcome,
    Window,
    WrongDay,
    WrongPlace,
    is_received,
    verdict,
)
from tests.world import THURSDAY, TUESDAY, at

HERE, ELSEWHERE = 1, 2
TEN = at(TUESDAY, 10)
BOOKED = Promise("booked", HERE, TEN)
WINDOW = Window(early_minutes=15, late_minutes=15)


def at_the_door(promise: Promise, now: datetime):
    return verdict(promise, here=HERE, now=now, window=WINDOW)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-16, TooEarly(at(TUESDAY, 9, 45))),
        (-15, Welcome()),
        (0, Welcome()),
        (15, Welcome()),
        (16, TooLate(TEN)),
    ],
)
def test_the_window_includes_both_its_ends(minutes: int, expected) -> None:
    assert at_the_door(BOOKED, TEN + timedelta(minutes=minutes)) == expected


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        (replace(BOOKED, location_id=ELSEWHERE), WrongPlace(ELSEWHERE)),
        (replace(BOOKED, status="cancelled"), Cancelled()),
        (replace(BOOKED, starts_at=at(THURSDAY, 10)), WrongDay(THURSDAY)),
        (replace(BOOKED, starts_at=at(THURSDAY, 10), was_moved=True), Moved(at(THURSDAY, 10))),
        (replace(BOOKED, visit_state="waiting", ticket="A07"), AlreadyHere("A07")),
        (replace(BOOKED, visit_state="missed", ticket="A07"), AlreadyHere("A07")),
        (replace(BOOKED, visit_state="finished", ticket="A07"), Over()),
        (replace(BOOKED, visit_state="no_show"), Over()),
    ],
)
def test_who_is_not_expected_now_is_told_why(promise: Promise, expected) -> None:
    assert at_the_door(promise, TEN) == expected


def test_another_place_is_said_before_anything_of_the_appointment() -> None:
    elsewhere = replace(BOOKED, location_id=ELSEWHERE, status="cancelled")
    assert at_the_door(elsewhere, TEN) == WrongPlace(ELSEWHERE)


def test_an_appointment_just_after_midnight_is_on_its_dutch_day() -> None:
    early = replace(BOOKED, starts_at=at(TUESDAY, 0, 10))
    assert at_the_door(early, at(TUESDAY, 0, 5)) == Welcome()
    assert at_the_door(early, at(TUESDAY, 0, 0) - timedelta(minutes=1)) == WrongDay(TUESDAY)


def test_staff_may_receive_outside_the_window_with_a_known_reason_only() -> None:
    assert is_received(TooEarly(TEN), "transport")
    assert is_received(TooLate(TEN), "health")
    assert not is_received(TooLate(TEN), "")
    assert not is_received(TooLate(TEN), "a friend of mine")


@pytest.mark.parametrize(
    "outcome", [WrongDay(THURSDAY), Moved(TEN), WrongPlace(ELSEWHERE), Cancelled(), Over()], ids=type
)
def test_no_reason_opens_another_day_or_place_or_what_is_over(outcome) -> None:
    assert not is_received(outcome, "transport")
