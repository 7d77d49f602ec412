"""The line and the counters: call, call again, park, recall, send on, missed, back again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from servicepoint.appointments.actions import settle
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.locations.queries import location_of_counter
from servicepoint.services import queries as services
from servicepoint.visits import line, rules
from servicepoint.visits.day import enter, enter_visit, one_act
from servicepoint.visits.errors import CodeUnknown, CounterBusy, CounterNotOpen, NobodyWaits
from servicepoint.visits.hall import call_limits, open_shifts, stages_at_counters, ticket_of, waiting_at
from servicepoint.visits.models import CounterShift, Stage, Visit, VisitPerson
from servicepoint.visits.outcome import REASONS
from servicepoint.visits.staging import Act, go, must_be, note_down, stage_of


@dataclass(frozen=True, slots=True)
class Call:
    """A party called to a counter."""

    visit_id: int
    ticket: str
    counter_id: int
    called_at: datetime


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a party is sent: to one counter, or back into the line for another service of a person."""

    counter_id: int | None = None
    position: int | None = None
    service: str = ""


def call_next(counter_id: int, *, now: datetime, actor: Actor) -> Call:
    """Call the next party that this counter can help; pressed twice, the answer is the same call.

    Raises NobodyWaits, CounterNotOpen, CounterBusy, DayClosed, TryAgain.
    """
    with one_act():
        location_id = location_of_counter(counter_id)
        day = enter(location_id, clock.dutch_day(now))
        shift = _shift(counter_id, location_id, now)
        there = stages_at_counters(location_id).get(counter_id)
        if there is not None:
            return _same_call(there)
        waiting = waiting_at(location_id, day.day)
        party = line.next_in_line(waiting, counter_id=counter_id, services=frozenset(shift.services))
        if party is None:
            raise NobodyWaits
        return _call(Visit.objects.get(id=party.visit_id), counter_id, Act(actor, now), "called")


def _shift(counter_id: int, location_id: int, now: datetime) -> CounterShift:
    for shift in open_shifts(location_id, clock.dutch_day(now)):
        if shift.counter_id == counter_id and shift.paused_at is None:
            return shift
    raise CounterNotOpen


def _same_call(stage: Stage) -> Call:
    if stage.state != "called":
        raise CounterBusy
    return _as_call(stage)


def _as_call(stage: Stage) -> Call:
    assert stage.counter_id is not None and stage.called_at is not None
    return Call(stage.visit_id, ticket_of(stage.visit), stage.counter_id, stage.called_at)


def _call(visit: Visit, counter_id: int, act: Act, what: str) -> Call:
    stage = go(visit, "called", act, counter_id=counter_id)
    note_down(what, visit, act, counter=counter_id)
    return _as_call(stage)


def call_again(visit_id: int, *, now: datetime, actor: Actor) -> Call:
    """Call the same party once more. Raises NotPossibleNow, VisitUnknown."""
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        stage = stage_of(visit)
        must_be(stage, "called")
        stage.calls, stage.called_at = stage.calls + 1, now
        stage.save(update_fields=["calls", "called_at"])
        note_down("called_again", visit, act, counter=stage.counter_id, count=stage.calls)
        return _as_call(stage)


def start_serving(visit_id: int, *, now: datetime, actor: Actor) -> None:
    """The party has come to the counter; doing so again changes nothing. Raises NotPossibleNow."""
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        stage = stage_of(visit)
        if stage.state == "serving":
            return
        must_be(stage, "called")
        go(visit, "serving", act, counter_id=stage.counter_id)
        note_down("serving", visit, act, counter=stage.counter_id)


def park(visit_id: int, *, now: datetime, actor: Actor) -> None:
    """Let the party step aside, to copy or fetch something; the counter is free. Raises NotPossibleNow."""
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        go(visit, "parked", act)
        note_down("parked", visit, act)


def recall(visit_id: int, *, counter_id: int, now: datetime, actor: Actor) -> Call:
    """Call a parked party to this counter, past the line.

    Raises NotPossibleNow, CounterNotOpen, CounterBusy.
    """
    with one_act():
        visit = enter_visit(visit_id)
        must_be(stage_of(visit), "parked")
        _shift(counter_id, visit.location_id, now)
        if counter_id in stages_at_counters(visit.location_id):
            raise CounterBusy
        return _call(visit, counter_id, Act(actor, now), "recalled")


def transfer(visit_id: int, *, to: Onward, now: datetime, actor: Actor) -> None:
    """Send a party on; it keeps its moment in the line, so it is among the first where it goes.

    Raises NotPossibleNow, CodeUnknown, CounterNotOpen when nobody sits at the counter it is sent to.
    """
    if to.service and to.service not in services.catalogue().services:
        raise CodeUnknown(to.service)
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        stage = stage_of(visit)
        must_be(stage, "waiting", "called", "serving", "parked")
        if to.counter_id is not None:
            _shift(to.counter_id, visit.location_id, now)
        if to.service:
            _change_service(visit, to)
        visit.for_counter_id = to.counter_id
        visit.save(update_fields=["for_counter", "basket"])
        if stage.state != "waiting":
            go(visit, "waiting", act)
        note_down("transferred", visit, act, counter=to.counter_id, service=to.service)


def _change_service(visit: Visit, to: Onward) -> None:
    changed = VisitPerson.objects.filter(visit=visit, position=to.position or 1, outcome="")
    if not changed.update(service=to.service, situation=""):
        raise CodeUnknown(to.service)
    people = VisitPerson.objects.filter(visit=visit).order_by("position")
    visit.basket = list(people.values_list("service", flat=True))


def missed(visit_id: int, *, now: datetime, actor: Actor) -> None:
    """Nobody came when called; the counter is free. Raises CallAgainFirst, NotPossibleNow."""
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        stage = stage_of(visit)
        if stage.state == "missed":
            return
        must_be(stage, "called")
        rules.check_may_miss(stage.calls, stage.started_at, now, call_limits())
        go(visit, "missed", act)
        note_down("missed", visit, act, counter=stage.counter_id, count=stage.calls)


def returned(visit_id: int, *, now: datetime, actor: Actor) -> None:
    """Who was missed, parked or had left is back in the line; who is in it already stays where it is."""
    with one_act():
        visit = enter_visit(visit_id)
        if stage_of(visit).state != "waiting":
            must_be(stage_of(visit), "missed", "parked", "left")
            put_back(visit, Act(actor, now))


def put_back(visit: Visit, act: Act) -> None:
    """Give a party its place by rule; one that was parked keeps the moment it had."""
    if stage_of(visit).state != "parked":
        rivals = [
            each for each in waiting_at(visit.location_id, visit.day) if each.services & set(visit.basket)
        ]
        assert visit.in_line_at is not None and visit.arrived_at is not None
        visit.in_line_at = line.moment_of_returned(visit.in_line_at, visit.arrived_at, rivals)
        visit.save(update_fields=["in_line_at"])
        VisitPerson.objects.filter(visit=visit, outcome="left").update(
            outcome="", reason="", decided_at=None, decided_by=""
        )
    go(visit, "waiting", act)
    note_down("returned", visit, act)


def leave(visit_id: int, *, now: datetime, actor: Actor, reason: str = "") -> None:
    """The party leaves before it is done; its persons may book again at once. Raises NotPossibleNow."""
    if reason not in REASONS["left"]:
        raise CodeUnknown(reason)
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now, reason)
        if stage_of(visit).state == "left":
            return
        go(visit, "left", act)
        without_outcome(visit).update(outcome="left", reason=reason, decided_at=now, decided_by=actor.name)
        note_down("left", visit, act)
        settle_people(visit, act)


def without_outcome(visit: Visit) -> QuerySet[VisitPerson]:
    """Return the persons nothing was decided for."""
    return VisitPerson.objects.filter(visit=visit, outcome="")


def settle_people(visit: Visit, act: Act, positions: Sequence[int] | None = None) -> None:
    """Let the persons of the appointment, or these of them, book again at once."""
    if visit.appointment_id is None:
        return
    people = VisitPerson.objects.filter(visit=visit, attendee__isnull=False)
    known = [each.attendee for each in people if each.attendee] if positions is None else positions
    settle(visit.appointment_id, positions=known, now=act.now, actor=act.actor)
