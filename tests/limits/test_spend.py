from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicepoint.kit.reference import new_secret
from servicepoint.limits import rules
from servicepoint.limits.actions import forget_old, spend
from servicepoint.limits.models import Allowance
from tests.limits.conftest import NOON

THREE_A_MINUTE = rules.Limit(3, 60)


def _spend(subject="192.0.2.1", scope="test", now=NOON, limit=THREE_A_MINUTE):
    return spend(scope, subject, limit=limit, now=now)


def test_a_subject_may_spend_its_times_and_is_then_told_how_long_to_wait(db):
    decisions = [_spend() for _ in range(4)]
    assert [decision.allowed for decision in decisions] == [True, True, True, False]
    assert decisions[3].retry_after_seconds == 20


def test_subjects_and_scopes_do_not_use_up_each_others_times(db):
    for _ in range(4):
        _spend()
    assert _spend(subject="192.0.2.2").allowed
    assert _spend(scope="other").allowed


def test_spending_costs_one_statement(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        _spend()


def test_with_limits_off_nothing_is_counted(db, settings, django_assert_num_queries):
    settings.RATE_LIMITS = False
    with django_assert_num_queries(0):
        assert all(_spend().allowed for _ in range(10))


def test_the_table_does_not_tell_whom_it_counts(db):
    _spend(subject="1234567890")
    with connection.cursor() as cursor:
        cursor.execute("SELECT limits_allowance::text, encode(subject, 'escape') FROM limits_allowance")
        assert "1234567890" not in str(cursor.fetchall())


def test_rows_are_forgotten_when_everything_has_come_back_and_not_before(db):
    _spend()
    assert forget_old(NOON + timedelta(seconds=19)) == 0
    assert forget_old(NOON + timedelta(seconds=20)) == 1
    assert not Allowance.objects.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    times=st.integers(1, 5),
    per_seconds=st.integers(1, 60),
    waits=st.lists(st.integers(-2, 20), min_size=1, max_size=12),
)
def test_the_statement_decides_as_the_pure_rule_does(db, times, per_seconds, waits):
    limit, moment, used_until = rules.Limit(times, per_seconds), NOON, None
    subject = new_secret()
    for wait in waits:
        moment += timedelta(seconds=wait)  # also backwards: two servers' clocks differ
        expected, used_until = rules.spent(used_until, limit, moment)
        assert _spend(subject=subject, now=moment, limit=limit) == expected


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_exactly_what_the_limit_allows():
    ten = rules.Limit(10, 3_600)

    def one_try(_):
        try:
            return _spend(limit=ten).allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one_try, range(40)))
    assert answers.count(True) == 10
