"""Whether the telephone is answered, at each boundary and around holidays."""

from datetime import date, time, timedelta

import pytest

from servicepoint.kit.clock import dutch, moment_on
from servicepoint.locations.rules import Timetable, WeeklyHours, telephone_state

HOURS = tuple(
    WeeklyHours(0, weekday, time(9), time(17), frozenset(), date(2026, 1, 1)) for weekday in range(1, 6)
)
WEEK = Timetable(weekly=HOURS)
FRIDAY = date(2027, 1, 15)


def state(text, timetable=WEEK):
    day, clock = text.split()
    return telephone_state(timetable, moment_on(date.fromisoformat(day), time.fromisoformat(clock)))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2027-01-15 08:59", False),
        ("2027-01-15 09:00", True),
        ("2027-01-15 16:59", True),
        ("2027-01-15 17:00", False),
        ("2027-01-16 12:00", False),
        ("2027-01-17 12:00", False),
        ("2027-07-15 09:00", True),
        ("2027-07-15 08:59", False),
    ],
)
def test_the_line_opens_at_nine_and_closes_at_five_dutch_time(moment, is_open):
    assert state(moment).open_now is is_open


def test_an_open_line_says_when_it_closes():
    found = state("2027-01-15 16:59")
    assert (found.opens_at, dutch(found.closes_at).isoformat()) == (None, "2027-01-15T17:00:00+01:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2027-01-15 08:00", "2027-01-15T09:00:00+01:00"),
        ("2027-01-15 17:00", "2027-01-18T09:00:00+01:00"),
        ("2027-03-27 12:00", "2027-03-29T09:00:00+02:00"),
        ("2027-10-30 12:00", "2027-11-01T09:00:00+01:00"),
    ],
)
def test_a_closed_line_says_when_it_opens_also_over_a_clock_change(moment, opens):
    found = state(moment)
    assert (found.open_now, found.closes_at, dutch(found.opens_at).isoformat()) == (False, None, opens)


def test_holidays_are_counted():
    holidays = Timetable(weekly=HOURS, closed_days=frozenset({FRIDAY, FRIDAY + timedelta(days=3)}))
    found = state("2027-01-15 10:00", holidays)
    assert (found.open_now, dutch(found.opens_at).date()) == (False, date(2027, 1, 19))
    assert state("2027-01-15 10:00").open_now is True


def test_a_line_that_never_opens_gives_no_time():
    assert state("2027-01-15 10:00", Timetable()).opens_at is None
