"""What others may know about locations: places, openings, holidays, the telephone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from django.conf import settings
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.fields import DateField

from servicepoint.kit import clock
from servicepoint.locations import models, rules
from servicepoint.locations.errors import LocationUnknown
from servicepoint.locations.rules import (
    ClosedHours,
    DatedHours,
    Opening,
    TelephoneState,
    Timetable,
    WeeklyHours,
)


@dataclass(frozen=True, slots=True)
class Location:
    """A service point; texts by language. `version` changes with every edit of its openings."""

    id: int
    slug: str
    key: str
    alias: str
    name: dict[str, str]
    street: str
    postcode: str
    city: str
    province: str
    phone: str
    email: str
    centre_phone: str
    centre_email: str
    route: dict[str, str]
    access: tuple[dict[str, str], ...]
    step_minutes: int
    letter_services: tuple[str, ...]
    matched_services: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which the office, the telephone, or both are closed; the name by language."""

    on: date
    name: dict[str, str]
    office_closed: bool
    telephone_closed: bool


_kept: dict[int, tuple[datetime, Location]] = {}
_all_kept: list[tuple[datetime, tuple[Location, ...]]] = []
_open_for: dict[str, tuple[datetime, frozenset[int]]] = {}


def locations() -> tuple[Location, ...]:
    """Return all locations by slug."""
    return tuple(_location(row) for row in models.Location.objects.order_by("slug"))


def locations_lately() -> tuple[Location, ...]:
    """Return all locations by slug, at most `CATALOGUE_SECONDS` old."""
    now = clock.now()
    for read_at, known in _all_kept[-1:]:
        if read_at <= now < read_at + timedelta(seconds=settings.CATALOGUE_SECONDS):
            return known
    fresh = locations()
    _all_kept[:] = [(now, fresh)]
    return fresh


def location(slug: str) -> Location:
    """Return the location with this slug. Raises `LocationUnknown`."""
    return _one(models.Location.objects.filter(slug=slug))


def location_of(location_id: int) -> Location:
    """Return the location with this id. Raises `LocationUnknown`."""
    return _one(models.Location.objects.filter(pk=location_id))


def location_lately(location_id: int) -> Location:
    """Return the location with this id, at most `CATALOGUE_SECONDS` old. Raises `LocationUnknown`."""
    now = clock.now()
    read_at, known = _kept.get(location_id, (None, None))
    if known and read_at and read_at <= now < read_at + timedelta(seconds=settings.CATALOGUE_SECONDS):
        return known
    fresh = location_of(location_id)
    _kept[location_id] = (now, fresh)
    return fresh


def location_by_slug_lately(slug: str) -> Location:
    """Return the location with this slug, at most `CATALOGUE_SECONDS` old. Raises `LocationUnknown`."""
    found = next((each for each in locations_lately() if each.slug == slug), None)
    if found is None:
        raise LocationUnknown
    return found


def location_by_planner_key(key: str) -> Location:
    """Return the location with this planner key or alias, in any case, at most `CATALOGUE_SECONDS` old.

    An unknown key costs no question either. Raises `LocationUnknown`.
    """
    found = (each for each in locations_lately() if key.lower() == each.key or key.upper() == each.alias)
    location = next(found, None)
    if location is None:
        raise LocationUnknown
    return location


def forget_locations() -> None:
    """Empty this process's memory; the next question reads the database."""
    _kept.clear()
    _all_kept.clear()
    _open_for.clear()


def counter_names(location_id: int) -> dict[int, str]:
    """Return the names of the location's counters by id."""
    return dict(models.Counter.objects.filter(location_id=location_id).values_list("id", "name"))


def locations_with_lately(service: str, now: datetime) -> frozenset[int]:
    """Return the ids of the locations with openings for a service today or later.

    At most `CATALOGUE_SECONDS` old; otherwise one query.
    """
    read_at, known = _open_for.get(service, (None, frozenset()))
    if read_at and read_at <= now < read_at + timedelta(seconds=settings.CATALOGUE_SECONDS):
        return known
    fresh = _locations_with(service, clock.dutch_day(now))
    _open_for[service] = (now, fresh)
    return fresh


def _locations_with(service: str, first_day: date) -> frozenset[int]:
    in_use = Q(services__contains=[service], counter__active=True)
    not_over = Q(valid_until=None) | Q(valid_until__gte=first_day)
    weekly = models.WeeklyOpening.objects.filter(in_use, not_over).order_by()
    dated = models.DatedOpening.objects.filter(in_use, on__gte=first_day).order_by()
    column = "counter__location_id"
    return frozenset(weekly.values_list(column, flat=True).union(dated.values_list(column, flat=True)))


def location_of_counter(counter_id: int) -> int:
    """Return the id of the location at which a counter stands. Raises `LocationUnknown`."""
    found = models.Counter.objects.filter(pk=counter_id).order_by("pk").values_list("location_id", flat=True)
    for location_id in found:
        return location_id
    raise LocationUnknown


def openings(location_id: int, first_day: date, last_day: date) -> tuple[Opening, ...]:
    """Return the uninterrupted openings of the location on these Dutch days, both included.

    Three queries, whatever the range; to remember the answer, keep it with
    `Location.version`. Raises `RangeTooLong`.
    """
    return rules.expand(_timetable(location_id, first_day, last_day), first_day, last_day)


def holidays(first_day: date, last_day: date) -> tuple[Holiday, ...]:
    """Return the holidays on these days, both included, in order."""
    rows = models.Holiday.objects.filter(on__range=(first_day, last_day)).order_by("on")
    return tuple(Holiday(row.on, row.name, row.office_closed, row.telephone_closed) for row in rows)


def weekdays(location_id: int, on: date) -> tuple[int, ...]:
    """Return the ISO weekdays on which the weekly pattern valid on a day has an opening.

    Days only: the hours are our assumption (`content/openings.yaml`) and come with each offered time.
    """
    pattern = models.WeeklyOpening.objects.filter(
        _valid_within(on, on), counter__location_id=location_id, counter__active=True
    )
    return tuple(sorted(set(pattern.values_list("weekday", flat=True))))


def telephone_state(now: datetime) -> TelephoneState:
    """Return whether the telephone is answered at `now`, until when, or from when; holidays counted."""
    today = clock.dutch_day(now)
    last_day = today + timedelta(days=rules.TELEPHONE_DAYS_AHEAD)
    rows = models.TelephoneHours.objects.filter(_valid_within(today, last_day))
    hours = tuple(
        WeeklyHours(0, row.weekday, row.opens_at, row.closes_at, frozenset(), row.valid_from, row.valid_until)
        for row in rows
    )
    closed = _closed_days(today, last_day, "telephone_closed")
    return rules.telephone_state(Timetable(weekly=hours, closed_days=closed), now)


def telephone_week(day: date) -> tuple[tuple[int, time, time], ...]:
    """Return when the telephone is answered in the week of a day, holidays apart: (weekday, from, until)."""
    rows = models.TelephoneHours.objects.filter(_valid_within(day, day)).order_by("weekday", "opens_at")
    return tuple(rows.values_list("weekday", "opens_at", "closes_at"))


def _one(rows: QuerySet[models.Location]) -> Location:
    row = rows.first()
    if row is None:
        raise LocationUnknown
    return _location(row)


def _location(row: models.Location) -> Location:
    values = {name: getattr(row, name) for name in Location.__slots__}
    lists = ("access", "letter_services", "matched_services")
    return Location(**values | {name: tuple(values[name]) for name in lists})


def _valid_within(first_day: date, last_day: date) -> Q:
    return Q(valid_from__lte=last_day) & (Q(valid_until=None) | Q(valid_until__gte=first_day))


def _timetable(location_id: int, first_day: date, last_day: date) -> Timetable:
    weekly, dated = _hours(location_id, first_day, last_day)
    closed = models.Closure.objects.filter(
        location_id=location_id, starts_on__lte=last_day, ends_on__gte=first_day
    ).values_list("counter_id", "starts_on", "ends_on", "from_time", "until_time")
    return Timetable(
        weekly=weekly,
        dated=dated,
        closed=tuple(ClosedHours(*row) for row in closed),
        closed_days=_closed_days(first_day, last_day, "office_closed"),
    )


_Row = tuple[int, time, time, list[str], int | None, date | None, date, date | None]


def _hours(
    location_id: int, first_day: date, last_day: date
) -> tuple[tuple[WeeklyHours, ...], tuple[DatedHours, ...]]:
    """Read weekly and dated openings in one query."""
    columns = (
        "counter_id",
        "opens_at",
        "closes_at",
        "services",
        "row_weekday",
        "row_on",
        "row_from",
        "row_until",
    )
    no_day = Value(None, output_field=DateField())
    here = Q(counter__location_id=location_id, counter__active=True)
    weekly = models.WeeklyOpening.objects.filter(here, _valid_within(first_day, last_day)).annotate(
        row_weekday=F("weekday"), row_on=no_day, row_from=F("valid_from"), row_until=F("valid_until")
    )
    dated = models.DatedOpening.objects.filter(here, on__range=(first_day, last_day)).annotate(
        row_weekday=Value(None, output_field=IntegerField()),
        row_on=F("on"),
        row_from=F("on"),
        row_until=F("on"),
    )
    both = weekly.order_by().values_list(*columns).union(dated.order_by().values_list(*columns), all=True)
    rows = cast("list[_Row]", list(both))
    return tuple(_weekly_hours(row) for row in rows if row[5] is None), tuple(
        DatedHours(row[0], row[5], row[1], row[2], frozenset(row[3])) for row in rows if row[5] is not None
    )


def _weekly_hours(row: _Row) -> WeeklyHours:
    counter_id, opens_at, closes_at, services, weekday, _, valid_from, valid_until = row
    return WeeklyHours(
        counter_id, weekday or 0, opens_at, closes_at, frozenset(services), valid_from, valid_until
    )


def _closed_days(first_day: date, last_day: date, which: str) -> frozenset[date]:
    rows = models.Holiday.objects.filter(on__range=(first_day, last_day), **{which: True})
    return frozenset(rows.values_list("on", flat=True))
