"""The confirmation: what was booked, what to bring, and what happens next."""

import uuid

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from servicepoint.appointments import queries
from servicepoint.appointments.behalf import as_seen
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.public import steps, visitor
from servicepoint.public.journey import REVIEW, journey_of
from servicepoint.public.managing import record_call_view
from servicepoint.public.masks import masked_email
from servicepoint.typeset.qr import qr_svg


@never_cache
@require_safe
def booked(request: HttpRequest, draft: uuid.UUID) -> HttpResponseBase:
    """Show the appointment that a draft became, as it is now: also when it was moved since."""
    now = clock.now()
    typed = visitor.draft_of(request, draft, now)
    if typed is None:
        return steps.lost(request)
    if typed.appointment_id is None:
        return steps.go_on(journey_of(typed, REVIEW, now))
    appointment = queries.by_id(typed.appointment_id)
    if appointment is None:
        return steps.lost(request)
    appointment = as_seen(request, appointment)
    if appointment.status != "booked" or appointment.ends_at <= now:
        return steps.see_other(reverse("public:appointment", args=[appointment.key]))
    record_call_view(request, appointment.id, "staff.caller")
    note = queries.note_for(appointment.id)
    context = {
        "appointment": appointment,
        "note": note,
        "location": locations.location_of(appointment.location_id),
        "minutes": round((appointment.ends_at - appointment.starts_at).total_seconds() / 60),
        "has_reminder": any(each.kind == "reminder" for each in queries.messages_about(appointment.id)),
        "email": masked_email(appointment.email),
        "qr": mark_safe(qr_svg(note.qr_text)),  # noqa: S308 - drawn by us from a code of ours
    }
    return render(request, "public/booking/booked.html", context)
