"""What can be downloaded: the letter and the calendar entry. File names hold the code and no name."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from servicepoint.appointments import queries
from servicepoint.appointments.behalf import caller_of
from servicepoint.appointments.queries import AppointmentView
from servicepoint.limits.http import limited
from servicepoint.notifications import rendering
from servicepoint.notifications.note import Note
from servicepoint.public.managing import opened, record_call_view

downloads = limited("manage.address", methods=frozenset({"GET"}))  # making a letter takes a while


@downloads
@opened
def letter(request: HttpRequest, appointment: AppointmentView) -> HttpResponse:
    """Answer the confirmation as a PDF in the language of the address, Dutch after it."""
    note = _note(request, appointment)
    record_call_view(request, appointment.id, "staff.letter")
    return _file(rendering.letter_pdf(note, note.language), "application/pdf", appointment, "pdf")


@downloads
@opened
def calendar(request: HttpRequest, appointment: AppointmentView) -> HttpResponse:
    """Answer the calendar entry; opened again after a change, it replaces the one that is there."""
    entry = rendering.calendar_file(_note(request, appointment), "PUBLISH")
    return _file(entry, "text/calendar; charset=utf-8", appointment, "ics")


def _note(request: HttpRequest, appointment: AppointmentView) -> Note:
    """Return the note in the language of the page; for a caller in the language that the party chose."""
    note = queries.note_for(appointment.id)
    language = note.language if caller_of(request) else get_language()
    return replace(note, language=language or settings.LANGUAGE_CODE)


def _file(content: bytes, content_type: str, appointment: AppointmentView, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"{gettext('appointment')}-{appointment.code}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
