"""The free times that people choose from: the earliest first, then a week by day. For booking and for moving.

The page `_slots.html` shows a `SlotList`. Filters and week are a plain address, such as
`?part=morning&day=2&week=2026-11-23`; whatever is wrong in it is ignored. A chosen time is posted as
`starts_at`, in the form of `slot_value`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments import queries
from servicepoint.appointments.party import Ask, Slot
from servicepoint.appointments.queries import Wish
from servicepoint.forms.page import PageForm
from servicepoint.kit import clock

EARLIEST_SHOWN = 4
VALUE_FORMAT = "%Y-%m-%dT%H:%MZ"
YEARS = range(2000, 3000)  # further away a Dutch clock and the ticks of the database come to their end
DAYS_AHEAD_MAX = 400  # no service may be booked this far ahead
FORMS_KEPT_MAX = 1_024  # three parts of a day x 32 sets of days, in ten languages
DAYS_KEPT_MAX = 8_192
PARTS = [
    ("", _("Any time of the day")),
    ("morning", _("Morning, before 12:00")),
    ("afternoon", _("Afternoon, from 12:00")),
]
WORKDAYS = ("1", "2", "3", "4", "5")  # ISO numbers, Monday is 1


class FilterForm(PageForm):
    """Which times someone wants to see: a plain GET form in which nothing is required."""

    mark_optional = False
    part = forms.ChoiceField(label=_("Part of the day"), choices=PARTS, required=False)
    day = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=[(number, WEEKDAYS[int(number) - 1]) for number in WORKDAYS],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ind-choices--row"}),
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for, with everything wrong left out; `week` is a Monday."""

    part: str = ""
    days: tuple[str, ...] = ()
    week: date | None = None

    @property
    def is_filtered(self) -> bool:
        """Say whether times are left out."""
        return bool(self.part or self.days)

    def address(self, week: date | None) -> str:
        """Return the query of the same filters in another week."""
        pairs = [("part", self.part), *(("day", day) for day in self.days), ("week", str(week or ""))]
        return "?" + urlencode([pair for pair in pairs if pair[1]])

    def wish(self) -> Wish:
        """Return the filters as the appointments room knows them."""
        return Wish(part_of_day=self.part, weekdays=frozenset(int(day) for day in self.days))


@dataclass(frozen=True, slots=True)
class DaySlots:
    """The free times of one Dutch day."""

    day: date
    slots: tuple[Slot, ...]
    is_open: bool  # shown at once; other days open with a click


@dataclass(slots=True)
class Found:
    """What one walk over the free times found; the weeks are Mondays."""

    earliest: list[Slot] = field(default_factory=list)
    in_week: list[Slot] = field(default_factory=list)
    week: date | None = None
    week_before: date | None = None
    week_after: date | None = None


@dataclass(frozen=True, slots=True)
class SlotList:
    """What `_slots.html` needs. `selected` is the value of the time that is marked; queries are addresses."""

    form: SafeString
    is_filtered: bool
    earliest: tuple[Slot, ...]
    days: tuple[DaySlots, ...]
    week: date | None
    previous_query: str
    next_query: str
    selected: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether there is no free time at all, in any week."""
        return not self.earliest

    @property
    def selected_in_week(self) -> str:
        """Return the marked time unless it stands among the earliest: one time is marked once."""
        is_early = self.selected in {slot_value(slot.starts_at) for slot in self.earliest}
        return "" if is_early else self.selected

    @property
    def week_ends(self) -> date | None:
        """Return the Sunday of the week shown."""
        return self.week + timedelta(days=6) if self.week else None


def slot_list(
    ask: Ask,
    query: QueryDict,
    *,
    now: datetime,
    selected: datetime | None = None,
    days: tuple[date, date] | None = None,
) -> SlotList:
    """Return the free times for a party as the address `query` asks for them. Raises UnknownService.

    With `days` those from the first to the last alone: outside them this party cannot come.
    """
    chosen = chosen_in(query, clock.dutch_day(now))
    first_day, last_day = days or (None, None)
    wish = replace(chosen.wish(), first_day=first_day, last_day=last_day)
    found = _walk(queries.free_slots(ask, now=now, wish=wish), chosen.week)
    return SlotList(
        form=_filter_form(chosen.part, chosen.days, get_language() or ""),
        is_filtered=chosen.is_filtered,
        earliest=tuple(found.earliest),
        days=_by_day(found.in_week, selected),
        week=found.week,
        previous_query=chosen.address(found.week_before) if found.week_before else "",
        next_query=chosen.address(found.week_after) if found.week_after else "",
        selected=slot_value(selected) if selected else "",
    )


@lru_cache(maxsize=FORMS_KEPT_MAX)
def _filter_form(part: str, days: tuple[str, ...], _language: str) -> SafeString:
    """Return the form with these filters marked; the same for everyone who reads in one language."""
    return FilterForm(initial={"part": part, "day": list(days)}).render()


def chosen_in(query: QueryDict, today: date) -> Chosen:
    """Return the filters and the week of an address."""
    part = query.get("part", "")
    days = sorted(set(query.getlist("day")) & set(WORKDAYS))
    return Chosen(
        part=part if part in ("morning", "afternoon") else "",
        days=tuple(days),
        week=_week_in(query.get("week", ""), today),
    )


def slot_value(starts_at: datetime) -> str:
    """Return a start as forms post it, such as `2026-11-24T08:20Z`."""
    return starts_at.astimezone(UTC).strftime(VALUE_FORMAT)


def start_in(posted: str) -> datetime | None:
    """Return the start that was posted, or None when it is none."""
    try:
        moment = datetime.strptime(posted, VALUE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    is_written_as_ours = slot_value(moment) == posted
    return moment if is_written_as_ours and moment.year in YEARS else None


_day_of = lru_cache(maxsize=DAYS_KEPT_MAX)(clock.dutch_day)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _week_in(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return monday_of(day) if abs((day - today).days) <= DAYS_AHEAD_MAX else None


def _walk(slots: Iterable[Slot], wanted: date | None) -> Found:
    """Read free times in order, as far as one week and the next free one are known."""
    found = Found()
    for slot in slots:
        week = monday_of(_day_of(slot.starts_at))
        if found.week is None:
            found.week = max(wanted or week, week)
        if len(found.earliest) < EARLIEST_SHOWN:
            found.earliest.append(slot)
        if week == found.week:
            found.in_week.append(slot)
        elif week < found.week:
            found.week_before = week
        else:
            found.week_after = found.week_after or week
            if len(found.earliest) >= EARLIEST_SHOWN:
                break
    return found


def _by_day(slots: Iterable[Slot], selected: datetime | None) -> tuple[DaySlots, ...]:
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(_day_of(slot.starts_at), []).append(slot)
    opened = clock.dutch_day(selected) if selected else None
    first = opened if opened in by_day else next(iter(by_day), None)
    return tuple(DaySlots(day, tuple(slots), day == first) for day, slots in by_day.items())
