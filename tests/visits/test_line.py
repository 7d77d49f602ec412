"""The order of the line: examples as a table, and what must hold whoever comes."""

from datetime import datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from servicepoint.visits.line import (
    LineRules,
    Waiting,
    in_order,
    moment_in_line,
    moment_of_returned,
    next_in_line,
    priority_of,
)
from tests.world import TUESDAY, at

TEN = at(TUESDAY, 10)
RULES = LineRules(late_minutes=15, walk_in_minutes=20, priority_minutes=15)
LONG_AFTER = 60  # more minutes than early arrival, priority and the offset together


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("scheduled", "arrived", "has_priority", "expected"),
    [
        (0, -10, False, 0),  # early: the booked time
        (0, 15, False, 0),  # as late as is allowed: still the booked time
        (0, 16, False, 16),  # later, let in by staff: the arrival
        (None, 0, False, 20),  # without an appointment
        (0, -10, True, -15),
        (None, 0, True, 5),
    ],
)
def test_everyone_has_one_moment(scheduled, arrived, has_priority, expected) -> None:
    booked = None if scheduled is None else TEN + minutes(scheduled)
    found = moment_in_line(booked, TEN + minutes(arrived), has_priority=has_priority, rules=RULES)
    assert found == TEN + minutes(expected)


def test_a_stated_need_gives_priority_and_another_does_not() -> None:
    assert priority_of({"interpreter": "Arabic", "wheelchair": True}) == "wheelchair"
    assert priority_of({"interpreter": "Arabic", "infant": False}) == ""


def waiting(visit_id: int, moment: float, services: str = "DOC", **more) -> Waiting:
    moment_at = TEN + minutes(moment)
    return Waiting(visit_id, moment_at, moment_at, frozenset(services.split()), **more)


def test_the_earliest_is_next_that_the_counter_can_help_as_a_whole() -> None:
    line = [waiting(1, 0, "NAT"), waiting(2, 5, "DOC BIO"), waiting(3, 10, "DOC")]
    assert next_in_line(line, counter_id=1, services=frozenset({"DOC", "BIO", "NAT"})) == line[0]
    assert next_in_line(line, counter_id=1, services=frozenset({"DOC", "BIO"})) == line[1]
    assert next_in_line(line, counter_id=1, services=frozenset({"DOC"})) == line[2]
    assert next_in_line(line, counter_id=1, services=frozenset({"VAA"})) is None


def test_who_waits_for_one_counter_is_called_there_only() -> None:
    line = [waiting(1, 0, for_counter=7), waiting(2, 5)]
    assert next_in_line(line, counter_id=7, services=frozenset({"DOC"})) == line[0]
    assert next_in_line(line, counter_id=8, services=frozenset({"DOC"})) == line[1]


def test_who_was_missed_stands_behind_the_second() -> None:
    line = [waiting(1, 10), waiting(2, 20), waiting(3, 30)]
    back = moment_of_returned(TEN, TEN, line)
    again = Waiting(9, back, TEN, frozenset({"DOC"}))
    assert [each.visit_id for each in in_order([*line, again])] == [1, 2, 9, 3]


def test_who_was_missed_gains_nothing_by_it() -> None:
    assert moment_of_returned(TEN + minutes(40), TEN, [waiting(1, 10)]) == TEN + minutes(40)
    assert moment_of_returned(TEN, TEN, []) == TEN


arrivals = st.tuples(
    st.one_of(st.none(), st.integers(-120, 120)),  # booked, in minutes from ten o'clock
    st.integers(-15, 40),  # how long after that they come; without a booked time: after ten
    st.booleans(),
    st.sampled_from(["DOC", "BIO", "DOC BIO"]),
)


def party(visit_id: int, arrival) -> Waiting:
    scheduled, later, has_priority, services = arrival
    booked = None if scheduled is None else TEN + minutes(scheduled)
    arrived = (booked or TEN) + minutes(later)
    moment = moment_in_line(booked, arrived, has_priority=has_priority, rules=RULES)
    return Waiting(visit_id, moment, arrived, frozenset(services.split()))


@given(st.lists(arrivals, max_size=25), st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_line_is_handed_over(people, dice) -> None:
    line = [party(number, each) for number, each in enumerate(people)]
    shuffled = dice.sample(line, len(line))
    assert in_order(shuffled) == in_order(line)


@given(st.lists(arrivals, min_size=1, max_size=25))
def test_nobody_is_passed_by_who_came_long_after(people) -> None:
    """Nobody starves: however many come later, with priority or without, none of them goes first."""
    line = in_order(party(number, each) for number, each in enumerate(people))
    for number, first in enumerate(line):
        for behind in line[number + 1 :]:
            assert first.arrived_at - behind.arrived_at <= minutes(LONG_AFTER)


@given(arrivals, st.lists(arrivals, max_size=12), st.integers(0, 3))
def test_in_a_hall_that_stays_full_everyone_is_called(me, others, later) -> None:
    """With a new party for each one called, all of them with priority, the first is called all the same."""
    mine = party(0, me)
    line = [mine] + [party(number, each) for number, each in enumerate(others, start=1)]
    clock: datetime = max(each.arrived_at for each in line) + minutes(later)
    services = frozenset({"DOC", "BIO"})
    for number in range(1_000):
        called = next_in_line(line, counter_id=1, services=services)
        assert called is not None
        if called == mine:
            return
        line.remove(called)
        clock += minutes(5)
        moment = moment_in_line(clock, clock, has_priority=True, rules=RULES)
        line.append(Waiting(100 + number, moment, clock, services))
    pytest.fail("never called")
