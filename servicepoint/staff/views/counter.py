"""The counter: sit down, call, help, next. The visit itself is written down in `visit_notes`."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.fields import DateField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render

from servicepoint.kit import clock
from servicepoint.locations import errors as location_errors
from servicepoint.locations import queries as locations
from servicepoint.services import queries as services
from servicepoint.staff.day.identity import Beside
from servicepoint.staff.day.live import live_part, tag_of_day
from servicepoint.staff.day.refusals import REFUSALS, sentence
from servicepoint.staff.day.screen import line_of, screen_of, token_of
from servicepoint.staff.day.seat import LAST_VISIT, Seat, saw_all, seat_of, subject_of
from servicepoint.staff.day.words import REASONS, in_language, word
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.visits import actions, queries
from servicepoint.visits import outcome as rules
from servicepoint.visits.actions import Onward
from servicepoint.visits.errors import CodeUnknown, CounterNotOpen, NotPossibleNow

SERVE = "visits.serve_visit"
PAGE = "staff.counter"
POLL_SECONDS = 2
NUMBER_DIGITS_MAX = 18


@staff_page(SERVE)
def counter(request: HttpRequest) -> HttpResponse:
    """Show the counter of this account with whoever is there, or let it choose one."""
    seat = seat_of(request, clock.now())
    return choose(request) if seat is None else show(request, seat)


def show(request: HttpRequest, seat: Seat, *, beside: Beside | None = None) -> HttpResponse:
    """Return the counter's page; `beside` is a document that was read just now."""
    screen = screen_of(
        seat, last_visit=request.session.get(LAST_VISIT), beside=beside, look_from=_day_of(request.GET)
    )
    if screen.visit:
        saw_all(request, PAGE, [subject_of(screen.visit.appointment_id, screen.visit.id)], seat.now)
    context = {
        "screen": screen,
        "counters": _other_counters(seat),
        "catalogue": [(each.code, in_language(each.name)) for each in services.catalogue().services.values()],
        "left_reasons": [(code, word(REASONS, code)) for code in sorted(rules.REASONS["left"]) if code],
        "poll_seconds": POLL_SECONDS,
        "page_languages": (),
    }
    return render(request, "staff/counter.html", context)


def _day_of(asked: QueryDict) -> date | None:
    """Return the day from which follow-up times are wanted; anything but a day of this century is none."""
    try:
        day = DateField(required=False).clean(asked.get("from"))
    except ValidationError:
        return None
    return day if day and 2000 <= day.year < 2100 else None


def _other_counters(seat: Seat) -> list[queries.CounterState]:
    mine = seat.counter.counter_id
    open_now = queries.counters_now(seat.place.id, now=seat.now)
    return [each for each in open_now if each.account and each.counter_id != mine and each.paused_at is None]


def choose(request: HttpRequest) -> HttpResponse:
    """Show every counter, who sits there, and what it can be opened for."""
    now = clock.now()
    places = [(place, queries.counters_now(place.id, now=now)) for place in locations.locations()]
    catalogue = [(each.code, in_language(each.name)) for each in services.catalogue().services.values()]
    context = {"places": places, "catalogue": catalogue, "page_languages": ()}
    return render(request, "staff/counter_choose.html", context)


@staff_page(SERVE)
def line(request: HttpRequest) -> HttpResponse:
    """Return who waits for this counter, for the page that is open; nobody is named."""
    now = clock.now()
    seat = seat_of(request, now)
    if seat is None:
        return HttpResponse(status=204)
    tag = (*tag_of_day(seat.place.id, now), token_of(seat), seat.counter.services)
    return live_part(request, "staff/counter/line.html", tag=tag, context=lambda: _line_context(seat))


def _line_context(seat: Seat) -> dict[str, Any]:
    return {"line": line_of(seat), "token": token_of(seat), "seat": seat}


@staff_page(SERVE, methods=("POST",))
def open_counter(request: HttpRequest) -> HttpResponse:
    """Sit down at a counter, for the services that were chosen."""
    chosen = request.POST.getlist("services")
    try:
        actions.open_counter(
            number(request.POST, "counter"),
            now=clock.now(),
            actor=staff_actor(request),
            for_services=chosen or None,
        )
    except (*REFUSALS, location_errors.LocationUnknown) as refusal:
        messages.error(request, sentence(refusal))
    return redirect("staff:counter")


@staff_page(SERVE, methods=("POST",))
def act(request: HttpRequest) -> HttpResponse:
    """Do one thing with the line or the visit; what is in the way is said on the page."""
    seat = seat_of(request, clock.now())
    try:
        if seat is None:
            raise CounterNotOpen
        doing = ACTS.get(request.POST.get("act", ""))
        if doing is None:
            raise CodeUnknown("act")
        if doing is _undo:
            _check_own(request, seat)
        last = doing(seat, request.POST)
        if last:
            request.session[LAST_VISIT] = last
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
    return back_to_counter()


def back_to_counter() -> HttpResponseRedirect:
    """Return the answer to every act: the page anew, so that pressing reload does nothing twice."""
    return redirect("staff:counter")


def number(posted: QueryDict, name: str) -> int:
    """Return a number that a form sent; 0, which is nothing's, for anything else."""
    text = posted.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS_MAX else 0


def visit_here(seat: Seat, posted: QueryDict) -> int:
    """Return the visit that the page showed, if it is still at this counter. Raises NotPossibleNow.

    So a page that was left open does nothing to whoever has come to the counter since.
    """
    shown = number(posted, "visit")
    if not shown or shown != seat.counter.visit_id:
        raise NotPossibleNow
    return shown


def _check_own(request: HttpRequest, seat: Seat) -> None:
    """Let an account take back what it did itself: at its counter, or with the visit before."""
    if number(request.POST, "visit") not in {seat.counter.visit_id, request.session.get(LAST_VISIT)}:
        raise NotPossibleNow


Doing = Callable[[Seat, QueryDict], int | None]  # returns the visit that may be undone from here


def _next(seat: Seat, _posted: QueryDict) -> int:
    call = actions.call_next(seat.counter.counter_id, now=seat.now, actor=seat.actor)
    return call.visit_id


def _again(seat: Seat, posted: QueryDict) -> None:
    actions.call_again(visit_here(seat, posted), now=seat.now, actor=seat.actor)


def _start(seat: Seat, posted: QueryDict) -> None:
    actions.start_serving(visit_here(seat, posted), now=seat.now, actor=seat.actor)


def _park(seat: Seat, posted: QueryDict) -> int:
    visit_id = visit_here(seat, posted)
    actions.park(visit_id, now=seat.now, actor=seat.actor)
    return visit_id


def _missed(seat: Seat, posted: QueryDict) -> int:
    visit_id = visit_here(seat, posted)
    actions.missed(visit_id, now=seat.now, actor=seat.actor)
    return visit_id


def _finish(seat: Seat, posted: QueryDict) -> int:
    visit_id = visit_here(seat, posted)
    actions.finish(visit_id, now=seat.now, actor=seat.actor)
    return visit_id


def _leave(seat: Seat, posted: QueryDict) -> int:
    visit_id = visit_here(seat, posted)
    reason = posted.get("reason", "")
    actions.leave(visit_id, now=seat.now, actor=seat.actor, reason=reason)
    return visit_id


def _transfer(seat: Seat, posted: QueryDict) -> None:
    to_service = posted.get("service", "")
    to = Onward(
        counter_id=number(posted, "to_counter") or None,
        position=number(posted, "position") or None,
        service=to_service,
    )
    actions.transfer(visit_here(seat, posted), to=to, now=seat.now, actor=seat.actor)


def _recall(seat: Seat, posted: QueryDict) -> int:
    counter_id = seat.counter.counter_id
    call = actions.recall(number(posted, "visit"), counter_id=counter_id, now=seat.now, actor=seat.actor)
    return call.visit_id


def _returned(seat: Seat, posted: QueryDict) -> None:
    actions.returned(number(posted, "visit"), now=seat.now, actor=seat.actor)


def _undo(seat: Seat, posted: QueryDict) -> None:
    actions.undo(number(posted, "visit"), now=seat.now, actor=seat.actor)


def _pause(seat: Seat, _posted: QueryDict) -> None:
    actions.pause_counter(seat.counter.counter_id, now=seat.now, actor=seat.actor)


def _resume(seat: Seat, _posted: QueryDict) -> None:
    actions.resume_counter(seat.counter.counter_id, now=seat.now, actor=seat.actor)


def _close(seat: Seat, _posted: QueryDict) -> None:
    actions.close_counter(seat.counter.counter_id, now=seat.now, actor=seat.actor)


ACTS: Mapping[str, Doing] = {
    "next": _next,
    "again": _again,
    "start": _start,
    "park": _park,
    "missed": _missed,
    "finish": _finish,
    "leave": _leave,
    "transfer": _transfer,
    "recall": _recall,
    "returned": _returned,
    "undo": _undo,
    "pause": _pause,
    "resume": _resume,
    "close": _close,
}
