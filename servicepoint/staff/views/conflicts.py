"""Appointments that lie outside the openings, as after a closure: somebody has to call these parties."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from servicepoint.appointments.outside import Stranded
from servicepoint.appointments.queries import outside_openings
from servicepoint.audit.actions import record_view
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment with the name of its counter."""

    stranded: Stranded
    counter: str


@never_cache
@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """List them with how to reach their parties; each look at a party's address or number is recorded."""
    if not admin.site.has_permission(request):
        return redirect_to_login(request.path)
    if not request.user.has_perm("appointments.view_appointment"):
        raise PermissionDenied
    found = [(place, list(_lines(place))) for place in locations.locations()]
    actor, now = Actor("staff", request.user.get_username()), clock.now()
    for _place, lines in found:
        for line in lines:
            subject = f"appointment:{line.stranded.appointment_id}"
            record_view("staff.conflicts", actor=actor, subject=subject, now=now)
    context = {"found": found, "page_languages": ()}
    return render(request, "staff/conflicts.html", context)


def _lines(place: Location) -> Iterator[Line]:
    names = locations.counter_names(place.id)
    for each in outside_openings(place.id, clock.now()):
        yield Line(each, names.get(each.counter_id, ""))
