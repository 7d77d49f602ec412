"""What was missing is brought another time: a new appointment that asks for that alone."""

from dataclasses import dataclass
from datetime import datetime

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries as appointment_queries
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.kit.actor import Actor
from servicepoint.kit.reference import new_secret
from servicepoint.visits.day import enter_visit, one_act
from servicepoint.visits.errors import NothingMissing, NotPossibleNow, VisitUnknown
from servicepoint.visits.hall import names_by_attendee
from servicepoint.visits.models import Visit, VisitPerson
from servicepoint.visits.person import facts_of, who_is
from servicepoint.visits.staging import Act, note_down, stage_of

from .line import settle_people


@dataclass(frozen=True, slots=True)
class FollowUp:
    """When someone comes again; without `contact` the party is reached as for its appointment."""

    position: int
    starts_at: datetime
    contact: Contact | None = None


def book_follow_up(visit_id: int, wish: FollowUp, *, now: datetime, actor: Actor) -> Booked:
    """Book a time for a person whose visit was incomplete; the confirmation lists what was missing, no more.

    Raises NothingMissing, NotPossibleNow when there is one already or nobody knows who the person is,
    VisitUnknown, and the refusals of `appointments.hold` and `book`.
    """
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        person = (
            VisitPerson.objects.filter(visit=visit, position=wish.position).select_related("visit").first()
        )
        if person is None:
            raise VisitUnknown
        _check_incomplete(visit, person)
        party = Party((_who_comes(person),), _contact(visit, wish))
        settle_people(visit, act, [person.attendee] if person.attendee else [])
        booked = _book(visit, party, wish, act)
        person.follow_up_id = booked.appointment_id
        person.save(update_fields=["follow_up"])
        note_down("follow_up_booked", visit, act, attendee=wish.position, appointment=booked.appointment_id)
        return booked


def _check_incomplete(visit: Visit, person: VisitPerson) -> None:
    if person.outcome != "incomplete":
        raise NothingMissing
    if stage_of(visit).state not in {"serving", "finished"} or person.follow_up_id is not None:
        raise NotPossibleNow


def _who_comes(person: VisitPerson) -> Person:
    who = who_is(person, names_by_attendee(person.visit.appointment_id))
    if who.birth_date is None:
        raise NotPossibleNow
    return Person(
        service=person.service,
        situation=person.situation,
        first_name=who.first_name,
        last_name=who.last_name,
        birth_date=who.birth_date,
        v_number=who.v_number,
        only_requirements=facts_of(person).missing,
    )


def _contact(visit: Visit, wish: FollowUp) -> Contact:
    if wish.contact is not None or visit.appointment_id is None:
        return wish.contact or Contact(visit.language)
    known = appointment_queries.by_id(visit.appointment_id)
    return Contact(known.language, known.email, known.phone) if known else Contact(visit.language)


def _book(visit: Visit, party: Party, wish: FollowUp, act: Act) -> Booked:
    """Hold and book in the same transaction: what is refused leaves nothing behind."""
    secret = new_secret()
    ask = Ask(visit.location_id, party.basket)
    appointments.hold(ask, starts_at=wish.starts_at, secret=secret, now=act.now, actor=act.actor)
    return appointments.book(party, hold_secret=secret, now=act.now, actor=act.actor)
