"""Cancel the whole appointment."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.public.managing import SeeOther, address, open_only


@open_only
def cancel(request: HttpRequest, appointment: AppointmentView) -> HttpResponseBase:
    """Say what cancelling means; on POST cancel, and show the appointment, which then says so.

    Sent again, it finds the appointment cancelled and leads to the same page.
    """
    if request.method != "POST":
        return render(request, "public/managing/cancel.html", {"appointment": appointment})
    actions.cancel(appointment.id, now=clock.now(), actor=actor_of(request))
    return SeeOther(address(appointment))
