"""Documents that wait for their owners: how many, and whether places are enough before their last days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicepoint.collection import queries
from servicepoint.kit import clock
from servicepoint.letters.queries import counts
from servicepoint.locations import queries as locations
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_page

LEAD = "visits.lead_visit"


@staff_page(LEAD)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits; nobody is named."""
    now, place = clock.now(), place_of(request)
    context = {
        "place": place,
        "places": locations.locations(),
        "waiting": queries.waiting(place.id, now=now),
        "letters": counts(place.id),
        "at_risk": queries.at_risk(place.id, now=now),
        "page_languages": (),
    }
    return render(request, "staff/waiting.html", context)
