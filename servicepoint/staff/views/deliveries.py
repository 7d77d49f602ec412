"""Deliveries of the IND: send one in, see how far it is, what is wrong with it, and what is not here yet."""

import csv
from collections.abc import Hashable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from servicepoint.documents import actions, queries
from servicepoint.documents.actions import Sent
from servicepoint.documents.deliveries.words import UNREADABLE
from servicepoint.documents.errors import DeliveryUnknown, DeliveryUnreadable
from servicepoint.documents.queries import DeliveryView
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.staff.day.live import live_part
from servicepoint.staff.day.seat import place_of, saw_all
from servicepoint.staff.document_forms import DeliveryForm
from servicepoint.staff.document_words import PLACES, STATES, field_of, mend
from servicepoint.staff.entry import staff_actor, staff_page

DELIVER = "documents.deliver_document"
METHODS = ("GET", "HEAD", "POST")
UNFINISHED = 422
LISTED_MAX, FAULTS_SHOWN_MAX, NOT_HERE_MAX = 50, 100, 200
POLL_SECONDS = 2
PAGE = "staff.delivery"


@staff_page(DELIVER)
def deliveries(request: HttpRequest) -> HttpResponse:
    """List the newest deliveries of a location."""
    place = place_of(request)
    found = queries.deliveries(place.id, count_max=LISTED_MAX)
    context = {
        "place": place,
        "places": locations.locations(),
        "found": [(each, STATES[each.state]) for each in found],
        "listed_max": LISTED_MAX,
        "page_languages": (),
    }
    return render(request, "staff/deliveries/list.html", context)


@staff_page(DELIVER, methods=METHODS)
def receive(request: HttpRequest) -> HttpResponse:
    """Ask for a file; a POST keeps it for a worker to read, and leads to its page."""
    if request.method != "POST":
        return _form(request, DeliveryForm())
    form = DeliveryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form)
    file, place = form.cleaned_data["file"], form.place
    sent = Sent(place.id, place.alias, file.name, form.cleaned_data["keep"] == "all")
    try:
        delivery_id = actions.receive(file.read(), sent, now=clock.now(), actor=staff_actor(request))
    except DeliveryUnreadable as refused:
        form.add_error("file", str(UNREADABLE[refused.why]))
        return _form(request, form)
    return HttpResponseRedirect(reverse("staff:delivery", args=[delivery_id]), status=303)


@staff_page(DELIVER)
def delivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Show how far a delivery is, and what became of it."""
    return render(request, "staff/deliveries/delivery.html", _context(_view(delivery_id)))


@staff_page(DELIVER)
def delivery_part(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Return what changes, for the page that is open."""
    view = _view(delivery_id)
    tag: tuple[Hashable, ...] = (view, tuple(sorted(queries.places_of_delivery(view.id).items())))
    return live_part(request, "staff/deliveries/part.html", tag=tag, context=lambda: _context(view))


@staff_page(DELIVER)
def faults_file(request: HttpRequest, delivery_id: UUID) -> HttpResponse:  # noqa: ARG001 - nothing is asked
    """Send every fault as a file for a spreadsheet."""
    view = _view(delivery_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="faults-{view.id}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["line", "field", "code", "help"])
    for each in queries.faults(view.id):
        writer.writerow([each.line, each.field, each.code, mend(each)])
    return response


@staff_page(DELIVER)
def not_here(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """List what was promised and nobody scanned yet; who looks at it is recorded."""
    view = _view(delivery_id)
    found = queries.not_here_yet(view.id, count_max=NOT_HERE_MAX)
    saw_all(request, PAGE, [f"document:{each.id}" for each in found], clock.now())
    context = {
        "delivery": view,
        "found": found,
        "count": queries.places_of_delivery(view.id).get("announced", 0),
        "shown_max": NOT_HERE_MAX,
        "page_languages": (),
    }
    return render(request, "staff/deliveries/not_here.html", context)


def _view(delivery_id: UUID) -> DeliveryView:
    try:
        return queries.delivery(delivery_id)
    except DeliveryUnknown:
        raise Http404 from None


def _form(request: HttpRequest, form: DeliveryForm) -> HttpResponse:
    context = {"form": form, "page_languages": ()}
    return render(request, "staff/deliveries/new.html", context, status=UNFINISHED if form.errors else 200)


def _context(view: DeliveryView) -> dict[str, Any]:
    promised = queries.places_of_delivery(view.id)
    faults = queries.faults(view.id, count_max=FAULTS_SHOWN_MAX)
    return {
        "delivery": view,
        "state": STATES[view.state],
        "faults": [(each, field_of(each), mend(each)) for each in faults],
        "faults_count": queries.faults_count(view.id) if len(faults) == FAULTS_SHOWN_MAX else len(faults),
        "faults_shown_max": FAULTS_SHOWN_MAX,
        "promised": [(code, words, promised[code]) for code, words in PLACES.items() if code in promised],
        "poll_seconds": POLL_SECONDS,
        "page_languages": (),
    }
