"""One visit as the assistant at the counter sees it: who, what for, what was brought, what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from servicepoint.appointments import queries as appointments
from servicepoint.locations.queries import counter_names
from servicepoint.services.catalogue import Requirement
from servicepoint.visits import outcome as rules
from servicepoint.visits.hall import ticket_of
from servicepoint.visits.models import Check, Stage, Step, Visit, VisitPerson
from servicepoint.visits.person import Who, age_of, requirements_of, who_is


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list the resident got, with what was found; `result` is empty before that."""

    requirement: Requirement
    result: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that was done, the latest of its kind."""

    kind: str
    codes: tuple[str, ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person of the visit. `who` names them; `steps_needed` are those without which it is not done."""

    position: int
    service: str
    situation: str
    who: Who
    age: int | None
    checks: tuple[CheckLine, ...]
    steps: tuple[StepView, ...]
    steps_needed: tuple[str, ...]
    outcome: str
    reason: str
    follow_up: int | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit with everyone in it. It names people: who looks is recorded by the door."""

    id: int
    location_id: int
    state: str
    since: datetime
    ticket: str
    counter_id: int | None
    counter: str
    calls: int
    appointment_id: int | None
    code: str
    language: str
    needs: Mapping[str, str | bool] = field(default_factory=dict)
    scheduled_at: datetime | None = None
    arrived_at: datetime | None = None
    priority: str = ""
    override: str = ""
    people: tuple[PersonView, ...] = ()


def visit_view(visit_id: int) -> VisitView | None:
    """Return the visit with all its ticks; None when there is none. Eight queries, whatever the party."""
    visit = Visit.objects.filter(id=visit_id).first()
    if visit is None:
        return None
    stage = Stage.objects.get(visit=visit, ended_at=None)
    booked = appointments.by_id(visit.appointment_id) if visit.appointment_id else None
    return VisitView(
        id=visit.id,
        location_id=visit.location_id,
        state=stage.state,
        since=stage.started_at,
        ticket=ticket_of(visit),
        counter_id=stage.counter_id,
        counter=counter_names(visit.location_id).get(stage.counter_id or 0, ""),
        calls=stage.calls,
        appointment_id=visit.appointment_id,
        code=booked.code if booked else "",
        language=visit.language,
        needs=booked.needs if booked else {},
        scheduled_at=visit.scheduled_at,
        arrived_at=visit.arrived_at,
        priority=visit.priority,
        override=visit.override,
        people=_people(visit, booked),
    )


def _people(visit: Visit, booked: appointments.AppointmentView | None) -> tuple[PersonView, ...]:
    attendees = {each.position: each for each in booked.people} if booked else {}
    people = list(VisitPerson.objects.filter(visit=visit).select_related("visit").order_by("position"))
    checks, steps = _checks(people), _steps(people)
    return tuple(_person(each, who_is(each, attendees), checks[each.id], steps[each.id]) for each in people)


def _checks(people: Iterable[VisitPerson]) -> Mapping[int, dict[str, Check]]:
    found: dict[int, dict[str, Check]] = {person.id: {} for person in people}
    for each in Check.objects.filter(person_id__in=list(found)):
        found[each.person_id][each.requirement] = each
    return found


def _steps(people: Iterable[VisitPerson]) -> Mapping[int, dict[str, Step]]:
    found: dict[int, dict[str, Step]] = {person.id: {} for person in people}
    for each in Step.objects.filter(person_id__in=list(found)).order_by("id"):
        found[each.person_id][each.kind] = each
    return found


def _person(
    person: VisitPerson, who: Who, checks: Mapping[str, Check], steps: Mapping[str, Step]
) -> PersonView:
    asked = requirements_of(person, who)
    age = age_of(who, person.visit.day)
    facts = rules.PersonFacts(
        service=person.service,
        requirements=tuple(each.code for each in asked),
        checks={code: each.result for code, each in checks.items()},
        steps=frozenset(steps),
        age=age,
    )
    return PersonView(
        position=person.position,
        service=person.service,
        situation=person.situation,
        who=who,
        age=age,
        checks=tuple(_line(each, checks.get(each.code)) for each in asked),
        steps=tuple(StepView(each.kind, tuple(each.codes), each.at, each.by) for each in steps.values()),
        steps_needed=rules.steps_needed("done", facts),
        outcome=person.outcome,
        reason=person.reason,
        follow_up=person.follow_up_id,
    )


def _line(asked: Requirement, found: Check | None) -> CheckLine:
    return CheckLine(asked, found.result, found.reason) if found else CheckLine(asked)
