"""What people are told about their wait, checked where the answer is plain without playing the line."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from servicepoint.visits.estimate import (
    CounterNow,
    Expected,
    Hall,
    Turn,
    WaitRange,
    lateness_minutes,
    ranges,
)
from servicepoint.visits.line import Waiting
from tests.world import TUESDAY, at

TEN = at(TUESDAY, 10)
DOC, NAT = frozenset({"DOC"}), frozenset({"NAT"})


def waiting(number: int, services: frozenset[str] = DOC, minutes: int = 10) -> Waiting:
    moment = TEN + timedelta(seconds=number)
    return Waiting(number, moment, moment, services, minutes)


def counters(count: int, services: frozenset[str] = DOC) -> tuple[CounterNow, ...]:
    return tuple(CounterNow(number, services) for number in range(1, count + 1))


def told(hall: Hall, number: int) -> WaitRange | None:
    return ranges(hall, TEN).get(number)


def test_the_first_in_line_at_a_free_counter_does_not_wait() -> None:
    assert told(Hall((waiting(1),), counters(1)), 1) == WaitRange(0, 5)


def test_behind_three_at_one_counter_one_waits_about_three_visits() -> None:
    line = tuple(waiting(number) for number in range(1, 5))
    found = told(Hall(line, counters(1)), 4)
    assert found is not None
    assert 15 <= found.low <= 30 <= found.high <= 50


def test_twice_the_counters_are_about_half_the_wait() -> None:
    line = tuple(waiting(number) for number in range(1, 13))
    one, two = (told(Hall(line, counters(count)), 12) for count in (1, 2))
    assert one is not None and two is not None
    assert abs(one.low + one.high - 2 * (two.low + two.high)) <= 40
    assert two.high < one.low + one.high


def test_a_counter_for_other_services_helps_nobody() -> None:
    assert told(Hall((waiting(1),), counters(3, NAT)), 1) is None
    assert told(Hall((waiting(1),), ()), 1) is None


def test_a_slow_day_is_noticed() -> None:
    line = tuple(waiting(number) for number in range(1, 8))
    usual = told(Hall(line, counters(1)), 7)
    slow = told(Hall(line, counters(1), measured=(2.0,) * 40), 7)
    assert usual is not None and slow is not None
    assert slow.low > usual.low
    assert slow.high > usual.high


def test_a_party_that_has_been_at_the_counter_long_is_soon_done() -> None:
    now_there, long_there = (
        CounterNow(1, DOC, busy_since=TEN - timedelta(minutes=gone), busy_minutes=10) for gone in (0, 19)
    )
    fresh, nearly = (told(Hall((waiting(1),), (each,)), 1) for each in (now_there, long_there))
    assert fresh is not None and nearly is not None
    assert nearly.high < fresh.high


def test_who_is_booked_before_me_and_still_comes_counts() -> None:
    me = Waiting(1, TEN + timedelta(minutes=30), TEN, DOC)
    busy = CounterNow(1, DOC, busy_since=TEN, busy_minutes=30)
    expected = tuple(Expected(TEN + timedelta(minutes=each), DOC, 10) for each in (5, 10, 15, 20))
    alone, behind = (told(Hall((me,), (busy,), expected=each), 1) for each in ((), expected))
    assert alone is not None and behind is not None
    assert behind.high >= alone.high + 20


def test_the_same_question_gets_the_same_answer() -> None:
    hall = Hall(tuple(waiting(number) for number in range(1, 9)), counters(2))
    assert ranges(hall, TEN) == ranges(hall, TEN)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([(DOC, 10), (NAT, 30)]), max_size=12),
    st.integers(0, 3),
    st.lists(st.floats(0.3, 3), max_size=10),
)
def test_a_range_is_whole_fives_and_never_empty(parties, open_counters, measured) -> None:
    line = tuple(waiting(number, *each) for number, each in enumerate(parties))
    hall = Hall(line, counters(open_counters, DOC | NAT), measured=tuple(measured))
    found = ranges(hall, TEN)
    assert set(found) == ({each.visit_id for each in line} if open_counters else set())
    assert all(each.low % 5 == each.high % 5 == 0 <= each.low < each.high for each in found.values())


def turn(due: int, called: int | None) -> Turn:
    return Turn(TEN + timedelta(minutes=due), None if called is None else TEN + timedelta(minutes=called))


@pytest.mark.parametrize(
    ("turns", "minutes"),
    [
        ([], 0),
        ([turn(-40, -38), turn(-30, -30)], 0),
        ([turn(-40, -18), turn(-35, -12), turn(-30, -5)], 20),
        ([turn(-25, None), turn(-20, None), turn(-22, None)], 20),  # they still wait
        ([turn(10, None)], 0),  # not due yet
        ([turn(-300, -200), turn(-10, -10)], 0),  # long ago
    ],
)
def test_we_run_late_by_what_parties_waited_beyond_their_time(turns, minutes) -> None:
    assert lateness_minutes(turns, TEN) == minutes
