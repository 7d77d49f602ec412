"""The day as the lead sees it: who is expected, here, at a counter, done, not come; and how long it took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from servicepoint.appointments import queries as appointments
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.visits.hall import open_shifts, stages_at_counters, ticket_of
from servicepoint.visits.models import Day, Stage, Visit, VisitPerson

CLOSE_AFTER_MINUTES = 60  # after the last opening: whoever is still being helped is helped
DAYS_BACK = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One party of a day. `state` is "expected" before it comes; minutes waited count up to the last call."""

    state: str
    basket: tuple[str, ...]
    language: str
    names: tuple[str, ...] = ()
    code: str = ""
    ticket: str = ""
    visit_id: int | None = None
    appointment_id: int | None = None
    scheduled_at: datetime | None = None
    arrived_at: datetime | None = None
    since: datetime | None = None
    counter: str = ""
    outcomes: tuple[str, ...] = ()
    minutes_waited: int | None = None
    called_at: datetime | None = None  # first, of the calls that stood


@dataclass(frozen=True, slots=True)
class DayList:
    """All parties of a day by state, each list in the order of time; `walk_ins_max` None is the setting."""

    rows: tuple[Row, ...]
    closed_at: datetime | None = None
    walk_ins_max: int | None = None

    def in_state(self, *states: str) -> tuple[Row, ...]:
        """Return the parties in these states."""
        return tuple(row for row in self.rows if row.state in states)


@dataclass(frozen=True, slots=True)
class CounterState:
    """A counter, who sits there since when, and whom it has; empty when nobody sits there."""

    counter_id: int
    name: str
    account: str = ""
    services: tuple[str, ...] = ()
    opened_at: datetime | None = None
    paused_at: datetime | None = None
    visit_id: int | None = None
    ticket: str = ""
    state: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingTimes:
    """Minutes from the arrival, or the booked time where that is later, to the first call."""

    parties: int
    median_minutes: int
    longest_minutes: int
    by_hour: Mapping[int, int] = field(default_factory=dict)


class _Traces(NamedTuple):
    """What visits of a day left behind, by visit; and the counters' names."""

    stages: Mapping[int, list[Stage]]
    people: Mapping[int, list[VisitPerson]]
    counters: Mapping[int, str]


def day_list(location_id: int, day: date) -> DayList:
    """Return everyone of a day, by booked time or arrival. It names people: the door records who looks."""
    booked = {each.id: each for each in appointments.on_day(location_id, day)}
    visits = list(Visit.objects.filter(location_id=location_id, day=day).order_by("id"))
    traces = _Traces(
        _stages(location_id, day), _people(location_id, day), locations.counter_names(location_id)
    )
    came = {visit.appointment_id for visit in visits}
    rows = [_expected(each) for each in booked.values() if each.id not in came]
    rows += [_row(visit, booked.get(visit.appointment_id or 0), traces) for visit in visits]
    rows.sort(key=_when)
    known = Day.objects.filter(location_id=location_id, day=day).first()
    return DayList(tuple(rows), known.closed_at if known else None, known.walk_ins_max if known else None)


def _when(row: Row) -> tuple[datetime, str]:
    moment = row.scheduled_at or row.arrived_at
    assert moment is not None
    return moment, row.ticket


def _stages(location_id: int, day: date) -> Mapping[int, list[Stage]]:
    found: dict[int, list[Stage]] = {}
    for stage in Stage.objects.filter(visit__location_id=location_id, visit__day=day).order_by("id"):
        found.setdefault(stage.visit_id, []).append(stage)
    return found


def _people(location_id: int, day: date) -> Mapping[int, list[VisitPerson]]:
    ids = Visit.objects.filter(location_id=location_id, day=day).values_list("id", flat=True)
    found: dict[int, list[VisitPerson]] = {visit_id: [] for visit_id in ids}
    people = VisitPerson.objects.filter(visit__location_id=location_id, visit__day=day)
    for person in people.order_by("visit_id", "position"):
        found[person.visit_id].append(person)
    return found


def _expected(booked: appointments.OnDay) -> Row:
    return Row(
        state="expected",
        basket=booked.basket,
        language=booked.language,
        names=_names_of(booked),
        code=booked.code,
        appointment_id=booked.id,
        scheduled_at=booked.starts_at,
    )


def _row(visit: Visit, booked: appointments.OnDay | None, traces: _Traces) -> Row:
    stages, people = traces.stages[visit.id], traces.people[visit.id]
    now_in = stages[-1]
    return Row(
        state=now_in.state,
        basket=tuple(visit.basket),
        language=visit.language,
        names=_names_of(booked) if booked else _names_told(people),
        code=booked.code if booked else "",
        ticket=ticket_of(visit),
        visit_id=visit.id,
        appointment_id=visit.appointment_id,
        scheduled_at=visit.scheduled_at,
        arrived_at=visit.arrived_at,
        since=now_in.started_at,
        counter=traces.counters.get(now_in.counter_id or 0, ""),
        outcomes=tuple(person.outcome for person in people),
        minutes_waited=_waited(visit, stages),
        called_at=_first_call(stages),
    )


def _names_of(booked: appointments.OnDay) -> tuple[str, ...]:
    return tuple(f"{each.first_name} {each.last_name}" for each in booked.people)


def _names_told(people: list[VisitPerson]) -> tuple[str, ...]:
    told = (person.details or {} for person in people)
    names = (f"{each.get('first_name', '')} {each.get('last_name', '')}".strip() for each in told)
    return tuple(name for name in names if name)


def _waited(visit: Visit, stages: Iterable[Stage]) -> int | None:
    """Return the whole minutes up to the first call that stood; None before that."""
    called = _first_call(stages)
    if called is None or visit.arrived_at is None:
        return None
    due = max(visit.arrived_at, visit.scheduled_at or visit.arrived_at)
    return max(int((called - due).total_seconds() // 60), 0)


def _first_call(stages: Iterable[Stage]) -> datetime | None:
    return next((stage.started_at for stage in stages if stage.state == "called" and not stage.undone), None)


def counters_now(location_id: int, *, now: datetime) -> tuple[CounterState, ...]:
    """Return each counter of the location as it is now, by name. Three queries."""
    shifts = {each.counter_id: each for each in open_shifts(location_id, clock.dutch_day(now))}
    stages = stages_at_counters(location_id)
    names = sorted(locations.counter_names(location_id).items(), key=lambda item: (len(item[1]), item[1]))
    states = []
    for counter_id, name in names:
        shift, stage = shifts.get(counter_id), stages.get(counter_id)
        states.append(
            CounterState(
                counter_id=counter_id,
                name=name,
                account=shift.account if shift else "",
                services=tuple(shift.services) if shift else (),
                opened_at=shift.opened_at if shift else None,
                paused_at=shift.paused_at if shift else None,
                visit_id=stage.visit_id if stage else None,
                ticket=ticket_of(stage.visit) if stage else "",
                state=stage.state if stage else "",
                since=stage.started_at if stage else None,
            )
        )
    return tuple(states)


def waiting_times(location_id: int, day: date) -> WaitingTimes:
    """Return how long parties of a day waited for their first call, in all and by Dutch hour of arrival."""
    stages = _stages(location_id, day)
    by_hour: dict[int, list[int]] = {}
    for visit in Visit.objects.filter(location_id=location_id, day=day, arrived_at__isnull=False):
        minutes = _waited(visit, stages[visit.id])
        if minutes is not None and visit.arrived_at is not None:
            by_hour.setdefault(clock.dutch(visit.arrived_at).hour, []).append(minutes)
    waited = [minutes for hour in by_hour.values() for minutes in hour]
    return WaitingTimes(
        parties=len(waited),
        median_minutes=int(median(waited)) if waited else 0,
        longest_minutes=max(waited, default=0),
        by_hour={hour: int(median(minutes)) for hour, minutes in sorted(by_hour.items())},
    )


def due_days(now: datetime) -> tuple[tuple[int, date], ...]:
    """Return (location, day) of each day of the last week that is over and not closed, earliest first.

    Over is a day an hour after its last opening; without an opening, when the next day has begun.
    """
    today = clock.dutch_day(now)
    first = today - timedelta(days=DAYS_BACK)
    return tuple(
        (place.id, day)
        for place in locations.locations()
        for day in _days_with_visitors(place.id, first, today)
        if day < today or _last_opening_ended(place.id, today, now)
    )


def _days_with_visitors(location_id: int, first: date, today: date) -> list[date]:
    """Return days on which something was open or somebody came, without those that are closed."""
    openings = locations.openings(location_id, first, today)
    days = {clock.dutch_day(each.starts_at) for each in openings}
    known = Day.objects.filter(location_id=location_id, day__gte=first, day__lte=today)
    for day, closed_at in known.values_list("day", "closed_at"):
        days.discard(day) if closed_at else days.add(day)
    return sorted(days)


def _last_opening_ended(location_id: int, today: date, now: datetime) -> bool:
    ends = [each.ends_at for each in locations.openings(location_id, today, today)]
    return bool(ends) and max(ends) + timedelta(minutes=CLOSE_AFTER_MINUTES) <= now
