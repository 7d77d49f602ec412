"""The end of a day: who did not come is marked, what is open is ended with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoint.appointments import queries as appointments
from servicepoint.kit.actor import Actor
from servicepoint.visits import rules
from servicepoint.visits.day import enter, one_act
from servicepoint.visits.errors import DayNotOver
from servicepoint.visits.hall import window
from servicepoint.visits.models import CounterShift, Day, Stage, Visit
from servicepoint.visits.staging import Act, begin, go, note_day, note_down

from .line import settle_people

# Why a visit that nobody finished has ended, by the state it was in.
CLOSED_BECAUSE: Mapping[str, str] = {
    "waiting": "not_served",
    "parked": "not_back",
    "missed": "missed",
    "called": "not_finished",
    "serving": "not_finished",
}


@dataclass(frozen=True, slots=True)
class DayEnd:
    """What the end of the day found: appointments nobody came for, and visits that were still open."""

    no_shows: int
    still_open: int


def close_day(location_id: int, *, day: date, now: datetime, actor: Actor) -> DayEnd:
    """Close a day: mark who did not come, end what is open, close the counters. Again changes nothing.

    Raises DayNotOver while somebody with an appointment may still come, TryAgain.
    """
    with one_act():
        return close_one(location_id, day, Act(actor, now))


def close_one(location_id: int, day: date, act: Act) -> DayEnd:
    """Close a day in the caller's transaction, as `close_day` says."""
    row = enter(location_id, day, also_closed=True)
    if row.closed_at is not None:
        return DayEnd(0, 0)
    booked = appointments.on_day(location_id, day)
    came = list(
        Visit.objects.filter(appointment_id__in=[each.id for each in booked]).values_list(
            "appointment_id", flat=True
        )
    )
    absent = set(rules.no_shows([each.id for each in booked], came))
    missing = [each for each in booked if each.id in absent]
    until = act.now - timedelta(minutes=window().late_minutes)
    if any(each.starts_at >= until for each in missing):
        raise DayNotOver
    for each in missing:
        _mark_absent(each, row, act)
    still_open = _end_open_visits(row, act)
    _close_counters(location_id, act)
    row.closed_at = act.now
    row.save(update_fields=["closed_at"])
    note_day("day_closed", row, act, count=len(missing), from_count=len(booked), to_count=still_open)
    return DayEnd(len(missing), still_open)


def _mark_absent(booked: appointments.OnDay, day: Day, act: Act) -> None:
    visit = Visit.objects.create(
        location_id=day.location_id,
        day=day.day,
        appointment_id=booked.id,
        basket=list(booked.basket),
        language=booked.language,
        scheduled_at=booked.starts_at,
    )
    begin(visit, "no_show", act)
    note_down("no_show", visit, act, appointment=booked.id)


def _end_open_visits(day: Day, act: Act) -> int:
    rows = Stage.objects.filter(
        visit__location_id=day.location_id, visit__day=day.day, ended_at=None, state__in=rules.HERE
    )
    stages = list(rows.select_related("visit").order_by("visit_id"))
    for stage in stages:
        closing = Act(act.actor, act.now, CLOSED_BECAUSE[stage.state])
        go(stage.visit, "closed", closing)
        settle_people(stage.visit, closing)
        note_down("closed", stage.visit, closing)
    return len(stages)


def _close_counters(location_id: int, act: Act) -> None:
    for shift in CounterShift.objects.filter(location_id=location_id, closed_at=None):
        shift.closed_at = max(act.now, shift.opened_at)
        shift.save(update_fields=["closed_at"])
