"""What leaves the safe for the IND: returned when nobody collected it, destroyed when the IND says so."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servicepoint.documents import actions, queries
from servicepoint.documents.errors import DocumentRefused, DocumentUnknown
from servicepoint.kit import clock
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.safe_words import KINDS, spot_words, word
from servicepoint.staff.views.counter import number

from .gate import BOTH, KEEP, OVERSEE, is_told_off, return_until, scanned_in, tell

NUMBERS_LENGTH_MAX = 5_000


@staff_page(KEEP, methods=BOTH)
def returns(request: HttpRequest) -> HttpResponseBase:
    """List what nobody collected; a POST lays one with the return, or, by the lead, sends the return."""
    place, now = place_of(request), clock.now()
    if request.method == "POST":
        try:
            _return_act(request, place.id, now)
        except DocumentRefused as refusal:
            tell(request, refusal)
        return redirect("staff:returns")
    lists = queries.return_lists(place.id)
    current = next((each for each in lists if each.sent_at is None), None)
    context = {
        "place": place,
        "until": return_until(now),
        "waiting": [
            (each, word(KINDS, each.kind), spot_words(each.drawer, each.position))
            for each in queries.uncollected(place.id, until=return_until(now))
        ],
        "taken": [
            (each, word(KINDS, each.kind))
            for each in (queries.with_reference(f"return:{current.id}") if current else ())
        ],
        "current": current,
        "sent": [each for each in lists if each.sent_at],
        "now": now,
        "error_links": ["messages"] if is_told_off(request) else [],
        "page_languages": (),
    }
    return render(request, "staff/safe/returns.html", context)


def _return_act(request: HttpRequest, location_id: int, now: datetime) -> None:
    actor = staff_actor(request)
    if request.POST.get("act") == "send":
        if not request.user.has_perm(OVERSEE):
            raise PermissionDenied
        list_id = actions.open_return_list(location_id, now=now, actor=actor)
        count = actions.send_return(list_id, now=now, actor=actor)
        messages.success(
            request,
            ngettext(
                "%(count)d document went back to the IND", "%(count)d documents went back to the IND", count
            )
            % {"count": count},
        )
        return
    document_id = number(request.POST, "document")
    if not document_id:
        known = queries.by_number(scanned_in(request))
        if known is None:
            raise DocumentUnknown
        document_id = known.id
    list_id = actions.open_return_list(location_id, now=now, actor=actor)
    until = return_until(now)
    actions.take_for_return(list_id, document_id, until=until, now=now, actor=actor)


@staff_page(KEEP, methods=BOTH)
def destruction(request: HttpRequest) -> HttpResponseBase:
    """List the instructions to destroy; a POST asks for one, and lays its documents aside."""
    place, now = place_of(request), clock.now()
    if request.method == "POST":
        typed = request.POST.get("numbers", "").replace("\x00", "")[:NUMBERS_LENGTH_MAX]
        numbers = [each for each in typed.replace(",", "\n").splitlines() if each.strip()]
        try:
            actions.ask_destruction(
                place.id,
                numbers,
                ind_reference=request.POST.get("reference", "").replace("\x00", ""),
                now=now,
                actor=staff_actor(request),
            )
            messages.success(request, _("Asked for. Somebody else has to confirm it"))
        except DocumentRefused as refusal:
            tell(request, refusal)
        return redirect("staff:destruction")
    found = queries.instructions(place.id)
    context = {
        "place": place,
        "found": [(each, queries.with_reference(f"instruction:{each.id}")) for each in found],
        "me": request.user.get_username(),
        "error_links": ["messages"] if is_told_off(request) else [],
        "page_languages": (),
    }
    return render(request, "staff/safe/destruction.html", context)


@staff_page(OVERSEE, methods=("POST",))
def destruction_decide(request: HttpRequest, instruction_id: int) -> HttpResponse:
    """Confirm that the documents are destroyed, as somebody else than who asked; or withdraw it."""
    now, actor = clock.now(), staff_actor(request)
    try:
        if request.POST.get("act") == "confirm":
            count = actions.confirm_destruction(instruction_id, now=now, actor=actor)
            messages.success(
                request,
                ngettext("%(count)d document is destroyed", "%(count)d documents are destroyed", count)
                % {"count": count},
            )
        elif request.POST.get("act") == "withdraw":
            actions.withdraw_destruction(instruction_id, now=now, actor=actor)
            messages.success(request, _("Withdrawn. Put the documents back into the safe"))
    except DocumentRefused as refusal:
        tell(request, refusal)
    return redirect("staff:destruction")
