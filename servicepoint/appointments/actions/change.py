"""Move, cancel, drop or add a person, change how the party is reached, send the confirmation again."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError

from servicepoint.appointments import guard, keys, rules, telling
from servicepoint.appointments.admission import refuse_uninvited
from servicepoint.appointments.errors import NoRoomForParty, NotOpen, SlotTaken, TryAgain, UnknownPerson
from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.appointments.party import Ask, Contact, Person
from servicepoint.appointments.places import place_at, place_kept, place_shrunk
from servicepoint.appointments.repeat import Key, answer_to, answered_before, remember
from servicepoint.audit.actions import record
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.kit.period import moment_of
from servicepoint.kit.reference import digest
from servicepoint.locations.actions import lock_for_booking

from .book import add_attendees, check_people, refuse_people_with_appointment

CHANGE_CONTACT = "change_contact"


def move(
    appointment_id: int,
    *,
    starts_at: datetime,
    now: datetime,
    actor: Actor,
    limits: rules.Limits | None = None,
    idempotency_key: Key = None,
) -> None:
    """Give the appointment another time: all of it or nothing, the old place is kept until the new is sure.

    Moving to the time it has already is done at once. The same `idempotency_key` moves once, also when the
    appointment was moved again since. Raises SlotTaken, NotOpen, TooLateToChange, MoveLimitReached,
    NotAdmitted, KeyReused, TryAgain.
    """
    with guard.one_transaction():
        if answered_before(idempotency_key, "move", now) is None:
            remember(idempotency_key, {"appointment_id": appointment_id})
            _move(appointment_id, starts_at, now=now, actor=actor, allowed=limits or limits_of_settings())


def _move(
    appointment_id: int, starts_at: datetime, *, now: datetime, actor: Actor, allowed: rules.Limits
) -> None:
    appointment = _locked(appointment_id)
    if appointment.starts_at == starts_at and appointment.status == "booked":
        return
    rules.check_open(appointment.status, appointment.starts_at, now)
    rules.check_in_time(appointment.starts_at, now, allowed)
    rules.check_moves_left(appointment.moves, allowed)
    own = _taken(appointment)
    refuse_uninvited(
        telling.open_attendees(appointment),
        location_id=appointment.location_id,
        day=clock.dutch_day(starts_at),
        actor=actor,
        is_moved=True,
    )
    place, counters = place_at(Ask(appointment.location_id, own.place.basket), starts_at, now, own=own)
    guard.shift(own, place, counters, now)
    appointment.moves += 1
    _save_place(appointment, place)
    telling.tell(appointment, "moved", now)
    _record("moved", appointment, actor, now, reason=allowed.reason)
    guard.mark_changed(appointment.location_id, {own.place.day, place.day})


def cancel(appointment_id: int, *, now: datetime, actor: Actor) -> None:
    """Cancel the whole appointment and give its time back; doing so again changes nothing. Raises NotOpen."""
    with guard.one_transaction():
        appointment = _locked(appointment_id)
        if appointment.status == "cancelled":
            return
        rules.check_open(appointment.status, appointment.starts_at, now)
        own = _taken(appointment)
        guard.give_back(own)
        appointment.status, appointment.cancelled_at = "cancelled", now
        appointment.sequence += 1
        appointment.save(update_fields=["status", "cancelled_at", "sequence"])
        Attendee.objects.filter(appointment=appointment).update(is_open=False)
        telling.tell(appointment, "cancelled", now)
        _record("cancelled", appointment, actor, now)
        guard.mark_changed(appointment.location_id, [own.place.day])


def drop_person(appointment_id: int, *, position: int, now: datetime, actor: Actor) -> None:
    """Take one person out; the others keep their time. Dropping someone again changes nothing.

    Raises LastPerson, UnknownPerson, NotOpen.
    """
    with guard.one_transaction():
        appointment = _locked(appointment_id)
        person = Attendee.objects.filter(appointment=appointment, position=position).first()
        if person is None:
            raise UnknownPerson
        if person.dropped_at is not None:
            return
        rules.check_open(appointment.status, appointment.starts_at, now)
        people = telling.open_attendees(appointment)
        rules.check_not_last(len(people))
        person.dropped_at, person.is_open = now, False
        person.save(update_fields=["dropped_at", "is_open"])
        own = _taken(appointment)
        basket = tuple(each.service for each in people if each.position != position)
        place = place_shrunk(Ask(appointment.location_id, basket), own)
        guard.shift(own, place, [own.counter_id], now)
        _save_place(appointment, place)
        telling.tell(appointment, "changed", now)
        _record("person_dropped", appointment, actor, now)
        guard.mark_changed(appointment.location_id, [place.day])


def add_person(
    appointment_id: int,
    person: Person,
    *,
    now: datetime,
    actor: Actor,
    idempotency_key: Key = None,
    limits: rules.Limits | None = None,
) -> None:
    """Add a person at the same start time; when the longer visit does not fit, nothing changes.

    Raises NoRoomForParty, PartySizeWrong, NotEligible, NotAdmitted, SamePersonTwice, AlreadyBooked, NotOpen,
    TooLateToChange, TryAgain.
    """
    try:
        with guard.one_transaction():
            if answered_before(idempotency_key, "add_person", now) is None:
                appointment = _locked(appointment_id)
                rules.check_open(appointment.status, appointment.starts_at, now)
                rules.check_in_time(appointment.starts_at, now, limits or limits_of_settings())
                _add_person(appointment, person, now, actor)
                remember(idempotency_key, {"appointment_id": appointment_id})
    except IntegrityError as error:
        refuse_people_with_appointment([person], now)
        raise TryAgain from error


def _add_person(appointment: Appointment, person: Person, now: datetime, actor: Actor) -> None:
    own = _taken(appointment)
    check_people([person], own.place.day)
    refuse_uninvited([person], location_id=appointment.location_id, day=own.place.day, actor=actor)
    refuse_people_with_appointment([person], now)
    ask = Ask(appointment.location_id, (*own.place.basket, person.service))
    place, counters = place_kept(ask, own, now)
    try:
        guard.shift(own, place, counters, now)
    except SlotTaken as error:
        raise NoRoomForParty from error
    positions = Attendee.objects.filter(appointment=appointment).values_list("position", flat=True)
    add_attendees(appointment, [person], first_position=max(positions) + 1)
    _save_place(appointment, place)
    telling.tell(appointment, "changed", now)
    _record("person_added", appointment, actor, now)
    guard.mark_changed(appointment.location_id, [place.day])


def change_contact(
    appointment_id: int, contact: Contact, *, now: datetime, actor: Actor, idempotency_key: Key = None
) -> str:
    """Change language, e-mail and telephone; return the key of the manage link.

    A new e-mail address makes a new key: whoever reads the old mailbox can no longer open the appointment.
    Raises NotOpen.
    """
    with guard.one_transaction():
        before = answered_before(idempotency_key, CHANGE_CONTACT, now)
        appointment = _locked(appointment_id)
        if before is None:
            _change_contact(appointment, contact, now, actor)
            remember(idempotency_key, {"appointment_id": appointment_id})
        return keys.manage_key(appointment)


def _change_contact(appointment: Appointment, contact: Contact, now: datetime, actor: Actor) -> None:
    rules.check_open(appointment.status, appointment.starts_at, now)
    if contact == Contact(appointment.language, appointment.email, appointment.phone):
        return
    earlier = appointment.email
    is_new_address = contact.email.casefold() != earlier.casefold()
    appointment.language, appointment.phone = contact.language, contact.phone
    appointment.email = contact.email
    if is_new_address:
        appointment.key_version += 1
        appointment.key_digest = digest(keys.new_manage_key(appointment))
    appointment.sequence += 1
    appointment.save()
    telling.tell(appointment, "changed", now)
    if is_new_address:
        telling.warn_earlier_address(appointment, earlier, now)
    _record("contact_changed", appointment, actor, now)


def contact_changed_by(idempotency_key: Key) -> int | None:
    """Return the id of the appointment whose contact details were changed with this key, if any were."""
    answer = answer_to(idempotency_key, CHANGE_CONTACT)
    return int(answer["appointment_id"]) if answer else None


def resend(appointment_id: int, *, now: datetime, actor: Actor, nonce: str) -> None:
    """Send the confirmation again; a repeated nonce sends it once. Raises NotOpen."""
    with guard.one_transaction():
        appointment = _locked(appointment_id)
        rules.check_open(appointment.status, appointment.starts_at, now)
        telling.tell_again(appointment, now, nonce=nonce)
        _record("resent", appointment, actor, now)


def limits_of_settings() -> rules.Limits:
    """Return what residents may change; staff may be given wider limits."""
    return rules.Limits(settings.MOVES_MAX, settings.CHANGE_UNTIL_MINUTES)


def _locked(appointment_id: int) -> Appointment:
    """Return the appointment, locked, with the openings of its location held still before it (lock order)."""
    location_id = Appointment.objects.filter(id=appointment_id).values_list("location_id", flat=True).first()
    if location_id is None:
        raise NotOpen
    lock_for_booking(location_id)
    return Appointment.objects.select_for_update().get(id=appointment_id)


def _taken(appointment: Appointment) -> guard.Taken:
    claim = Claim.objects.select_for_update().get(appointment=appointment)
    place = guard.Place(claim.location_id, claim.start_tick, claim.end_tick, tuple(claim.basket))
    return guard.Taken(claim.id, claim.counter_id, place)


def _save_place(appointment: Appointment, place: guard.Place) -> None:
    appointment.starts_at, appointment.ends_at = moment_of(place.start_tick), moment_of(place.end_tick)
    appointment.sequence += 1
    appointment.save(update_fields=["starts_at", "ends_at", "sequence", "moves"])


def _record(what: str, appointment: Appointment, actor: Actor, now: datetime, *, reason: str = "") -> None:
    facts = {"reason": reason} if reason else None
    record(f"appointments.{what}", actor=actor, subject=f"appointment:{appointment.id}", now=now, facts=facts)
