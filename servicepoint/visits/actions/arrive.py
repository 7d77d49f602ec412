"""Someone is here: with an appointment, or without one as far as the lead allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max

from servicepoint.appointments import actions as appointment_actions
from servicepoint.appointments import queries as appointments
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.visits import arrival, line, rules
from servicepoint.visits.day import enter, one_act
from servicepoint.visits.errors import AppointmentUnknown, CodeUnknown, NotWelcome, WalkInsFull
from servicepoint.visits.hall import line_rules, ticket_of, window
from servicepoint.visits.models import Day, Visit, VisitPerson
from servicepoint.visits.staging import Act, begin, note_day, note_down, stage_of

from .line import put_back


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the party gets: `text` is called, such as `A07`; `again` when it had this ticket before."""

    visit_id: int
    text: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a member of staff adds at the door, as codes: why received outside the window, why sooner."""

    override: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """A person without an appointment; what is not known stays empty. `v_number` is ten digits or empty."""

    service: str
    situation: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    v_number: str = ""

    def details(self) -> dict[str, Any] | None:
        """Return what is sealed, or None when nobody asked for it."""
        known = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "birth_date": self.birth_date.isoformat() if self.birth_date else "",
            "v_number": self.v_number,
        }
        return known if any(known.values()) else None


AS_IT_IS = Allowed()


def check_in(
    appointment_id: int, *, location_id: int, now: datetime, actor: Actor, allowed: Allowed = AS_IT_IS
) -> Ticket:
    """Receive the party of an appointment and give it a ticket and a place in the line.

    Who is here already gets the same ticket; who was missed or had left gets back into the line.
    Raises NotWelcome with the verdict, AppointmentUnknown, DayClosed, CodeUnknown, TryAgain.
    """
    _check_priority(allowed.priority)
    with one_act():
        day = enter(location_id, clock.dutch_day(now))
        appointment_actions.keep_still(appointment_id)
        booked = appointments.by_id(appointment_id)
        if booked is None:
            raise AppointmentUnknown
        before = Visit.objects.filter(appointment_id=appointment_id).first()
        outcome = arrival.verdict(
            promise_of(booked, before, day.day), here=location_id, now=now, window=window()
        )
        if before and isinstance(outcome, arrival.AlreadyHere):
            return _again(before, Act(actor, now))
        if not arrival.is_received(outcome, allowed.override):
            raise NotWelcome(outcome)
        was_overridden = not isinstance(outcome, arrival.Welcome)
        return _receive(booked, day, Act(actor, now, allowed.override if was_overridden else ""), allowed)


def promise_of(booked: AppointmentView, visit: Visit | None, day: date) -> arrival.Promise:
    """Return what the rules of arrival look at; a visit of another day is over."""
    state = ""
    if visit:
        state = stage_of(visit).state if visit.day == day else "closed"
    return arrival.Promise(
        status=booked.status,
        location_id=booked.location_id,
        starts_at=booked.starts_at,
        was_moved=booked.moves > 0,
        visit_state=state,
        ticket=ticket_of(visit) if visit else "",
    )


def _again(visit: Visit, act: Act) -> Ticket:
    """Answer a second scan: the same ticket, and the way back into the line for who was missed or left."""
    if stage_of(visit).state in {"missed", "left"}:
        put_back(visit, act)
    return Ticket(visit.id, ticket_of(visit), again=True)


def _receive(booked: AppointmentView, day: Day, act: Act, allowed: Allowed) -> Ticket:
    priority = allowed.priority or line.priority_of(booked.needs)
    visit = Visit(
        location_id=day.location_id,
        day=day.day,
        appointment_id=booked.id,
        basket=list(booked.basket),
        language=booked.language,
        scheduled_at=booked.starts_at,
        priority=priority,
        override=act.reason,
    )
    people = [
        VisitPerson(attendee=each.position, service=each.service, situation=each.situation)
        for each in booked.people
    ]
    return _admit(visit, people, act)


def walk_in(
    guests: Sequence[Guest],
    *,
    location_id: int,
    language: str,
    now: datetime,
    actor: Actor,
    priority: str = "",
) -> Ticket:
    """Receive a party without an appointment, as long as the lead allows.

    Raises WalkInsFull, DayClosed, CodeUnknown, TryAgain; `services`' PartySizeRefused, ServiceUnknown.
    """
    _check_priority(priority)
    basket = [guest.service for guest in guests]
    service_rules.services_of(services.catalogue(), basket)
    with one_act():
        day = enter(location_id, clock.dutch_day(now))
        at_most = settings.WALK_INS_MAX if day.walk_ins_max is None else day.walk_ins_max
        if _walk_ins(day) >= at_most:
            raise WalkInsFull
        visit = Visit(
            location_id=location_id, day=day.day, basket=basket, language=language, priority=priority
        )
        people = [
            VisitPerson(details=guest.details(), service=guest.service, situation=guest.situation)
            for guest in guests
        ]
        return _admit(visit, people, Act(actor, now))


def allow_walk_ins(location_id: int, *, day: date, at_most: int, now: datetime, actor: Actor) -> None:
    """Say how many parties without an appointment are received on a day; those received already count."""
    with one_act():
        row = enter(location_id, day)
        row.walk_ins_max = at_most
        row.save(update_fields=["walk_ins_max"])
        note_day("walk_ins_allowed", row, Act(actor, now), count=at_most)


def _walk_ins(day: Day) -> int:
    return Visit.objects.filter(location_id=day.location_id, day=day.day, appointment=None).count()


def _check_priority(priority: str) -> None:
    if priority and priority not in line.PRIORITY_REASONS:
        raise CodeUnknown(priority)


def _admit(visit: Visit, people: Sequence[VisitPerson], act: Act) -> Ticket:
    """Write the visit with the next number of its letter; the day is locked, so no number comes twice."""
    visit.arrived_at = act.now
    visit.in_line_at = line.moment_in_line(
        visit.scheduled_at, act.now, has_priority=bool(visit.priority), rules=line_rules()
    )
    visit.ticket_letter = rules.ticket_letter(visit.basket, list(services.catalogue().services))
    visit.ticket_number = 1 + _last_number(visit)
    visit.save()
    for position, person in enumerate(people, start=1):
        person.visit, person.position = visit, position
    VisitPerson.objects.bulk_create(people)
    begin(visit, "waiting", act)
    note_down(
        "checked_in", visit, act, appointment=visit.appointment_id, persons=len(people), kind=visit.priority
    )
    return Ticket(visit.id, ticket_of(visit))


def _last_number(visit: Visit) -> int:
    same_letter = Visit.objects.filter(
        location_id=visit.location_id, day=visit.day, ticket_letter=visit.ticket_letter
    )
    return int(same_letter.aggregate(last=Max("ticket_number"))["last"] or 0)
