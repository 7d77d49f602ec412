"""Appointments: book, read, move, change who comes and how to reach them, cancel."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Body, Query, Router, Status

from servicepoint.api.v1 import CLIENT, told
from servicepoint.api.v1.counted import act, look, spend
from servicepoint.api.v1.repeated import attempt
from servicepoint.api.v1.schemas.appointments import (
    AppointmentToken,
    Booking,
    CodeAndProof,
    ContactSent,
    NewTime,
    OpenAppointment,
    PersonSent,
)
from servicepoint.api.v1.schemas.holds import Slot, Slots
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.tokens import (
    Bearer,
    Unknown,
    appointment_id,
    appointment_opened,
    is_named,
    token_of,
)
from servicepoint.api.v1.values import RequestKey
from servicepoint.api.v1.views.holds import KEY, MAY_KEY
from servicepoint.api.v1.views.letters import person_with_letter, with_letters
from servicepoint.api.v1.views.slots import Between, between
from servicepoint.appointments import actions, queries
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock

router = Router(by_alias=True, tags=["appointments"])
ONE = "/appointments/{appointment_id}"


@router.post(
    "/appointments",
    response={201: OpenAppointment, **problems(400, 404, 409, 410, 503)},
    summary=gettext_noop("Book the time that is held"),
    operation_id="bookAppointment",
    url_name="book",
)
def book(
    request: HttpRequest,
    response: HttpResponse,
    booking: Body[Booking],
    idempotency_key: RequestKey = KEY,
) -> Status[OpenAppointment]:
    """The hold becomes an appointment for the party: persons in the order of the hold's services.

    The answer says what each person brings. With an e-mail address the party gets the confirmation as well.
    Repeated with the same key, it is the same appointment, as it stands by then.
    """
    party = booking.party()
    act(request, "book.address")
    _count_v_numbers(request, [each.v_number for each in party.people])
    party = with_letters(request, party, booking.persons)
    booked = actions.book(
        party,
        hold_secret=booking.hold_token,
        now=clock.now(),
        actor=CLIENT,
        idempotency_key=attempt(booking.hold_token, idempotency_key, booking),
    )
    appointment = queries.by_id(booked.appointment_id)
    if appointment is None or booked.key_is_new:  # who moved to another mailbox is not given away to the old
        raise Unknown
    response.headers["Location"] = reverse("api:v1:read_appointment", args=[appointment_id(appointment)])
    return Status(201, told.appointment(appointment))


@router.get(
    ONE,
    response={200: OpenAppointment, **problems(404)},
    summary=gettext_noop("Read an appointment"),
    operation_id="readAppointment",
    auth=Bearer(),
    url_name="read_appointment",
)
def read_appointment(request: HttpRequest, appointment_id: str) -> OpenAppointment:
    """As it stands now. Some days after the visit it is forgotten: 404."""
    look(request)
    return told.appointment(appointment_opened(request, appointment_id))


@router.delete(
    ONE,
    response={200: OpenAppointment, **problems(400, 404, 409, 503)},
    summary=gettext_noop("Cancel an appointment"),
    operation_id="cancelAppointment",
    auth=Bearer(),
)
def cancel(
    request: HttpRequest,
    appointment_id: str,
    idempotency_key: RequestKey | None = MAY_KEY,  # noqa: ARG001 - cancelling again changes nothing
) -> OpenAppointment:
    """All of it; its time goes back to everyone. Cancelling again changes nothing."""
    appointment = _to_change(request, appointment_id)
    actions.cancel(appointment.id, now=clock.now(), actor=CLIENT)
    return _as_it_stands(appointment.id)


@router.get(
    f"{ONE}/slots",
    response={200: Slots, **problems(400, 404, 409)},
    summary=gettext_noop("List the slots to which an appointment can move"),
    operation_id="listSlotsToMove",
    auth=Bearer(),
)
def slots_to_move(request: HttpRequest, appointment_id: str, asked: Query[Between]) -> Slots:
    """What the party has now counts as free for it."""
    look(request)
    appointment = appointment_opened(request, appointment_id)
    ask = Ask(appointment.location_id, appointment.basket, appointment.id)
    offered = queries.offer(ask, now=clock.now())
    found = between(offered, asked.first_day, asked.last_day)
    return Slots(slots=[Slot(starts_at=each.starts_at, ends_at=each.ends_at) for each in found])


@router.put(
    f"{ONE}/time",
    response={200: OpenAppointment, **problems(400, 404, 409, 503)},
    summary=gettext_noop("Move an appointment"),
    operation_id="moveAppointment",
    auth=Bearer(),
)
def move(
    request: HttpRequest,
    appointment_id: str,
    time: Body[NewTime],
    idempotency_key: RequestKey | None = MAY_KEY,
) -> OpenAppointment:
    """All of the party or nothing: the old time is kept until the new one is sure.

    With an Idempotency-Key a late repetition does not undo a newer move.
    """
    appointment = _to_change(request, appointment_id)
    sent = attempt(appointment.key, idempotency_key, time) if idempotency_key else None
    actions.move(
        appointment.id, starts_at=time.starts_at, now=clock.now(), actor=CLIENT, idempotency_key=sent
    )
    return _as_it_stands(appointment.id)


@router.post(
    f"{ONE}/persons",
    response={201: OpenAppointment, **problems(400, 404, 409, 503)},
    summary=gettext_noop("Add a person"),
    operation_id="addPerson",
    auth=Bearer(),
)
def add_person(
    request: HttpRequest,
    response: HttpResponse,
    appointment_id: str,
    *,
    person: Body[PersonSent],
    idempotency_key: RequestKey = KEY,
) -> Status[OpenAppointment]:
    """At the same start; when the longer visit does not fit, nothing changes."""
    appointment = _to_change(request, appointment_id)
    _count_v_numbers(request, [person.v_number])
    actions.add_person(
        appointment.id,
        person_with_letter(request, person.person(), person),
        now=clock.now(),
        actor=CLIENT,
        idempotency_key=attempt(appointment.key, idempotency_key, person),
    )
    response.headers["Location"] = reverse("api:v1:read_appointment", args=[appointment_id])
    return Status(201, _as_it_stands(appointment.id))


@router.delete(
    f"{ONE}/persons/{{position}}",
    response={200: OpenAppointment, **problems(400, 404, 409, 503)},
    summary=gettext_noop("Take a person out"),
    operation_id="dropPerson",
    auth=Bearer(),
)
def drop_person(
    request: HttpRequest,
    appointment_id: str,
    position: int,
    idempotency_key: RequestKey | None = MAY_KEY,  # noqa: ARG001 - dropping again changes nothing
) -> OpenAppointment:
    """The others keep the start. The last person cannot go: cancel instead."""
    appointment = _to_change(request, appointment_id)
    if not 0 < position <= POSITION_MAX:
        raise Unknown
    actions.drop_person(appointment.id, position=position, now=clock.now(), actor=CLIENT)
    return _as_it_stands(appointment.id)


@router.put(
    f"{ONE}/contact",
    response={200: OpenAppointment, **problems(400, 404, 409, 503)},
    summary=gettext_noop("Change how the party is reached"),
    operation_id="changeContact",
    auth=Bearer(),
)
def change_contact(
    request: HttpRequest,
    appointment_id: str,
    contact: Body[ContactSent],
    idempotency_key: RequestKey | None = MAY_KEY,
) -> OpenAppointment:
    """Replaces language, telephone and e-mail. A new e-mail address brings a new token: the old one ends.

    Send an Idempotency-Key: when the answer is lost, only the same request with it gets the new token.
    """
    act(request, "manage.address")
    token = token_of(request)
    sent = attempt(token, idempotency_key, contact) if idempotency_key else None
    appointment = queries.by_key(token) or _changed_by(sent)
    if appointment is None or not is_named(appointment, appointment_id):
        raise Unknown
    actions.change_contact(
        appointment.id, contact.contact(), now=clock.now(), actor=CLIENT, idempotency_key=sent
    )
    return _as_it_stands(appointment.id)


@router.post(
    "/appointment-tokens",
    response={201: AppointmentToken, **problems(400, 404)},
    summary=gettext_noop("Get the token of an appointment by its code and a date of birth"),
    operation_id="findAppointment",
)
def find_appointment(
    request: HttpRequest,
    response: HttpResponse,
    known: Body[CodeAndProof],
    idempotency_key: RequestKey | None = MAY_KEY,  # noqa: ARG001 - asking again gets the same
) -> Status[AppointmentToken]:
    """An unknown code and a date of birth that does not belong to it are answered alike.

    Tries are counted by address and by code before anything is looked up.
    """
    act(request, "lookup.address")
    spend(request, "lookup.code", known.code)
    appointment = queries.by_code(known.code, known.birth_date, v_number=known.v_number)
    if appointment is None:
        raise Unknown
    named = appointment_id(appointment)
    response.headers["Location"] = reverse("api:v1:read_appointment", args=[named])
    token = AppointmentToken(
        appointment_id=named, token=appointment.key, manage_url=told.manage_url(appointment)
    )
    return Status(201, token)


POSITION_MAX = 32_767  # the column's


def _to_change(request: HttpRequest, named: str) -> AppointmentView:
    act(request, "manage.address")
    return appointment_opened(request, named)


def _changed_by(sent: object) -> AppointmentView | None:
    """Return the appointment whose contact details this very request changed before, if it did."""
    changed = actions.contact_changed_by(sent) if sent else None  # type: ignore[arg-type]
    return queries.by_id(changed) if changed is not None else None


def _as_it_stands(found: int) -> OpenAppointment:
    appointment = queries.by_id(found)
    if appointment is None:
        raise Unknown
    return told.appointment(appointment)


def _count_v_numbers(request: HttpRequest, numbers: Sequence[str]) -> None:
    """Count a try for each V-number: the answer tells whether it has an appointment."""
    for number in sorted({each for each in numbers if each}):
        spend(request, "book.v_number", number)
