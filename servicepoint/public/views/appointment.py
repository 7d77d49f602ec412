"""An appointment as its party sees it: when, where, who, what to bring, what was sent, what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from servicepoint.appointments import queries
from servicepoint.appointments.behalf import limits_for
from servicepoint.appointments.queries import AppointmentView, AttendeeView
from servicepoint.kit import clock
from servicepoint.kit.reference import new_secret
from servicepoint.locations import queries as locations
from servicepoint.notifications.note import Note, NotePerson
from servicepoint.public.deliveries import in_words
from servicepoint.public.hall.live import tag_of
from servicepoint.public.hall.today import coming, today_of
from servicepoint.public.managing import address, opened, standing
from servicepoint.public.masks import masked_email, masked_tail
from servicepoint.typeset.qr import qr_svg


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the party as the page shows them."""

    attendee: AttendeeView
    told: NotePerson
    v_number: str
    drop_href: str


@opened
def appointment(request: HttpRequest, appointment: AppointmentView) -> HttpResponse:
    """Show the appointment, also when it is cancelled or over."""
    return render(request, "public/managing/appointment.html", page_context(request, appointment))


def page_context(request: HttpRequest, appointment: AppointmentView) -> dict[str, Any]:
    """Return what the page of an appointment shows."""
    note = queries.note_for(appointment.id)
    now = clock.now()
    return {
        "appointment": appointment,
        "note": note,
        "standing": standing(appointment, now, limits_for(request)),
        "persons": list(_persons(appointment, note)),
        "email": masked_email(appointment.email),
        "phone": masked_tail(appointment.phone),
        "deliveries": list(in_words(queries.messages_about(appointment.id))),
        "resend_nonce": new_secret(),
        "location": locations.location_of(appointment.location_id),
        "telephone": locations.telephone_state(now),
        **_today(appointment, note, now),
    }


def _today(appointment: AppointmentView, note: Note, now: datetime) -> dict[str, Any]:
    """Return what the page shows on the day itself; before it has arrived, a party needs its QR code."""
    today = today_of(coming(appointment), now=now, fresh=True)
    asks_for_code = today is not None and today.phase == "before"
    return {
        "today": today,
        "today_tag": tag_of(today, get_language()),
        "qr": mark_safe(qr_svg(note.qr_text)) if asks_for_code else "",  # noqa: S308 - drawn by us
    }


def _persons(appointment: AppointmentView, note: Note) -> Iterator[PersonLine]:
    for attendee, told in zip(appointment.people, note.people, strict=True):
        drop_href = address(appointment, "drop", attendee.position)
        yield PersonLine(attendee, told, masked_tail(attendee.v_number), drop_href)
