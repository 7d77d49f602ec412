"""The day board: how the day goes, for who leads it. Nobody is named on it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.fields import DateField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.errors import Refused
from servicepoint.collection.queries import waiting
from servicepoint.documents import queries as documents
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.staff.day.chart import chart_of
from servicepoint.staff.day.listing import GROUPS, Group, group_of, services_in_words
from servicepoint.staff.day.live import live_part, tag_of_day
from servicepoint.staff.day.refusals import REFUSALS, sentence
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.day.words import STATES, word
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.visits import actions, queries
from servicepoint.visits.queries import DayList, InLine, Row

from .counter import number

LEAD = "visits.lead_visit"
POLL_SECONDS = 4
DAYS_BACK = 7  # for the mail to who did not come, the day or days after
WALK_INS_MAX = 500


@staff_page(LEAD)
def board(request: HttpRequest) -> HttpResponse:
    """Show the day; it stays up to date by itself."""
    now = clock.now()
    context = _context(request, now)
    context["waiting"] = waiting(context["place"].id, now=now)
    return render(request, "staff/board.html", context)


@staff_page(LEAD)
def board_part(request: HttpRequest) -> HttpResponse:
    """Return the board for the page that is open."""
    now, place = clock.now(), place_of(request)
    tag = (*tag_of_day(place.id, now), place.id, _day(request.GET, now))
    return live_part(request, "staff/board/day.html", tag=tag, context=lambda: _context(request, now))


@staff_page(LEAD, methods=("POST",))
def close_day(request: HttpRequest) -> HttpResponse:
    """Close today: who did not come is marked, what is still open is ended."""
    now, place = clock.now(), place_of(request)
    try:
        end = actions.close_day(place.id, day=clock.dutch_day(now), now=now, actor=staff_actor(request))
        messages.success(request, _("The day is closed. Did not come: %(count)d") % {"count": end.no_shows})
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
    return redirect("staff:board")


@staff_page(LEAD, methods=("POST",))
def allow_walk_ins(request: HttpRequest) -> HttpResponse:
    """Say how many parties without an appointment are received today."""
    now, place, at_most = clock.now(), place_of(request), number(request.POST, "at_most")
    try:
        actions.allow_walk_ins(
            place.id,
            day=clock.dutch_day(now),
            at_most=min(at_most, WALK_INS_MAX),
            now=now,
            actor=staff_actor(request),
        )
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
    return redirect("staff:board")


@staff_page(LEAD, methods=("POST",))
def tell_missed(request: HttpRequest) -> HttpResponse:
    """Write to a party that did not come, or to all of them; each gets one mail, however often asked."""
    now, place = clock.now(), place_of(request)
    day, wanted = _day(request.POST, now), number(request.POST, "visit")
    untold = [each["row"] for each in _absent(queries.day_list(place.id, day)) if not each["mail"]]
    told = sum(_told(row, request, now) for row in untold if wanted in {0, row.visit_id})
    messages.success(
        request,
        ngettext("%(count)d mail is on its way", "%(count)d mails are on their way", told) % {"count": told},
    )
    return redirect(f"{reverse('staff:board')}?day={day.isoformat()}")


def _told(row: Row, request: HttpRequest, now: datetime) -> bool:
    try:
        actions.tell_missed(row.visit_id or 0, now=now, actor=staff_actor(request))
    except Refused:  # without an address, or forgotten: the board says so
        return False
    return True


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    place, on, today = place_of(request), _day(request.GET, now), clock.dutch_day(now)
    day, waited = queries.day_list(place.id, on), queries.waiting_times(place.id, on)
    is_today = on == today
    return {
        "on": on,
        "is_today": is_today,
        "earlier": [today - timedelta(days=back) for back in range(1, DAYS_BACK + 1)],
        "place": place,
        "places": locations.locations(),
        "now": now,
        "day": day,
        "groups": _groups(day),
        "counters": _counters(place.id, now) if is_today else [],
        "line": [_in_line(each, now) for each in queries.line_now(place.id, now=now)] if is_today else [],
        "late_minutes": queries.lateness(place.id, now=now) if is_today else 0,
        "waited": waited,
        "chart": chart_of(day.rows, waited.by_hour),
        "absent": _absent(day),
        "left_out": _left_out(place.id, day, now),
        "poll_seconds": POLL_SECONDS,
        "page_languages": (),
    }


def _day(asked: QueryDict, now: datetime) -> date:
    """Return the day asked for: today, or one of the last week; anything else is today."""
    today = clock.dutch_day(now)
    try:
        wanted = DateField(required=False).clean(asked.get("day"))
    except ValidationError:
        return today
    return wanted if wanted and today - timedelta(days=DAYS_BACK) <= wanted <= today else today


def _left_out(location_id: int, day: DayList, now: datetime) -> int:
    """Return how many documents are outside the safe since before today, or after closing."""
    since, _until = clock.day_bounds(clock.dutch_day(now))
    is_over = day.closed_at is not None and day.closed_at >= since
    return len(documents.outside(location_id, since_before=None if is_over else since))


def _groups(day: DayList) -> tuple[Group, ...]:
    counts = dict.fromkeys(GROUPS, 0)
    for row in day.rows:
        counts[group_of(row.state)] += 1
    return tuple(Group(code, str(GROUPS[code][0]), count) for code, count in counts.items())


def _counters(location_id: int, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "view": each,
            "state": _counter_state(each),
            "minutes": _minutes(each.since, now),
        }
        for each in queries.counters_now(location_id, now=now)
    ]


def _counter_state(counter: queries.CounterState) -> str:
    if counter.visit_id:
        return word(STATES, counter.state)
    if not counter.account:
        return _("Closed")
    return _("Paused") if counter.paused_at else _("Free")


def _in_line(each: InLine, now: datetime) -> dict[str, Any]:
    return {
        "view": each,
        "services": services_in_words(each.basket),
        "minutes": _minutes(max(each.arrived_at, each.scheduled_at or each.arrived_at), now),
    }


def _minutes(since: datetime | None, now: datetime) -> int | None:
    return max(int((now - since).total_seconds() // 60), 0) if since else None


def _absent(day: DayList) -> list[dict[str, Any]]:
    """Return who did not come, by time and code, with what became of the mail."""
    rows = day.in_state("no_show")
    mails = appointments.missed_mails([row.appointment_id for row in rows if row.appointment_id])
    return [
        {
            "row": row,
            "services": services_in_words(row.basket),
            "mail": mails.get(row.appointment_id or 0, "no_address"),
        }
        for row in rows
    ]
