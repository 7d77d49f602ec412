"""Everyone of a day: on the screen, on paper, and as a file for when the computer is down."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.fields import DateField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.staff.day.listing import GROUPS, ListLine, as_csv, groups_of, lines_of
from servicepoint.staff.day.live import live_part, tag_of_day
from servicepoint.staff.day.seat import place_of, saw_all, subject_of
from servicepoint.staff.entry import staff_page

LIST = "visits.list_visit"
PAGE = "staff.today"
POLL_SECONDS = 4
DAYS_AHEAD_MAX = 14


@staff_page(LIST)
def today(request: HttpRequest) -> HttpResponse:
    """Show everyone of today, or of a coming day; it stays up to date by itself."""
    return render(request, "staff/today.html", _context(request, clock.now()))


@staff_page(LIST)
def today_part(request: HttpRequest) -> HttpResponse:
    """Return the list for the page that is open."""
    now = clock.now()
    place = place_of(request)
    tag = (*tag_of_day(place.id, now), place.id, _day(request, now))
    return live_part(request, "staff/today/list.html", tag=tag, context=lambda: _context(request, now))


@staff_page(LIST)
def today_print(request: HttpRequest) -> HttpResponse:
    """Show the list for paper: with boxes to tick and room to write, as for a morning without a computer."""
    return render(request, "staff/today_print.html", _context(request, clock.now()))


@staff_page(LIST)
def today_file(request: HttpRequest) -> HttpResponse:
    """Send the list as a file for a spreadsheet."""
    now = clock.now()
    place, day = place_of(request), _day(request, now)
    lines = lines_of(place.id, day)
    _record(request, lines, now)
    response = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{place.slug}-{day.isoformat()}.csv"'
    return response


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    place, day = place_of(request), _day(request, now)
    lines = lines_of(place.id, day)
    _record(request, lines, now)
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in GROUPS else ""
    return {
        "place": place,
        "places": locations.locations(),
        "day": day,
        "is_today": day == clock.dutch_day(now),
        "next_day": _next_open_day(place, day, now),
        "groups": groups_of(lines),
        "chosen": chosen,
        "lines": [line for line in lines if chosen in {"", line.group}],
        "total": len(lines),
        "asked_at": now,
        "poll_seconds": POLL_SECONDS,
        "page_languages": (),
    }


def _record(request: HttpRequest, lines: tuple[ListLine, ...], now: datetime) -> None:
    named = (line.row for line in lines if line.row.names)
    saw_all(request, PAGE, [subject_of(row.appointment_id, row.visit_id) for row in named], now)


def _day(request: HttpRequest, now: datetime) -> date:
    """Return the day asked for: today, or one of the next two weeks; anything else is today."""
    today = clock.dutch_day(now)
    try:
        wanted = DateField(required=False).clean(request.GET.get("day"))
    except ValidationError:
        return today
    return wanted if wanted and today <= wanted <= today + timedelta(days=DAYS_AHEAD_MAX) else today


def _next_open_day(place: Location, day: date, now: datetime) -> date | None:
    """Return the next day with openings: whose list is printed the evening before."""
    last = clock.dutch_day(now) + timedelta(days=DAYS_AHEAD_MAX)
    if day >= last:
        return None
    hours = locations.openings(place.id, day + timedelta(days=1), last)
    return min((clock.dutch_day(each.starts_at) for each in hours), default=None)
