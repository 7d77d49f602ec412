"""Appointments that lie outside the openings, as after a closure: somebody has to call these parties."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicepoint.appointments.outside import Stranded
from servicepoint.appointments.queries import outside_openings
from servicepoint.audit.actions import record_view
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.staff.entry import staff_actor, staff_page


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment with the name of its counter."""

    stranded: Stranded
    counter: str


@staff_page("appointments.view_appointment")
def conflicts(request: HttpRequest) -> HttpResponse:
    """List them with how to reach their parties; each look at a party's address or number is recorded."""
    found = [(place, list(_lines(place))) for place in locations.locations()]
    actor, now = staff_actor(request), clock.now()
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
