"""The safe at a glance, and one document in it: whose, where, what was, and what can be done."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from servicepoint.documents import actions, queries
from servicepoint.documents.errors import DocumentRefused, PlaceMalformed
from servicepoint.documents.queries import Dossier, Whereabouts
from servicepoint.documents.safe import Spot, read_scan
from servicepoint.kit import clock
from servicepoint.limits.http import spend_named, too_many
from servicepoint.locations import queries as locations
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.safe_forms import DocumentSearchForm
from servicepoint.staff.safe_words import (
    KINDS,
    MISSING_REASONS,
    MOVED_BECAUSE,
    OLD_DOCUMENTS,
    OUT_REASONS,
    PLACES,
    SIGNERS,
    WHY_NOT,
    spot_words,
    word,
)

from .gate import BOTH, KEEP, UNFINISHED, is_told_off, saw_documents, scanned_in, tell

FOUND, DOCUMENT = "staff.documents", "staff.document"


@staff_page(KEEP, methods=BOTH)
def safe(request: HttpRequest) -> HttpResponseBase:
    """Ask for a document and show how many are where; a POST looks one up and leads to it."""
    if request.method != "POST":
        return _page(request, DocumentSearchForm())
    form = DocumentSearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    decision = spend_named("staff.search", request.user.get_username(), now=clock.now())
    if not decision.allowed:
        return too_many(request, decision)
    found = _found(request, form)
    if len(found) == 1:
        return redirect("staff:document", found[0].id)
    if not found:
        form.add_error(None, _("No such document. Check the number, or look under name and date of birth"))
    saw_documents(request, FOUND, [each.id for each in found], clock.now())
    return _page(request, form, found)


def _found(request: HttpRequest, form: DocumentSearchForm) -> list[Whereabouts]:
    asked = form.cleaned_data
    if asked["number"]:
        known = queries.by_number(asked["number"])
        return [known] if known else []
    if asked["v_number"]:
        return queries.of_v_numbers([asked["v_number"]])
    return queries.by_name(place_of(request).id, asked["name"], asked["birth_date"])


def _page(
    request: HttpRequest, form: DocumentSearchForm, found: list[Whereabouts] | None = None
) -> HttpResponse:
    place = place_of(request)
    counts = queries.counts(place.id)
    context = {
        "form": form,
        "place": place,
        "places": locations.locations(),
        "counts": [(word(PLACES, code), counts[code]) for code in PLACES if counts[code]],
        "found": [(each, _where(each)) for each in found or ()],
        "page_languages": (),
    }
    return render(request, "staff/safe/safe.html", context, status=UNFINISHED if form.errors else 200)


@staff_page(KEEP)
def promised(request: HttpRequest) -> HttpResponse:
    """List what was announced and is not here, what is outside the safe, and what cannot be found."""
    place, now = place_of(request), clock.now()
    delivery = _delivery(request.GET.get("delivery", ""))
    context = {
        "place": place,
        "delivery": delivery,
        "promised": queries.promised(place.id, today=clock.dutch_day(now), delivery_id=delivery),
        "counts": queries.counts(place.id),
        "outside": [(each, _where(each)) for each in queries.outside(place.id)],
        "missing": queries.missing(place.id),
        "page_languages": (),
    }
    return render(request, "staff/safe/promised.html", context)


def _delivery(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff_page(KEEP)
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a document with all that happened to it; who looks is recorded."""
    now, known = clock.now(), queries.dossier(document_id)
    if known is None:
        raise Http404
    saw_documents(request, DOCUMENT, [document_id], now)
    return render(request, "staff/safe/document.html", _shown(request, known, now))


def _shown(request: HttpRequest, known: Dossier, now: datetime) -> dict[str, object]:
    facts = known.now.facts
    reasons = {
        "document_courier": facts.is_courier,
        "document_blocked": bool(facts.blocked_reason),
        "document_elsewhere": bool(facts.elsewhere),
        "document_too_late": clock.dutch_day(now) > facts.collect_before,
    }
    return {
        "known": known,
        "document": known.now,
        "kind": word(KINDS, known.now.kind),
        "where": _where(known.now),
        "matters": [word(WHY_NOT, code) for code, is_so in reasons.items() if is_so],
        "past": [
            (each, word(PLACES, each.place), spot_words(each.drawer, each.position), _because(each.reason))
            for each in reversed(known.past)
        ],
        "signers": [word(SIGNERS, code) for code in SIGNERS if code in _identity(known)],
        "old_document": word(OLD_DOCUMENTS, known.receipt.old_document) if known.receipt else "",
        "out_reasons": OUT_REASONS.items(),
        "missing_reasons": [each for each in MISSING_REASONS.items() if each[0] != "stock_take"],
        "error_links": ["messages"] if is_told_off(request) else [],
        "page_languages": (),
    }


def _identity(known: Dossier) -> tuple[str, ...]:
    return known.receipt.identity if known.receipt else ()


def _because(reason: str) -> str:
    return word(MOVED_BECAUSE, reason) if reason else ""


def _where(document: Whereabouts) -> str:
    place = word(PLACES, document.facts.place)
    spot = spot_words(document.drawer, document.position)
    return f"{place}: {spot}" if spot else place


@staff_page(KEEP, methods=("POST",))
def move(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take a document out, put it back or elsewhere, or note that it is not there."""
    now, actor, reason = clock.now(), staff_actor(request), request.POST.get("reason", "")
    try:
        match request.POST.get("act"):
            case "out":
                actions.take_out(document_id, reason=reason, now=now, actor=actor)
                messages.success(request, _("Taken out. Do not forget to put it back"))
            case "back":
                spot = actions.put_back(document_id, now=now, actor=actor)
                messages.success(request, _("Lay it at %(spot)s") % {"spot": spot})
            case "missing":
                actions.mark_missing(document_id, reason=reason, now=now, actor=actor)
                messages.success(request, _("Noted as not found"))
            case _:
                _put(request, document_id, now)
    except DocumentRefused as refusal:
        tell(request, refusal)
    return redirect("staff:document", document_id)


def _put(request: HttpRequest, document_id: int, now: datetime) -> None:
    """Put a document at the place that was scanned or typed, such as one that was found again."""
    spot, known = read_scan(scanned_in(request)), queries.of_ids([document_id])
    if not isinstance(spot, Spot) or not known:
        raise PlaceMalformed
    put = actions.put_in(
        known[0].number,
        location_id=known[0].facts.location_id,
        spot=spot,
        now=now,
        actor=staff_actor(request),
    )
    messages.success(request, _("Lay it at %(spot)s") % {"spot": put.spot})
