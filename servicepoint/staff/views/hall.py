"""The hall host's page: receive people, keep the line, help who was missed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from servicepoint.audit.actions import record_view
from servicepoint.kit import clock
from servicepoint.locations import errors as location_errors
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.services import queries as services
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.hall_forms import ArrivalForm, GuestForm, LeaveForm, WalkInsForm
from servicepoint.staff.hall_lists import lists_of, named
from servicepoint.visits import queries as visits

RECEIVE = "visits.receive_visit"
SEARCH_LENGTH_MAX = 60


@staff_page(RECEIVE)
def hall(request: HttpRequest) -> HttpResponseBase:
    """Lead to the hall of the first location."""
    places = locations.locations()
    if not places:
        return render(request, "staff/hall_none.html", {"page_languages": ()}, status=404)
    return redirect("staff:hall_of", location=places[0].slug)


@staff_page(RECEIVE, methods=("GET", "HEAD", "POST"))
def hall_of(request: HttpRequest, location: str) -> HttpResponseBase:
    """Show the hall of a location; a POST looks for a name, which no address or log shall hold.

    Whoever is shown by name is recorded.
    """
    place = place_of(location)
    return page(request, place) if place else redirect("staff:hall")


@staff_page(RECEIVE)
def hall_lists(request: HttpRequest, location: str) -> HttpResponseBase:
    """Send the lists alone when they changed, for the page that keeps itself up to date; no names in them."""
    place, now = place_of(location), clock.now()
    if place is None:
        return HttpResponse(status=404)
    tag = _tag(place, now)
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(render_to_string("staff/hall_lists.html", _lists(place, now), request))
    response["ETag"] = tag
    return response


def page(
    request: HttpRequest, place: Location, *, form: ArrivalForm | None = None, **more: Any
) -> HttpResponse:
    """Return the page with its forms; `more` holds what an act wants to say."""
    now, search = clock.now(), request.POST.get("q", "")[:SEARCH_LENGTH_MAX].strip()
    context = {
        "places": locations.locations(),
        "form": form or ArrivalForm(),
        "guest_form": more.pop("guest_form", None) or GuestForm(list(settings.LANGUAGES)),
        "search": search,
        "found": _found(request, place, search, now) if search else (),
        "tag": _tag(place, now),
        "page_languages": (),
        **_lists(place, now),
        **more,
    }
    status = more.get("status", 200)
    return render(request, "staff/hall.html", context, status=status)


def place_of(slug: str) -> Location | None:
    """Return the location of an address, or None."""
    try:
        return locations.location(slug)
    except location_errors.LocationUnknown:
        return None


def back(request: HttpRequest, place: Location, said: str = "") -> HttpResponse:
    """Lead to the page again after an act, with a sentence about it."""
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("staff:hall_of", args=[place.slug]), status=303)


def _lists(place: Location, now: datetime) -> dict[str, Any]:
    day = clock.dutch_day(now)
    listed = visits.day_list(place.id, day)
    lists = lists_of(visits.line_now(place.id, now=now), listed)
    at_most = settings.WALK_INS_MAX if lists.walk_ins_max is None else lists.walk_ins_max
    return {
        "place": place,
        "lists": lists,
        "names": {code: each.name for code, each in services.catalogue().services.items()},
        "late": visits.lateness(place.id, now=now),
        "leave_form": LeaveForm(auto_id=False),
        "at_most": at_most,
        "walk_ins_form": WalkInsForm(initial={"at_most": at_most}),
    }


def _tag(place: Location, now: datetime) -> str:
    """Return a tag that changes with every act of the day, and each minute: waits grow by themselves."""
    number = visits.version(place.id, clock.dutch_day(now))
    return f'W/"{number}-{clock.dutch(now):%d%H%M}"'


def _found(request: HttpRequest, place: Location, search: str, now: datetime) -> tuple[Any, ...]:
    rows = visits.day_list(place.id, clock.dutch_day(now)).rows
    found = named(rows, search)
    for row in found:
        thing = f"appointment:{row.appointment_id}" if row.appointment_id else f"visit:{row.visit_id}"
        record_view("staff.hall", actor=staff_actor(request), subject=thing, now=now)
    if not found:
        messages.info(request, _("Nobody of today is called like this"))
    return found
