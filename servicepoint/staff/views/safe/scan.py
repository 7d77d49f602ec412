"""Scan in: one field, a drawer's label first, then one document after the other. No mouse."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from servicepoint.documents import actions, queries
from servicepoint.documents.actions import PutIn
from servicepoint.documents.errors import DocumentRefused, PlaceOccupied
from servicepoint.documents.safe import Spot, read_scan
from servicepoint.kit import clock
from servicepoint.locations.queries import Location
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.safe_words import PLACES, WHY_NOT, refused, spot_words, word

from .gate import BOTH, KEEP, Answer, scanned_in

AT, ANSWER = "safe_at", "safe_answer"


@staff_page(KEEP, methods=BOTH)
def scan_in(request: HttpRequest) -> HttpResponseBase:
    """Show the field and what the last scan led to; a POST is one scan."""
    place, now = place_of(request), clock.now()
    if request.method == "POST":
        answer = _scanned(request, place, now)
        request.session[ANSWER] = [answer.tone, answer.title, answer.text, answer.spot, answer.document_id]
        return redirect("staff:scan_in")
    kept = request.session.pop(ANSWER, None)
    return _page(request, place, Answer(*kept) if kept else None)


def _page(request: HttpRequest, place: Location, answer: Answer | None) -> HttpResponse:
    spot, after = _at(request)
    following = None
    if spot:
        following = spot.position or queries.next_position(place.id, spot.drawer, after=after)
    context = {
        "place": place,
        "answer": answer,
        "drawer": spot.drawer if spot else "",
        "following": following,
        "counts": queries.counts(place.id),
        "error_links": ["scan"] if answer and answer.tone == "error" else [],
        "page_languages": (),
    }
    return render(request, "staff/safe/scan.html", context)


def _at(request: HttpRequest) -> tuple[Spot | None, int]:
    """Return the drawer this browser fills, with the position if its label named one, and the last used."""
    drawer, position, after = request.session.get(AT, ["", None, 0])
    return (Spot(drawer, position) if drawer else None), after


def _scanned(request: HttpRequest, place: Location, now: datetime) -> Answer:
    read = read_scan(scanned_in(request))
    if read is None:
        return Answer("error", _("This is no document number and no place"), _("Scan it again, or type it."))
    if isinstance(read, Spot):
        request.session[AT] = [read.drawer, read.position, 0]
        return Answer("calm", _("Drawer"), _("Now scan the documents, one after the other."), str(read))
    spot, after = _at(request)
    if spot is None:
        return Answer(
            "error", _("Which drawer?"), _("Scan the label of the drawer first, then the document.")
        )
    try:
        put = actions.put_in(
            read, location_id=place.id, spot=spot, after=after, now=now, actor=staff_actor(request)
        )
    except DocumentRefused as refusal:
        return _refusal(refusal, place, spot, read)
    request.session[AT] = [spot.drawer, None, put.spot.position or 0]
    return _put(put)


def _put(put: PutIn) -> Answer:
    """Tell where it lies, and what is the matter with it if it is not for its owner."""
    facts = queries.of_ids([put.document_id])[0].facts
    spot = spot_words(put.spot.drawer, put.spot.position)
    reasons = {
        "document_courier": facts.is_courier,
        "document_blocked": bool(facts.blocked_reason),
        "document_elsewhere": bool(facts.elsewhere),
    }
    why_not = next((code for code, is_so in reasons.items() if is_so), "")
    if why_not:
        return Answer("warn", _("In the safe, but attention"), word(WHY_NOT, why_not), spot, put.document_id)
    if not put.moved:
        return Answer("calm", _("It lies there already"), "", spot, put.document_id)
    was = "" if put.before == "announced" else _("It was: %(place)s") % {"place": word(PLACES, put.before)}
    return Answer("ok", _("In the safe"), was, spot, put.document_id)


def _refusal(refusal: DocumentRefused, place: Location, spot: Spot, number: str) -> Answer:
    if isinstance(refusal, PlaceOccupied) and spot.position:
        lying = queries.at_spot(place.id, spot.drawer, spot.position)
        return Answer("error", refused(refusal), lying.number if lying else "", str(spot))
    known = queries.by_number(number)
    return Answer("error", refused(refusal), _("Nothing was changed."), "", known.id if known else None)
