"""The line as it stands now: for the hall, for the display, and for the phone of who waits."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoint.appointments import queries as appointments
from servicepoint.kit import clock
from servicepoint.locations.queries import counter_names
from servicepoint.visits import arrival
from servicepoint.visits.actions.arrive import promise_of
from servicepoint.visits.errors import AppointmentUnknown
from servicepoint.visits.estimate import Turn, WaitRange, lateness_minutes, ranges
from servicepoint.visits.hall import hall_now, stages_at_counters, ticket_of, window
from servicepoint.visits.line import in_order
from servicepoint.visits.models import Day, Stage, Visit

_TICKET = re.compile(r"\s*([A-Z])[\s-]*(\d{1,4})\s*\Z")


@dataclass(frozen=True, slots=True)
class InLine:
    """A party that waits; `position` counts from 1, `estimate` is None when no counter serves it now."""

    position: int
    visit_id: int
    ticket: str
    basket: tuple[str, ...]
    language: str
    scheduled_at: datetime | None
    arrived_at: datetime
    priority: str
    for_counter: int | None
    estimate: WaitRange | None


@dataclass(frozen=True, slots=True)
class CalledNow:
    """A ticket that is called, and to which counter; names nobody. `calls` rises when it is called again."""

    ticket: str
    counter: str
    called_at: datetime
    calls: int
    is_serving: bool


@dataclass(frozen=True, slots=True)
class Place:
    """How a party stands: `position` and `estimate` while it waits, `counter` when it is called or served."""

    visit_id: int
    state: str
    ticket: str
    position: int | None = None
    estimate: WaitRange | None = None
    counter: str = ""


def line_now(location_id: int, *, now: datetime) -> tuple[InLine, ...]:
    """Return everyone who waits, next first. Eight queries, whatever the number."""
    hall = hall_now(location_id, now)
    waits = ranges(hall, now)
    line = in_order(hall.waiting)
    visits = Visit.objects.in_bulk([each.visit_id for each in line])
    return tuple(
        _in_line(position, visits[each.visit_id], waits.get(each.visit_id))
        for position, each in enumerate(line, start=1)
        if each.visit_id in visits
    )


def _in_line(position: int, visit: Visit, estimate: WaitRange | None) -> InLine:
    assert visit.arrived_at is not None
    return InLine(
        position=position,
        visit_id=visit.id,
        ticket=ticket_of(visit),
        basket=tuple(visit.basket),
        language=visit.language,
        scheduled_at=visit.scheduled_at,
        arrived_at=visit.arrived_at,
        priority=visit.priority,
        for_counter=visit.for_counter_id,
        estimate=estimate,
    )


def called_now(location_id: int, *, now: datetime) -> tuple[CalledNow, ...]:
    """Return who is called or served, the latest call first: what the display shows. Two queries."""
    names, today = counter_names(location_id), clock.dutch_day(now)
    stages = [each for each in stages_at_counters(location_id).values() if each.visit.day == today]
    found = [
        CalledNow(
            ticket=ticket_of(stage.visit),
            counter=names[stage.counter_id or 0],
            called_at=stage.called_at or stage.started_at,
            calls=stage.calls,
            is_serving=stage.state == "serving",
        )
        for stage in stages
    ]
    return tuple(sorted(found, key=lambda each: each.called_at, reverse=True))


def place_of(appointment_id: int, *, now: datetime) -> Place | None:
    """Return how the party of an appointment stands in the line; None before it has arrived."""
    visit = Visit.objects.filter(appointment_id=appointment_id).first()
    return _place(visit, now) if visit else None


def visits_of(appointment_ids: Collection[int]) -> dict[int, int]:
    """Return the appointment of each visit that belongs to one of these, by the visit's id."""
    rows = Visit.objects.filter(appointment_id__in=list(appointment_ids)).order_by("id")
    return dict(rows.values_list("id", "appointment_id"))


def by_ticket(location_id: int, ticket: str, *, now: datetime) -> Place | None:
    """Return how the party with a ticket of today stands; None when there is no such ticket."""
    parts = _TICKET.match(ticket.upper())
    if parts is None:
        return None
    visit = Visit.objects.filter(
        location_id=location_id,
        day=clock.dutch_day(now),
        ticket_letter=parts[1],
        ticket_number=int(parts[2]),
    ).first()
    return _place(visit, now) if visit else None


def _place(visit: Visit, now: datetime) -> Place:
    stage = Stage.objects.get(visit=visit, ended_at=None)
    if stage.state == "waiting" and visit.day == clock.dutch_day(now):
        for each in line_now(visit.location_id, now=now):
            if each.visit_id == visit.id:
                return Place(visit.id, "waiting", each.ticket, each.position, each.estimate)
    name = counter_names(visit.location_id).get(stage.counter_id or 0, "")
    return Place(visit.id, stage.state, ticket_of(visit), counter=name)


def lateness(location_id: int, *, now: datetime) -> int:
    """Return by how many minutes the location runs late at this moment, in steps of five; 0 is on time.

    For who is still at home: what parties with an appointment waited beyond their time lately.
    """
    stages = Stage.objects.filter(
        visit__location_id=location_id,
        visit__day=clock.dutch_day(now),
        visit__scheduled_at__isnull=False,
        state__in=["waiting", "called"],
        undone=False,
    ).select_related("visit")
    turns: dict[int, Turn] = {}
    for stage in stages.order_by("id"):
        due = _due_at(stage.visit)
        if stage.state == "called":
            turns.setdefault(stage.visit_id, Turn(due, stage.started_at))
        elif stage.ended_at is None and stage.visit_id not in turns:
            turns[stage.visit_id] = Turn(due, None)
    return lateness_minutes(list(turns.values()), now)


def _due_at(visit: Visit) -> datetime:
    """Return from when on the party could have been called by its appointment."""
    assert visit.scheduled_at is not None and visit.arrived_at is not None
    was_late = visit.arrived_at > visit.scheduled_at + timedelta(minutes=window().late_minutes)
    return visit.arrived_at if was_late else max(visit.scheduled_at, visit.arrived_at)


def welcome(appointment_id: int, location_id: int, *, now: datetime) -> arrival.Verdict:
    """Return how the party of an appointment would be received here and now. Raises `AppointmentUnknown`."""
    booked = appointments.by_id(appointment_id)
    if booked is None:
        raise AppointmentUnknown
    visit = Visit.objects.filter(appointment_id=appointment_id).first()
    promise = promise_of(booked, visit, clock.dutch_day(now))
    return arrival.verdict(promise, here=location_id, now=now, window=window())


def version(location_id: int, day: date) -> int:
    """Return a number that rises with every act of a day at a location; 0 before the first. One query.

    Bookings and the passing of time do not change it: a page with waits asks again every half minute too.
    """
    found = Day.objects.filter(location_id=location_id, day=day).values_list("version", flat=True).first()
    return int(found or 0)
