"""Taking stock: scan everything, see at once what lacks and what is too much, settle it one by one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servicepoint.documents import actions, queries
from servicepoint.documents.errors import DocumentRefused
from servicepoint.documents.queries import Difference, Take
from servicepoint.documents.safe import SETTLED as WAYS
from servicepoint.documents.safe import Spot, read_scan
from servicepoint.kit import clock
from servicepoint.staff.day.live import live_part
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.safe_words import DIFFERENCES, SETTLED, SETTLED_REASONS, refused, spot_words, word
from servicepoint.staff.views.counter import number

from .gate import BOTH, KEEP, Answer, is_told_off, scanned_in, tell

AT, ANSWER = "stock_at", "stock_answer"
POLL_SECONDS = 4
SHOWN_MAX = 100


@staff_page(KEEP, methods=BOTH)
def stock(request: HttpRequest) -> HttpResponseBase:
    """List the counts; a POST begins one."""
    place = place_of(request)
    if request.method == "POST":
        try:
            take_id = actions.start_stock_take(
                place.id,
                drawer=request.POST.get("drawer", "").replace("\x00", ""),
                now=clock.now(),
                actor=staff_actor(request),
            )
        except DocumentRefused as refusal:
            tell(request, refusal)
            return redirect("staff:stock")
        return redirect("staff:stock_take", take_id)
    context = {
        "place": place,
        "takes": queries.stock_takes(place.id),
        "error_links": ["messages"] if is_told_off(request) else [],
        "page_languages": (),
    }
    return render(request, "staff/safe/stock.html", context)


@staff_page(KEEP, methods=BOTH)
def stock_take(request: HttpRequest, take_id: int) -> HttpResponseBase:
    """Show how a count stands; a POST is one scan."""
    take = _known(take_id)
    if request.method == "POST":
        answer = _scanned(request, take)
        request.session[ANSWER] = [answer.tone, answer.title, answer.text, answer.spot]
        return redirect("staff:stock_take", take_id)
    kept = request.session.pop(ANSWER, None)
    said = Answer(*kept) if kept else None
    context = _context(take) | {
        "answer": said,
        "drawer": request.session.get(AT, ["", None])[0],
        "poll_seconds": POLL_SECONDS,
        "error_links": ["scan"] if (said and said.tone == "error") or is_told_off(request) else [],
        "page_languages": (),
    }
    return render(request, "staff/safe/stock_take.html", context)


@staff_page(KEEP)
def stock_part(request: HttpRequest, take_id: int) -> HttpResponse:
    """Return how the count stands, for the page that is open: somebody else scans too."""
    take, live = _known(take_id), queries.progress_of(take_id)
    tag = (take.finished_at, live.expected, live.counted, len(live.lacking))
    return live_part(request, "staff/safe/_stock_state.html", tag=tag, context=lambda: _context(take))


@staff_page(KEEP, methods=("POST",))
def stock_finish(request: HttpRequest, take_id: int) -> HttpResponse:
    """End the count; what does not fit is written down."""
    try:
        count = actions.finish_stock_take(take_id, now=clock.now(), actor=staff_actor(request))
        messages.success(
            request,
            ngettext("Finished: %(count)d difference", "Finished: %(count)d differences", count)
            % {"count": count},
        )
    except DocumentRefused as refusal:
        tell(request, refusal)
    return redirect("staff:stock_take", take_id)


@staff_page(KEEP, methods=("POST",))
def stock_settle(request: HttpRequest, take_id: int) -> HttpResponse:
    """Say what was done about one difference."""
    try:
        actions.settle_difference(
            number(request.POST, "difference"),
            how=request.POST.get("how", ""),
            reason=request.POST.get("reason", ""),
            now=clock.now(),
            actor=staff_actor(request),
        )
    except DocumentRefused as refusal:
        tell(request, refusal)
    return redirect("staff:stock_take", take_id)


def _known(take_id: int) -> Take:
    take = queries.stock_take(take_id)
    if take is None:
        raise Http404
    return take


def _context(take: Take) -> dict[str, Any]:
    if take.finished_at:
        return {"take": take, "differences": [_difference(each) for each in queries.differences(take.id)]}
    live = queries.progress_of(take.id)
    return {
        "take": take,
        "live": live,
        "lacking": [(each, spot_words(each.drawer, each.position)) for each in live.lacking[:SHOWN_MAX]],
        "differing": [
            (each, word(DIFFERENCES, each.verdict), spot_words(each.drawer, each.position))
            for each in live.differing[:SHOWN_MAX]
        ],
    }


def _difference(each: Difference) -> dict[str, Any]:
    ways = [code for code in SETTLED if code in WAYS[each.kind] and (code != "put" or each.drawer)]
    return {
        "row": each,
        "kind": word(DIFFERENCES, each.kind),
        "spot": spot_words(each.drawer, each.position),
        "ways": [(code, SETTLED[code]) for code in ways],
        "reasons": SETTLED_REASONS.items(),
        "settled": word(SETTLED, each.settled_how),
        "reason": word(SETTLED_REASONS, each.settled_reason),
    }


def _scanned(request: HttpRequest, take: Take) -> Answer:
    read = read_scan(scanned_in(request))
    if read is None:
        return Answer("error", _("This is no document number and no place"), _("Scan it again, or type it."))
    if isinstance(read, Spot):
        request.session[AT] = [read.drawer, read.position]
        return Answer("calm", _("Drawer"), _("Now scan the documents, one after the other."), str(read))
    drawer, position = request.session.get(AT, ["", None])
    request.session[AT] = [drawer, None]  # the label of a position holds for one document
    try:
        verdict, is_new = actions.scan_stock(
            take.id,
            read,
            spot=Spot(drawer, position) if drawer else None,
            now=clock.now(),
            actor=staff_actor(request),
        )
    except DocumentRefused as refusal:
        return Answer("error", refused(refusal))
    if not is_new:
        return Answer("calm", _("Scanned before, counted once"), "", read)
    if verdict == "here":
        return Answer("ok", _("Right"), "", read)
    tone = "warn" if verdict == "other_place" else "error"
    return Answer(tone, word(DIFFERENCES, verdict), _("It is on the list of differences."), read)
