"""A person of a visit with what the appointment knows of them: name, age, what they were asked to bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from servicepoint.appointments.queries import AttendeeView
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Requirement

from .hall import names_by_attendee
from .models import Check, Step, VisitPerson
from .outcome import PersonFacts


@dataclass(frozen=True, slots=True)
class Who:
    """Who stands there; empty where nobody knows, such as after the data was forgotten."""

    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    v_number: str = ""
    only_requirements: tuple[str, ...] = ()


def who_is(person: VisitPerson, attendees: Mapping[int, AttendeeView]) -> Who:
    """Return the person from the appointment, or from what they told at the door."""
    known = attendees.get(person.attendee or 0)
    if known is not None:
        return Who(
            known.first_name, known.last_name, known.birth_date, known.v_number, known.only_requirements
        )
    if not person.details:
        return Who()
    told = dict(person.details)
    born = told.pop("birth_date", "")
    return Who(**told, birth_date=date.fromisoformat(born) if born else None)


def age_of(who: Who, on: date) -> int | None:
    """Return the age in whole years, or None where the birth date is not known."""
    return service_rules.age_on(who.birth_date, on) if who.birth_date else None


def requirements_of(person: VisitPerson, who: Who) -> tuple[Requirement, ...]:
    """Return the list the person was sent; after a change of service the list of that service."""
    service = services.catalogue().services.get(person.service)
    if service is None:
        return ()
    day = person.visit.day
    return service_rules.requirements_for(
        service, person.situation, age_of(who, day), day, only=who.only_requirements
    )


def requirement_codes(person: VisitPerson) -> tuple[str, ...]:
    """Return the codes of the person's list."""
    who = who_is(person, names_by_attendee(person.visit.appointment_id))
    return tuple(each.code for each in requirements_of(person, who))


def facts_of(person: VisitPerson) -> PersonFacts:
    """Return what the rules about outcomes look at."""
    who = who_is(person, names_by_attendee(person.visit.appointment_id))
    checks = Check.objects.filter(person=person).values_list("requirement", "result")
    steps = Step.objects.filter(person=person).values_list("kind", flat=True)
    return PersonFacts(
        service=person.service,
        requirements=tuple(each.code for each in requirements_of(person, who)),
        checks=dict(checks),
        steps=frozenset(steps),
        age=age_of(who, person.visit.day),
    )
