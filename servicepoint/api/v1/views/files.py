"""The letter and the calendar entry of an appointment. File names hold the code and no name."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router

from servicepoint.api.v1.counted import act
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.tokens import Bearer, appointment_opened
from servicepoint.appointments import queries
from servicepoint.appointments.queries import AppointmentView
from servicepoint.notifications import rendering

router = Router(by_alias=True, tags=["appointments"])
PDF, CALENDAR = "application/pdf", "text/calendar"


@router.get(
    "/appointments/{appointment_id}/letter",
    response={200: None, **problems(404)},
    summary=gettext_noop("Get the letter with what to bring"),
    operation_id="readLetter",
    auth=Bearer(),
    openapi_extra={"x-media-type": PDF},
)
def letter(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """A PDF in the language of the appointment, with Dutch after it."""
    act(request, "manage.address")
    appointment = appointment_opened(request, appointment_id)
    note = queries.note_for(appointment.id)
    return _file(rendering.letter_pdf(note, note.language), PDF, appointment, "pdf")


@router.get(
    "/appointments/{appointment_id}/calendar",
    response={200: None, **problems(404)},
    summary=gettext_noop("Get the calendar entry"),
    operation_id="readCalendar",
    auth=Bearer(),
    openapi_extra={"x-media-type": CALENDAR},
)
def calendar(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """After a change the new entry replaces the one that is in a calendar already."""
    act(request, "manage.address")
    appointment = appointment_opened(request, appointment_id)
    note = replace(queries.note_for(appointment.id), language=appointment.language)
    entry = rendering.calendar_file(note, "PUBLISH")
    return _file(entry, f"{CALENDAR}; charset=utf-8", appointment, "ics")


def _file(content: bytes, content_type: str, appointment: AppointmentView, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{appointment.code}.{ending}"'
    return response
