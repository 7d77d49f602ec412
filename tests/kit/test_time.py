"""Time as people in the Netherlands read it, and as the database keeps it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from servicepoint.kit import clock
from servicepoint.kit.period import Period, minutes_after, moment_of, tick_after, tick_of, ticks_in

NIGHT_THE_CLOCK_GOES_BACK = date(2026, 10, 25)
NIGHT_THE_CLOCK_GOES_FORWARD = date(2026, 3, 29)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 6, 1), 24), (NIGHT_THE_CLOCK_GOES_BACK, 25), (NIGHT_THE_CLOCK_GOES_FORWARD, 23)],
)
def test_a_dutch_day_has_as_many_hours_as_it_has(day: date, hours: int) -> None:
    first, following = clock.day_bounds(day)
    assert following - first == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 10, 24), 7),
        (NIGHT_THE_CLOCK_GOES_BACK, 8),
        (date(2026, 3, 28), 8),
        (NIGHT_THE_CLOCK_GOES_FORWARD, 7),
    ],
)
def test_nine_oclock_is_nine_oclock_on_both_clock_change_days(day: date, utc_hour: int) -> None:
    moment = clock.moment_on(day, time(9))
    assert moment == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    assert clock.dutch(moment).time() == time(9)


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert clock.moment_on(NIGHT_THE_CLOCK_GOES_BACK, time(2, 30)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_ten_minutes_are_ten_minutes_when_the_clock_goes_back() -> None:
    before = clock.moment_on(NIGHT_THE_CLOCK_GOES_BACK, time(2, 55))
    after = minutes_after(clock.dutch(before), 10)
    assert after - before == timedelta(minutes=10)
    assert clock.dutch(after).time() == time(2, 5)


def test_the_day_turns_at_dutch_midnight() -> None:
    assert clock.dutch_day(datetime(2026, 6, 1, 21, 59, tzinfo=UTC)) == date(2026, 6, 1)
    assert clock.dutch_day(datetime(2026, 6, 1, 22, 0, tzinfo=UTC)) == date(2026, 6, 2)


def test_ticks_and_moments_are_each_others_inverse() -> None:
    moment = datetime(2026, 11, 24, 8, 35, tzinfo=UTC)
    assert moment_of(tick_of(moment)) == moment
    later = moment + timedelta(seconds=1)
    assert (tick_of(later), tick_after(later)) == (tick_of(moment), tick_of(moment) + 1)


@pytest.mark.parametrize(("minutes", "ticks"), [(1, 1), (5, 1), (6, 2), (105, 21)])
def test_a_visit_fills_whole_ticks(minutes: int, ticks: int) -> None:
    assert ticks_in(minutes) == ticks


def test_periods_that_touch_do_not_overlap() -> None:
    nine, ten, eleven = (datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (9, 10, 11))
    morning, late = Period(nine, ten), Period(ten, eleven)
    assert not morning.overlaps(late)
    assert Period(nine, eleven).overlaps(late)
    assert Period(nine, eleven).contains(morning)
    with pytest.raises(ValueError, match="ends after"):
        Period(ten, nine)


def test_a_frozen_clock_stands_still_and_goes_on_afterwards() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.frozen(moment):
        assert clock.now() == moment
    assert clock.now() > moment
