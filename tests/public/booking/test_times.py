"""The page with free times: earliest first, by day, by week, filtered, or none."""

import re
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from servicepoint.appointments.party import Slot
from servicepoint.kit.period import minutes_after
from servicepoint.locations.models import WeeklyOpening
from servicepoint.public import slot_list
from tests.public.conftest import words


def dutch_hours(values: list[str]) -> set[int]:
    return {int(value[11:13]) + 1 for value in values}  # November: one hour ahead of UTC


def test_it_says_for_what_and_how_long_and_that_it_is_dutch_time(visitor):
    visitor.begin(2)
    said = words(visitor.see("times").content.decode())
    assert "Collect your residence document (2 people)" in said
    assert "The visit takes about 20 minutes" in said
    assert "Dutch time" in said


def test_the_earliest_times_come_first_and_the_week_by_day_after_them(visitor):
    visitor.begin()
    said = words(visitor.see("times").content.decode())
    assert said.index("Tuesday 24 November 2026, 09:00") < said.index("All times from 23 November")
    assert "Tuesday 24 November (" in said and "Thursday 26 November (" in said
    assert "Monday 23 November (" not in said


def test_weeks_follow_each_other_in_both_directions(visitor):
    visitor.begin()
    page = visitor.see("times").content.decode()
    assert 'href="?week=2026-11-30#week"' in page and "Earlier week" not in page
    following = visitor.see("times", query={"week": "2026-11-30"}).content.decode()
    assert 'href="?week=2026-11-23#week"' in following and 'href="?week=2026-12-07#week"' in following
    assert "Tuesday 1 December (" in words(following)
    assert "Tuesday 24 November 2026, 09:00" in words(following)  # the earliest stay in sight


def test_a_part_of_the_day_can_be_chosen(visitor):
    visitor.begin()
    assert max(dutch_hours(visitor.slots(part="morning"))) < 12
    assert min(dutch_hours(visitor.slots(part="afternoon"))) >= 12


def test_days_of_the_week_can_be_chosen_and_stay_chosen_in_another_week(visitor):
    visitor.begin()
    days = {value[:10] for value in visitor.slots(day=["4", "5"])}
    assert days == {"2026-11-26", "2026-11-27"}
    page = visitor.see("times", query={"day": ["4", "5"], "part": "morning"}).content.decode()
    assert 'href="?part=morning&amp;day=4&amp;day=5&amp;week=2026-11-30#week"' in page
    assert page.count(" checked") == 2 and " open>" in page


def test_a_choice_without_times_says_what_else_to_try(visitor):
    visitor.begin()
    said = words(visitor.see("times", query={"day": "1"}).content.decode())
    assert "There are no free times on these days or this part of the day" in said
    assert "Look at all days and times" in said and "088 043 04 30" in said


def test_without_any_time_there_is_the_telephone(visitor):
    visitor.begin()
    WeeklyOpening.objects.all().delete()
    said = words(visitor.see("times").content.decode())
    assert "There are no free times at the moment" in said and "088 043 04 30" in said


def test_a_week_without_times_is_said(visitor):
    visitor.begin()
    page = visitor.see("times", query={"week": "2027-06-07"}).content.decode()
    assert "There are no free times in this week" in words(page) and "Earlier week" in words(page)


@pytest.mark.parametrize(
    "query",
    ["week=x", "week=2026-13-45", "week=9999-12-31", "week=0001-01-01", "day=9", "part=night", "day=&part="],
)
def test_whatever_is_wrong_in_the_address_is_ignored(visitor, query):
    visitor.begin()
    plain = visitor.slots()
    page = visitor.client.get(f"{visitor.address('times')}?{query}").content.decode()
    assert re.search(r'name="starts_at" value="([^"]+)"', page)[1] == plain[0]


def test_a_chosen_time_is_refused_on_the_filtered_page_without_losing_the_filter(visitor):
    visitor.begin()
    answer = visitor.client.post(f"{visitor.address('times')}?day=5", {})
    assert "Friday 27 November 2026" in words(answer.content.decode())
    assert "Tuesday 24 November" not in words(answer.content.decode())


def test_a_start_is_written_and_read_alike():
    moment = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
    assert slot_list.slot_value(moment) == "2026-11-24T08:10Z"
    assert slot_list.start_in("2026-11-24T08:10Z") == moment


def test_a_week_of_the_past_is_the_first_week_with_times():
    start = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    slots = [Slot(minutes_after(start, 10 * n), minutes_after(start, 10 * n + 10)) for n in range(3)]
    chosen = slot_list.chosen_in(QueryDict("week=2026-11-02"), start.date())
    found = slot_list._walk(slots, chosen.week)
    assert found.week == slot_list.monday_of(start.date()) and found.in_week == slots
