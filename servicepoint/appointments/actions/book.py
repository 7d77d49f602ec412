"""A held slot becomes an appointment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection

from servicepoint.appointments import guard, keys, rules, telling
from servicepoint.appointments.admission import refuse_uninvited
from servicepoint.appointments.errors import AlreadyBooked, HoldExpired, NotEligible, TryAgain, WrongBasket
from servicepoint.appointments.held import Held, held_locked
from servicepoint.appointments.identity import same_person_text
from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.appointments.party import Party, Person
from servicepoint.appointments.repeat import Key, answered_before, remember
from servicepoint.appointments.together import insert, sent_together
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.period import moment_of
from servicepoint.kit.reference import digest, keyed_digest, new_code
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules

CODE_TRIES_MAX = 5
FIRST_KEY_VERSION = 1
_OPEN = """
    SELECT id, appointment_id, person_digest, service, birth_date FROM appointments_attendee
     WHERE is_open AND person_digest = ANY(%s)
"""
_TIMES = "SELECT id, starts_at, ends_at FROM appointments_appointment WHERE id = ANY(%s)"
_LET_GO = "UPDATE appointments_attendee SET is_open = false WHERE id = ANY(%s)"
_SETTLE = """
    UPDATE appointments_claim SET appointment_id = %s, hold_digest = NULL, expires_at = NULL WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Booked:
    """What the party gets: the code to bring, and the secret key of the link to manage the appointment.

    `key_is_new`: the link was replaced after the booking that this repeats.
    """

    appointment_id: int
    code: str
    key: str
    key_is_new: bool = False


def book(
    party: Party, *, hold_secret: str, now: datetime, actor: Actor, idempotency_key: Key = None
) -> Booked:
    """Turn the time held under the secret into an appointment for the party.

    The same `idempotency_key` answers with the same appointment. Raises HoldExpired, WrongBasket,
    NotEligible, NotAdmitted, SamePersonTwice, AlreadyBooked, KeyReused, TryAgain; the hold stands on every
    refusal but the first. A hold past its time is still good as long as nobody else took the place.
    """
    try:
        with guard.one_transaction():
            before = answered_before(idempotency_key, "book", now)
            if before:
                return _booked(Appointment.objects.get(id=before["appointment_id"]))
            return _book(party, hold_secret, now=now, actor=actor, key=idempotency_key)
    except IntegrityError as error:
        refuse_people_with_appointment(party.people, now)
        raise TryAgain from error


def _book(party: Party, hold_secret: str, *, now: datetime, actor: Actor, key: Key) -> Booked:
    claim = held_locked(hold_secret)
    if claim is None:
        raise HoldExpired
    if claim.basket != party.basket:
        raise WrongBasket
    check_people(party.people, claim.day)
    refuse_uninvited(party.people, location_id=claim.location_id, day=claim.day, actor=actor)
    refuse_people_with_appointment(party.people, now)
    appointment = _insert_appointment(claim, party, now)
    with sent_together():
        people = add_attendees(appointment, party.people, first_position=1)
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE, [appointment.id, claim.claim_id])
        telling.tell(appointment, "confirmed", now, people=people)
        facts = {"services": sorted(party.basket), "persons": len(people)}
        record(
            "appointments.booked", actor=actor, subject=f"appointment:{appointment.id}", now=now, facts=facts
        )
        remember(key, {"appointment_id": appointment.id})
        guard.mark_changed(claim.location_id, [claim.day])
    return _booked(appointment)


def _booked(appointment: Appointment) -> Booked:
    """Derive what the party gets: a repeated request keeps the id alone, or its table would open links."""
    return Booked(
        appointment.id,
        appointment.code,
        keys.manage_key(appointment),
        key_is_new=appointment.key_version > FIRST_KEY_VERSION,
    )


def _insert_appointment(claim: Held, party: Party, now: datetime) -> Appointment:
    appointment = Appointment(
        location_id=claim.location_id,
        starts_at=moment_of(claim.start_tick),
        ends_at=moment_of(claim.end_tick),
        language=party.contact.language,
        email=party.contact.email,
        phone=party.contact.phone,
        needs=dict(party.needs),
        booked_at=now,
    )
    for _ in range(CODE_TRIES_MAX):
        appointment.code = new_code()
        appointment.key_digest = digest(keys.new_manage_key(appointment))
        with connection.cursor() as cursor:
            cursor.execute(*insert([appointment], ending="ON CONFLICT (code) DO NOTHING RETURNING id"))
            row = cursor.fetchone()
        if row is not None:
            appointment.id = row[0]
            return appointment
    raise TryAgain


def add_attendees(
    appointment: Appointment, people: Sequence[Person], *, first_position: int
) -> list[Attendee]:
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
            only_requirements=list(person.only_requirements),
        )
        for position, person in enumerate(people, start=first_position)
    ]
    in_order: list[Attendee] = sorted(rows, key=_digest_of)
    with connection.cursor() as cursor:
        cursor.execute(*insert(in_order))
    return rows


def _digest_of(row: Attendee) -> bytes:
    return bytes(row.person_digest)


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


def refuse_people_with_appointment(people: Sequence[Person], now: datetime) -> None:
    """Raise AlreadyBooked for the first person who has an open appointment for the same service.

    One that is over is closed here, so that its person may book again whether or not a job has tidied up.
    """
    digests = [person_digest(person) for person in people]
    rows = _all(_OPEN, digests)
    if not rows:
        return
    times = {
        found: (starts_at, ends_at) for found, starts_at, ends_at in _all(_TIMES, [row[1] for row in rows])
    }
    taken = {
        (bytes(digest_of), service): (times[appointment_id][0], birth_date)
        for _, appointment_id, digest_of, service, birth_date in rows
        if times[appointment_id][1] > now
    }
    for position, (person, digest_of) in enumerate(zip(people, digests, strict=True), start=1):
        if (digest_of, person.service) in taken:
            starts_at, birth_date = taken[digest_of, person.service]
            is_known = birth_date is not None and birth_date == person.birth_date
            raise AlreadyBooked(position, starts_at if is_known else None)
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, [[row[0] for row in rows if times[row[1]][1] <= now]])


def _all(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values)])
        return list(cursor.fetchall())
