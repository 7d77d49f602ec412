"""A held slot becomes an appointment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, connection

from servicepoint.appointments import guard, keys, rules, telling
from servicepoint.appointments.errors import AlreadyBooked, HoldExpired, NotEligible, TryAgain, WrongBasket
from servicepoint.appointments.identity import same_person_text
from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.appointments.party import Party, Person
from servicepoint.appointments.repeat import answered_before, remember
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.period import moment_of
from servicepoint.kit.reference import digest, keyed_digest, new_code
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules

from .hold import claim_of

CODE_TRIES_MAX = 5
# Persons whose earlier appointment is over may book again, whether or not a job has tidied up.
_LET_GO = """
    UPDATE appointments_attendee AS attendee SET is_open = false
      FROM appointments_appointment AS appointment
     WHERE appointment.id = attendee.appointment_id AND attendee.is_open
       AND attendee.person_digest = ANY(%s) AND appointment.ends_at <= %s
"""
_SETTLE = """
    UPDATE appointments_claim SET appointment_id = %s, hold_digest = NULL, expires_at = NULL WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Booked:
    """What the party gets: the code to bring, and the secret key of the link to manage the appointment."""

    appointment_id: int
    code: str
    key: str


def book(
    party: Party, *, hold_secret: str, now: datetime, actor: Actor, idempotency_key: str | None = None
) -> Booked:
    """Turn the time held under the secret into an appointment for the party.

    The same `idempotency_key` answers with the same appointment. Raises HoldExpired, WrongBasket,
    NotEligible, SamePersonTwice, AlreadyBooked, KeyReused, TryAgain; the hold stands on every refusal but the
    first. A hold past its time is still good as long as nobody else took the place.
    """
    try:
        with guard.one_transaction():
            before = answered_before(idempotency_key, "book", now)
            if before:
                return Booked(**before)
            return _book(party, hold_secret, now=now, actor=actor, key=idempotency_key)
    except IntegrityError as error:
        refuse_people_with_appointment(party.people, now)
        raise TryAgain from error


def _book(party: Party, hold_secret: str, *, now: datetime, actor: Actor, key: str | None) -> Booked:
    claim = claim_of(hold_secret)
    if claim is None:
        raise HoldExpired
    if tuple(claim.basket) != party.basket:
        raise WrongBasket
    check_people(party.people, claim.day)
    let_go_of_the_past(party.people, now)
    refuse_people_with_appointment(party.people, now)
    appointment = _insert_appointment(claim, party, now)
    add_attendees(appointment, party.people, first_position=1)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [appointment.id, claim.id])
    booked = Booked(appointment.id, appointment.code, keys.manage_key(appointment))
    telling.tell(appointment, "confirmed", now)
    facts = {"services": sorted(party.basket), "persons": len(party.people)}
    record("appointments.booked", actor=actor, subject=f"appointment:{appointment.id}", now=now, facts=facts)
    remember(key, {"appointment_id": booked.appointment_id, "code": booked.code, "key": booked.key})
    guard.mark_changed(claim.location_id, [claim.day])
    return booked


def _insert_appointment(claim: Claim, party: Party, now: datetime) -> Appointment:
    appointment = Appointment(
        location_id=claim.location_id,
        code=_free_code(),
        key_digest=b"",
        starts_at=moment_of(claim.start_tick),
        ends_at=moment_of(claim.end_tick),
        language=party.contact.language,
        email=party.contact.email,
        phone=party.contact.phone,
        needs=dict(party.needs),
        booked_at=now,
    )
    appointment.key_digest = digest(keys.manage_key(appointment))
    appointment.save(force_insert=True)
    return appointment


def _free_code() -> str:
    for _ in range(CODE_TRIES_MAX):
        code = new_code()
        if not Appointment.objects.filter(code=code).exists():
            return code
    raise TryAgain


def add_attendees(appointment: Appointment, people: Sequence[Person], *, first_position: int) -> None:
    """Name the persons in the appointment, in one statement and in the order of their digests.

    The fixed order is why two parties with the same persons cannot wait for each other.
    """
    rows = [
        Attendee(
            appointment=appointment,
            position=position,
            service=person.service,
            situation=person.situation,
            first_name=person.first_name,
            last_name=person.last_name,
            birth_date=person.birth_date,
            v_number=person.v_number,
            bsn=person.bsn,
            person_digest=person_digest(person),
        )
        for position, person in enumerate(people, start=first_position)
    ]
    Attendee.objects.bulk_create(sorted(rows, key=lambda row: bytes(row.person_digest)))


def person_digest(person: Person) -> bytes:
    """Return 32 bytes that are equal for entries of the same person, and say nothing about them."""
    text = same_person_text(
        v_number=person.v_number,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
    )
    return keyed_digest(settings.DATA_KEY.encode(), "person", text)


def check_people(people: Sequence[Person], day: date) -> None:
    """Refuse persons whom a rule of their service keeps away, and the same person twice."""
    catalogue = services.catalogue()
    for position, person in enumerate(people, start=1):
        reason = service_rules.refusal_for(
            catalogue.services[person.service], person.situation, person.birth_date, day
        )
        if reason:
            raise NotEligible(reason, position)
    rules.check_no_one_twice([(person_digest(person), person.service) for person in people])


def let_go_of_the_past(people: Sequence[Person], now: datetime) -> None:
    """Close these persons' appointments that are over, so that they may book again."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, [[person_digest(person) for person in people], now])


def refuse_people_with_appointment(people: Sequence[Person], now: datetime) -> None:
    """Raise AlreadyBooked for the first person who has an open appointment for the same service."""
    digests = [person_digest(person) for person in people]
    rows = Attendee.objects.filter(
        is_open=True, person_digest__in=digests, appointment__ends_at__gt=now
    ).select_related("appointment")
    taken = {(bytes(row.person_digest), row.service): row for row in rows}
    for position, person in enumerate(people, start=1):
        row = taken.get((digests[position - 1], person.service))
        if row is not None:
            is_owner = row.birth_date == person.birth_date
            raise AlreadyBooked(position, row.appointment.starts_at if is_owner else None)
