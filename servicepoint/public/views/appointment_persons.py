"""Take one person out of an appointment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.public.managing import SeeOther, address, open_only


@open_only
def drop(request: HttpRequest, appointment: AppointmentView, position: int) -> HttpResponseBase:
    """Say what it means to take this person out; on POST do so. The last person is offered to cancel instead.

    Who is out already, or never was in, leads back to the appointment.
    """
    person = next((each for each in appointment.people if each.position == position), None)
    if person is None:
        return SeeOther(address(appointment))
    is_last = len(appointment.people) == 1
    if is_last or request.method != "POST":
        context = {"appointment": appointment, "person": person, "is_last": is_last}
        return render(request, "public/managing/drop.html", context)
    actions.drop_person(appointment.id, position=position, now=clock.now(), actor=actor_of(request))
    messages.success(request, _("We took this person out. The others keep the start time."))
    return SeeOther(address(appointment))
