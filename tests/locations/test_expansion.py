"""When counters are open: tables of patterns, closures, holidays, and both clock-change days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from servicepoint.kit.clock import dutch
from servicepoint.locations.errors import RangeTooLong
from servicepoint.locations.rules import ClosedHours, DatedHours, Timetable, WeeklyHours, expand

DOC = frozenset({"DOC"})
BIO = frozenset({"BIO"})
TUESDAY = date(2027, 1, 12)
LONG_AGO = date(2026, 1, 1)


def weekly(opens="09:00", closes="12:00", *, counter=1, weekday=2, services=DOC, first=LONG_AGO, last=None):
    return WeeklyHours(
        counter, weekday, time.fromisoformat(opens), time.fromisoformat(closes), services, first, last
    )


def dated(opens, closes, *, counter=1, on=TUESDAY, services=BIO):
    return DatedHours(counter, on, time.fromisoformat(opens), time.fromisoformat(closes), services)


def closed(from_time=None, until_time=None, *, counter=None, first=TUESDAY, last=None):
    hours = [time.fromisoformat(text) if text else None for text in (from_time, until_time)]
    return ClosedHours(counter, first, last or first, *hours)


def shown(openings):
    """Openings as people read them: counter, Dutch hours, services."""
    hours = [f"{dutch(each.starts_at):%H:%M}-{dutch(each.ends_at):%H:%M}" for each in openings]
    return [
        f"{each.counter_id} {at} {','.join(each.services)}" for each, at in zip(openings, hours, strict=True)
    ]


def on_tuesday(**timetable):
    return shown(expand(Timetable(**timetable), TUESDAY, TUESDAY))


def test_a_weekly_opening_comes_back_each_week_on_its_weekday_only():
    found = expand(Timetable(weekly=(weekly(),)), TUESDAY, TUESDAY + timedelta(days=14))
    assert [dutch(each.starts_at).date() for each in found] == [
        TUESDAY,
        TUESDAY + timedelta(days=7),
        TUESDAY + timedelta(days=14),
    ]


@pytest.mark.parametrize(
    ("first", "last", "is_open"),
    [
        (TUESDAY, None, True),
        (TUESDAY, TUESDAY, True),
        (TUESDAY + timedelta(days=1), None, False),
        (LONG_AGO, TUESDAY - timedelta(days=1), False),
    ],
)
def test_the_first_and_the_last_day_of_validity_count(first, last, is_open):
    assert bool(on_tuesday(weekly=(weekly(first=first, last=last),))) is is_open


CUTS = [
    ("all day", closed(), []),
    ("the middle", closed("10:00", "11:00"), ["1 09:00-10:00 DOC", "1 11:00-12:00 DOC"]),
    ("the start", closed("08:00", "09:30"), ["1 09:30-12:00 DOC"]),
    ("the end", closed("11:30", "13:00"), ["1 09:00-11:30 DOC"]),
    ("just before", closed("08:00", "09:00"), ["1 09:00-12:00 DOC"]),
    ("just after", closed("12:00", "13:00"), ["1 09:00-12:00 DOC"]),
    ("exactly", closed("09:00", "12:00"), []),
    ("another counter", closed(counter=2), ["1 09:00-12:00 DOC"]),
    ("this counter", closed(counter=1), []),
    ("the day before", closed(first=TUESDAY - timedelta(days=1)), ["1 09:00-12:00 DOC"]),
    ("a week around it", closed(first=TUESDAY - timedelta(days=3), last=TUESDAY + timedelta(days=3)), []),
    ("until this day", closed(first=TUESDAY - timedelta(days=3), last=TUESDAY), []),
]


@pytest.mark.parametrize(("closure", "left"), [row[1:] for row in CUTS], ids=[row[0] for row in CUTS])
def test_a_closure_cuts_what_it_covers_and_nothing_else(closure, left):
    assert on_tuesday(weekly=(weekly(),), closed=(closure,)) == left


def test_two_closures_on_one_day_both_cut():
    cuts = (closed("09:30", "10:00"), closed("11:00", "11:30"))
    assert on_tuesday(weekly=(weekly(),), closed=cuts) == [
        "1 09:00-09:30 DOC",
        "1 10:00-11:00 DOC",
        "1 11:30-12:00 DOC",
    ]


def test_a_day_on_which_the_office_is_closed_has_no_openings_at_all():
    hours = {"weekly": (weekly(),), "dated": (dated("13:00", "14:00"),)}
    assert on_tuesday(**hours, closed_days=frozenset({TUESDAY})) == []
    assert on_tuesday(**hours) != []


def test_an_extra_opening_replaces_the_weekly_hours_it_overlaps():
    assert on_tuesday(weekly=(weekly(),), dated=(dated("11:00", "14:00"),)) == [
        "1 09:00-11:00 DOC",
        "1 11:00-14:00 BIO",
    ]


def test_openings_that_touch_stay_two():
    assert on_tuesday(weekly=(weekly(), weekly("12:00", "16:00"))) == [
        "1 09:00-12:00 DOC",
        "1 12:00-16:00 DOC",
    ]


def test_overlapping_patterns_of_one_counter_never_come_out_overlapping():
    assert on_tuesday(weekly=(weekly(), weekly("11:00", "13:00", services=BIO))) == [
        "1 09:00-12:00 DOC",
        "1 12:00-13:00 BIO",
    ]


def test_counters_are_independent_and_ordered_by_start():
    found = on_tuesday(weekly=(weekly(counter=2, opens="08:00"), weekly(counter=1)))
    assert found == ["2 08:00-12:00 DOC", "1 09:00-12:00 DOC"]


SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
CLOCK_CHANGES = [
    (SPRING, "09:00", "12:00", [(7, 0, 10, 0)]),
    (AUTUMN, "09:00", "12:00", [(8, 0, 11, 0)]),
    (SPRING, "01:00", "04:00", [(0, 0, 2, 0)]),  # two hours on the real clock
    (AUTUMN, "01:00", "04:00", [(-1, 0, 3, 0)]),  # four hours
    (SPRING, "02:00", "03:00", []),  # this hour does not exist
    (SPRING, "02:30", "03:00", []),
    (SPRING, "02:15", "04:00", [(1, 15, 2, 0)]),
    (AUTUMN, "02:00", "03:00", [(0, 0, 2, 0)]),  # this hour comes twice
]


@pytest.mark.parametrize(("day", "opens", "closes", "expected"), CLOCK_CHANGES)
def test_openings_are_right_on_both_clock_change_days(day, opens, closes, expected):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = expand(Timetable(weekly=(weekly(opens, closes, weekday=7),)), day, day)
    spans = [
        (midnight + timedelta(hours=h1, minutes=m1), midnight + timedelta(hours=h2, minutes=m2))
        for h1, m1, h2, m2 in expected
    ]
    assert [(each.starts_at, each.ends_at) for each in found] == spans


def test_a_closure_of_the_hour_that_comes_twice_closes_both():
    timetable = Timetable(
        weekly=(weekly("01:00", "04:00", weekday=7),), closed=(closed("02:00", "03:00", first=AUTUMN),)
    )
    hours = [each.ends_at - each.starts_at for each in expand(timetable, AUTUMN, AUTUMN)]
    assert hours == [timedelta(hours=1), timedelta(hours=1)]


def test_a_closed_clock_change_day_is_closed_for_all_its_hours():
    timetable = Timetable(weekly=(weekly("00:00", "23:59", weekday=7),), closed=(closed(first=AUTUMN),))
    assert expand(timetable, AUTUMN, AUTUMN) == ()


def test_no_opening_crosses_dutch_midnight():
    everything = tuple(weekly("00:00", "23:59", weekday=day) for day in range(1, 8))
    for each in expand(Timetable(weekly=everything), date(2027, 3, 20), date(2027, 11, 5)):
        assert dutch(each.starts_at).date() == dutch(each.ends_at).date()


@pytest.mark.parametrize("days", [-1, 400, 100_000])
def test_a_range_without_bound_is_refused(days):
    with pytest.raises(RangeTooLong):
        expand(Timetable(), TUESDAY, TUESDAY + timedelta(days=days))


def test_the_longest_range_is_allowed():
    assert expand(Timetable(), TUESDAY, TUESDAY + timedelta(days=399)) == ()
