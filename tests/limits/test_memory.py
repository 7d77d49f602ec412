from datetime import timedelta

import pytest

from servicepoint.limits import memory
from servicepoint.limits.rules import Limit
from tests.limits.conftest import NOON

THREE_A_MINUTE = Limit(3, 60)


def _spend(subject="192.0.2.1", now=NOON):
    return memory.spend("test", subject, limit=THREE_A_MINUTE, now=now)


def test_a_subject_may_spend_its_times_is_told_what_is_left_and_then_how_long_to_wait():
    decisions = [_spend() for _ in range(4)]
    assert [(each.allowed, each.remaining) for each in decisions] == [
        (True, 2),
        (True, 1),
        (True, 0),
        (False, 0),
    ]
    assert decisions[3].retry_after_seconds == 20
    assert _spend(now=NOON + timedelta(seconds=20)).allowed


def test_counting_asks_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        _spend()


def test_with_limits_off_nothing_is_counted(settings):
    settings.RATE_LIMITS = False
    assert all(_spend().allowed for _ in range(10))


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=5)])
def test_a_crowd_does_not_fill_the_memory(monkeypatch, later):
    monkeypatch.setattr(memory, "SUBJECTS_MAX", 10)
    for number in range(10):
        _spend(f"192.0.2.{number}")
    _spend("192.0.2.250", now=NOON + later)
    assert len(memory._used_until) == 1


def test_those_who_still_have_something_spent_stay_known_while_they_are_few(monkeypatch):
    monkeypatch.setattr(memory, "SUBJECTS_MAX", 10)
    for number in range(9):
        _spend(f"192.0.2.{number}")
    later = NOON + timedelta(minutes=5)
    _spend("192.0.2.100", now=later)
    _spend("192.0.2.101", now=later)
    assert len(memory._used_until) == 2
