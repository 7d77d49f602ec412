from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoint.limits.rules import LIMITS, Limit, spent
from tests.limits.conftest import NOON

SIX_AN_HOUR = Limit(6, 3_600)


def _spend_at(moments, limit=SIX_AN_HOUR):
    used_until, decisions = None, []
    for moment in moments:
        decision, used_until = spent(used_until, limit, moment)
        decisions.append(decision)
    return decisions


def test_everything_may_be_spent_at_once_and_no_more():
    decisions = _spend_at([NOON] * 8)
    assert [decision.allowed for decision in decisions] == [True] * 6 + [False] * 2


def test_a_refusal_says_when_the_next_time_has_come_back_and_trying_costs_nothing():
    decisions = _spend_at([NOON] * 6 + [NOON, NOON + timedelta(seconds=599), NOON + timedelta(seconds=600)])
    assert [decision.retry_after_seconds for decision in decisions[6:]] == [600, 1, 0]
    assert decisions[8].allowed


@given(
    times=st.integers(1, 9),
    per_seconds=st.integers(1, 100),
    waits=st.lists(st.integers(0, 30), max_size=60),
)
def test_no_stretch_of_time_allows_more_than_a_full_bucket_and_what_flowed_back(times, per_seconds, waits):
    limit, moment, moments = Limit(times, per_seconds), NOON, []
    for wait in waits:
        moment += timedelta(seconds=wait)
        moments.append(moment)
    decisions = _spend_at(moments, limit)
    allowed = [at for at, decision in zip(moments, decisions, strict=True) if decision.allowed]
    for first in range(len(allowed)):
        for last in range(first, len(allowed)):
            seconds = (allowed[last] - allowed[first]).total_seconds()
            assert last - first + 1 <= times + seconds * times / per_seconds + 1e-6


@given(
    times=st.integers(1, 9),
    per_seconds=st.integers(1, 100),
    waits=st.lists(st.integers(0, 30), min_size=1, max_size=60),
)
def test_whoever_waits_as_long_as_told_is_allowed(times, per_seconds, waits):
    limit, moment, used_until = Limit(times, per_seconds), NOON, None
    for wait in waits:
        moment += timedelta(seconds=wait)
        decision, used_until = spent(used_until, limit, moment)
        if not decision.allowed:
            moment += timedelta(seconds=decision.retry_after_seconds)
            decision, used_until = spent(used_until, limit, moment)
            assert decision.allowed


@pytest.mark.parametrize(("times", "per_seconds"), [(0, 60), (5, 0), (-1, 60)])
def test_a_limit_that_allows_nothing_is_a_mistake(times, per_seconds):
    with pytest.raises(ValueError, match="at least"):
        Limit(times, per_seconds)


@pytest.mark.parametrize("name", [name for name in LIMITS if name.startswith(("booking.", "book.address"))])
def test_a_family_and_its_neighbours_behind_one_address_can_all_book(name):
    posts_of_one_booking = 12 if name == "booking.address" else 1
    assert LIMITS[name].times >= 20 * posts_of_one_booking
