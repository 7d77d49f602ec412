"""What the hall host does: receive with a code or from the list, without an appointment, back, gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from servicepoint.appointments.queries import id_of_code
from servicepoint.kit import clock
from servicepoint.locations.queries import Location
from servicepoint.services.errors import ServiceError
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.hall_forms import ArrivalForm, GuestForm, LeaveForm, WalkInsForm
from servicepoint.staff.hall_words import may_be_received, sentence
from servicepoint.staff.views.hall import RECEIVE, back, page, place_of
from servicepoint.visits import actions
from servicepoint.visits.actions import Allowed, Guest, Ticket
from servicepoint.visits.errors import AppointmentUnknown, VisitRefused
from servicepoint.visits.queries import visit_view

REFUSED, UNFINISHED = 409, 422
ALLOW = "visits.allow_visit"

Act = Callable[..., HttpResponseBase]


def in_hall(permission: str = RECEIVE) -> Callable[[Act], Act]:
    """Give the act its location; a refusal is told on the page, which keeps what was typed."""

    def decorate(act: Act) -> Act:
        @staff_page(permission, methods=("POST",))
        @wraps(act)
        def acted(request: HttpRequest, location: str, **rest: Any) -> HttpResponseBase:
            place = place_of(location)
            if place is None:
                return redirect("staff:hall")
            try:
                return act(request, place, **rest)
            except VisitRefused as refused:
                return page(request, place, error=sentence(refused), status=REFUSED)

        return acted

    return decorate


@in_hall()
def arrive(request: HttpRequest, place: Location) -> HttpResponseBase:
    """Receive the party of a code; too early or too late asks for a reason."""
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return page(request, place, form=form, status=UNFINISHED)
    given, now = form.cleaned_data, clock.now()
    allowed = Allowed(override=given["override"], priority=given["priority"])
    try:
        appointment_id = id_of_code(given["code"])
        if appointment_id is None:
            raise AppointmentUnknown
        ticket = actions.check_in(
            appointment_id, location_id=place.id, now=now, actor=staff_actor(request), allowed=allowed
        )
    except VisitRefused as refused:
        asks = may_be_received(refused)
        return page(request, place, form=form, error=sentence(refused), asks_reason=asks, status=REFUSED)
    return back(request, place, _received(ticket))


@in_hall()
def arrive_guest(request: HttpRequest, place: Location) -> HttpResponseBase:
    """Receive a party without an appointment, as far as the lead allows."""
    form = GuestForm(list(settings.LANGUAGES), request.POST)
    if not form.is_valid():
        return page(request, place, guest_form=form, status=UNFINISHED)
    try:
        ticket = actions.walk_in(
            _guests(form.cleaned_data),
            location_id=place.id,
            language=form.cleaned_data["language"],
            now=clock.now(),
            actor=staff_actor(request),
            priority=form.cleaned_data["priority"],
        )
    except ServiceError:
        error = _("This service is not offered now")
        return page(request, place, guest_form=form, error=error, status=REFUSED)
    return back(request, place, _received(ticket))


def _guests(given: dict[str, Any]) -> list[Guest]:
    first = Guest(given["service"], first_name=given["first_name"], last_name=given["last_name"])
    return [first, *(Guest(given["service"]) for _each in range(given["persons"] - 1))]


def _received(ticket: Ticket) -> str:
    if ticket.again:
        return _("Here already. The number is %s") % ticket.text
    return _("Checked in. The number is %s") % ticket.text


@in_hall()
def come_back(request: HttpRequest, place: Location, visit_id: int) -> HttpResponseBase:
    """Put a party that was missed, stepped aside or left back into the line."""
    ticket = _ticket_here(place, visit_id)
    actions.returned(visit_id, now=clock.now(), actor=staff_actor(request))
    return back(request, place, _("%s is back in the line") % ticket)


@in_hall()
def go_away(request: HttpRequest, place: Location, visit_id: int) -> HttpResponseBase:
    """Note that a party goes before it was helped."""
    ticket, form = _ticket_here(place, visit_id), LeaveForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.leave(visit_id, now=clock.now(), actor=staff_actor(request), reason=reason)
    return back(request, place, _("%s has left") % ticket)


def _ticket_here(place: Location, visit_id: int) -> str:
    """Return the ticket of a visit at this location. Raises `AppointmentUnknown` for one of elsewhere."""
    view = visit_view(visit_id)
    if view is None or view.location_id != place.id:
        raise AppointmentUnknown
    return view.ticket


@in_hall(ALLOW)
def allow(request: HttpRequest, place: Location) -> HttpResponseBase:
    """Say how many parties without an appointment are received today."""
    form, now = WalkInsForm(request.POST), clock.now()
    if not form.is_valid():
        return page(request, place, error=_("Enter a number from 0 to 500"), status=UNFINISHED)
    at_most = form.cleaned_data["at_most"]
    actor, day = staff_actor(request), clock.dutch_day(now)
    actions.allow_walk_ins(place.id, day=day, at_most=at_most, now=now, actor=actor)
    return back(request, place, _("Without an appointment today at most: %s") % at_most)
