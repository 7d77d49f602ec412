"""What can be downloaded: the letter and the calendar entry. File names hold the code and no name."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from servicepoint.appointments import queries
from servicepoint.appointments.queries import AppointmentView
from servicepoint.limits.http import limited
from servicepoint.notifications import rendering
from servicepoint.notifications.note import Note
from servicepoint.public.managing import opened

downloads = limited("manage.address", methods=frozenset({"GET"}))  # making a letter takes a while


@downloads
@opened
def letter(request: HttpRequest, appointment: AppointmentView) -> HttpResponse:  # noqa: ARG001
    """Answer the confirmation as a PDF in the language of the address, Dutch after it."""
    note = _note(appointment)
    return _file(rendering.letter_pdf(note, note.language), "application/pdf", appointment, "pdf")


@downloads
@opened
def calendar(request: HttpRequest, appointment: AppointmentView) -> HttpResponse:  # noqa: ARG001
    """Answer the calendar entry; opened again after a change, it replaces the one that is there."""
    entry = rendering.calendar_file(_note(appointment), "PUBLISH")
    return _file(entry, "text/calendar; charset=utf-8", appointment, "ics")


def _note(appointment: AppointmentView) -> Note:
    language = get_language() or settings.LANGUAGE_CODE
    return replace(queries.note_for(appointment.id), language=language)


def _file(content: bytes, content_type: str, appointment: AppointmentView, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"{gettext('appointment')}-{appointment.code}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
