"""Who is asked for what, which finger comes next, which attempt counts, and until when it may stay."""

from datetime import UTC, datetime, timedelta

import pytest

from servicepoint.biometrics import rules
from servicepoint.biometrics.limits import Limits, limits_from
from servicepoint.biometrics.rules import Ask, Try


def poor(finger, times, score=10):
    return [Try(finger, score, passed=False)] * times


@pytest.mark.parametrize(
    ("age", "asked"), [(0, ("photo",)), (5, ("photo",)), (6, ("photo", "finger")), (80, ("photo", "finger"))]
)
def test_prints_are_asked_from_the_age_of_six(age, asked):
    assert rules.asked_of(age) == asked


def test_the_index_finger_comes_first():
    assert rules.next_print("right", [], []) == Ask("right", "index", 1)


@pytest.mark.parametrize(
    ("impossible", "finger"),
    [(["index"], "middle"), (["index", "middle"], "ring"), (["index", "middle", "ring"], "thumb")],
)
def test_a_hurt_finger_is_replaced_in_the_order_of_the_rules(impossible, finger):
    assert rules.next_print("left", [], impossible) == Ask("left", finger, 1)


def test_a_poor_print_is_taken_again_up_to_three_times_and_then_another_finger():
    assert rules.next_print("right", poor("index", 2), []) == Ask("right", "index", 3)
    assert rules.next_print("right", poor("index", 3), []) == Ask("right", "middle", 1)


def test_a_good_print_ends_it():
    assert rules.next_print("right", [*poor("index", 1), Try("index", 60, passed=True)], []) is None


def test_when_no_finger_is_left_nothing_is_asked():
    assert rules.next_print("right", [], rules.FINGERS) is None
    tries = [each for finger in rules.FINGERS for each in poor(finger, 3)]
    assert rules.next_print("right", tries, []) is None


def test_a_hand_without_usable_fingers_is_exempt_but_not_one_that_was_tried():
    assert rules.is_exempt([], rules.FINGERS)
    assert not rules.is_exempt(poor("thumb", 1), rules.FINGERS)
    assert not rules.is_exempt([], ["index", "middle", "ring"])


def test_a_supervisor_decides_after_three_attempts_and_not_before():
    assert not rules.may_decide(poor("index", 2) + poor("middle", 2))
    assert rules.may_decide(poor("index", 3))


def test_the_best_print_is_the_good_one_then_the_higher_score_then_the_earlier_finger():
    ranked = [
        Try("index", 20, passed=False),
        Try("middle", 30, passed=False),
        Try("index", 30, passed=False),
        Try("thumb", 41, passed=True),
    ]
    assert sorted(ranked, key=rules.print_rank) == ranked


def test_the_best_photo_has_fewer_problems_and_is_then_sharper():
    assert rules.photo_rank(0, 70) > rules.photo_rank(1, 900)
    assert rules.photo_rank(1, 90) > rules.photo_rank(1, 80)


@pytest.mark.parametrize(
    ("supervisor", "is_second"), [("lead", True), ("Testa", False), ("TESTA", False), ("", False)]
)
def test_a_second_person_is_somebody_else(supervisor, is_second):
    assert rules.is_second_person("testa", supervisor) is is_second


def test_a_capture_goes_after_the_hours_set_and_at_the_end_of_the_dutch_day_at_the_latest():
    afternoon = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert rules.delete_at(afternoon, 2) == afternoon + timedelta(hours=2)
    assert rules.delete_at(afternoon, 24) == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def test_handing_over_is_tried_ever_more_slowly_and_never_given_up():
    now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    waits = [(rules.next_attempt_at(number, now) - now).total_seconds() / 60 for number in (1, 3, 6, 60)]
    assert waits == [1, 2, 15, 15]


def test_limits_can_be_chosen_and_a_misspelt_one_is_refused():
    assert limits_from({"nfiq2_min": 55}).nfiq2_min == 55
    assert limits_from({}) == Limits()
    with pytest.raises(ValueError, match="nfiq_min"):
        limits_from({"nfiq_min": 55})
