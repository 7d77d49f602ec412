"""The hall as it is now, read once for whoever has to decide or to tell: the line, the counters, the pace."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from servicepoint.appointments import queries as appointments
from servicepoint.kit import clock
from servicepoint.services import errors as service_errors
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules

from .arrival import Window
from .estimate import CounterNow, Expected, Hall
from .line import LineRules, Waiting
from .models import AT_A_COUNTER, CounterShift, Stage, Visit, VisitPerson
from .rules import CallLimits, ticket_text

MINUTES_UNKNOWN = 10  # for a service without a length
MEASURED_MAX = 60


def window() -> Window:
    """Return how early and late the settings receive people."""
    return Window(settings.VISIT_EARLY_MINUTES, settings.VISIT_LATE_MINUTES)


def line_rules() -> LineRules:
    """Return by how much the settings shift places in the line."""
    return LineRules(settings.VISIT_LATE_MINUTES, settings.WALK_IN_MINUTES, settings.VISIT_PRIORITY_MINUTES)


def call_limits() -> CallLimits:
    """Return when the settings let a call count as missed."""
    return CallLimits(settings.CALLS_MIN, settings.CALL_MINUTES)


def ticket_of(visit: Visit) -> str:
    """Return the ticket as it is called; empty for who never came."""
    return ticket_text(visit.ticket_letter, visit.ticket_number) if visit.ticket_number else ""


def minutes_of(basket: Sequence[str], day: date) -> int:
    """Return the planned minutes for these services, one per person."""
    try:
        return service_rules.minutes_needed(services.catalogue(), basket, day)
    except service_errors.ServiceError:
        return MINUTES_UNKNOWN * max(len(basket), 1)


def waiting_at(location_id: int, day: date) -> list[Waiting]:
    """Return who waits to be called. Two queries."""
    visits = Visit.objects.filter(
        location_id=location_id, day=day, stages__ended_at=None, stages__state="waiting"
    )
    baskets = _open_baskets(visits.values_list("id", flat=True))
    return [_as_waiting(visit, baskets.get(visit.id) or visit.basket) for visit in visits]


def _as_waiting(visit: Visit, basket: Sequence[str]) -> Waiting:
    assert visit.in_line_at is not None and visit.arrived_at is not None
    return Waiting(
        visit.id,
        visit.in_line_at,
        visit.arrived_at,
        frozenset(basket),
        minutes_of(basket, visit.day),
        visit.for_counter_id,
    )


def _open_baskets(visit_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the services that persons of these visits still wait for."""
    found: dict[int, list[str]] = {}
    people = VisitPerson.objects.filter(visit_id__in=visit_ids, outcome="").order_by("position")
    for visit_id, service in people.values_list("visit_id", "service"):
        found.setdefault(visit_id, []).append(service)
    return found


def open_shifts(location_id: int, day: date) -> tuple[CounterShift, ...]:
    """Return who sits where since this day began; a shift left open on an earlier day counts for nothing."""
    since, _until = clock.day_bounds(day)
    rows = CounterShift.objects.filter(location_id=location_id, closed_at=None, opened_at__gte=since)
    return tuple(rows.order_by("counter_id"))


def stages_at_counters(location_id: int) -> dict[int, Stage]:
    """Return the open stage at each counter that has a party, by counter."""
    rows = Stage.objects.filter(
        visit__location_id=location_id, ended_at=None, state__in=AT_A_COUNTER
    ).select_related("visit")
    return {row.counter_id: row for row in rows if row.counter_id is not None}


def hall_now(location_id: int, now: datetime) -> Hall:
    """Return all that decides how long people wait at this moment. Seven queries, whatever the number."""
    day = clock.dutch_day(now)
    return Hall(
        waiting=tuple(waiting_at(location_id, day)),
        counters=_counters_now(location_id, day),
        expected=_expected(location_id, day, now),
        measured=_measured(location_id, day),
    )


def _counters_now(location_id: int, day: date) -> tuple[CounterNow, ...]:
    at_counters = stages_at_counters(location_id)
    since = _called_since([stage.visit_id for stage in at_counters.values()])
    counters = []
    for shift in open_shifts(location_id, day):
        stage = at_counters.get(shift.counter_id)
        if shift.paused_at is not None:
            continue
        counters.append(
            CounterNow(
                shift.counter_id,
                frozenset(shift.services),
                since.get(stage.visit_id, stage.started_at) if stage else None,
                minutes_of(stage.visit.basket, day) if stage else 0,
            )
        )
    return tuple(counters)


def _called_since(visit_ids: Sequence[int]) -> dict[int, datetime]:
    """Return since when each visit is at its counter: the latest call."""
    calls = Stage.objects.filter(visit_id__in=visit_ids, state="called", undone=False).order_by("id")
    return dict(calls.values_list("visit_id", "started_at"))


def _expected(location_id: int, day: date, now: datetime) -> tuple[Expected, ...]:
    """Return who is booked for today, has not arrived and may still come."""
    late = now - timedelta(minutes=settings.VISIT_LATE_MINUTES)
    came = set(
        Visit.objects.filter(location_id=location_id, day=day, appointment__isnull=False).values_list(
            "appointment_id", flat=True
        )
    )
    return tuple(
        Expected(starts_at, frozenset(basket), minutes_of(basket, day))
        for appointment_id, starts_at, basket in appointments.baskets_on(location_id, day)
        if appointment_id not in came and starts_at > late
    )


def _measured(location_id: int, day: date) -> tuple[float, ...]:
    """Return what the latest finished visits of today took of their plan, from the call to the end."""
    served = Stage.objects.filter(
        visit__location_id=location_id, visit__day=day, state="serving", ended_at__isnull=False, undone=False
    ).filter(Q(visit__stages__state="finished", visit__stages__ended_at=None))
    rows = served.order_by("-ended_at").values_list(
        "visit_id", "visit__basket", F("started_at"), F("ended_at")
    )[:MEASURED_MAX]
    calls = _called_since([row[0] for row in rows])
    return tuple(_pace(basket, day, calls.get(visit, start), end) for visit, basket, start, end in rows)


def _pace(basket: Sequence[str], day: date, start: datetime, end: datetime | None) -> float:
    assert end is not None
    return (end - start).total_seconds() / 60 / minutes_of(basket, day)


def names_by_attendee(appointment_id: int | None) -> Mapping[int, appointments.AttendeeView]:
    """Return the persons of an appointment by their position; none when it is forgotten."""
    known = appointments.by_id(appointment_id) if appointment_id is not None else None
    return {person.position: person for person in known.people} if known else {}
