"""The balance of a day: the sum, where everything is in the evening, and where it does not add up."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.forms.fields import DateField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servicepoint.documents import queries
from servicepoint.documents.balance import PLUS
from servicepoint.kit import clock
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_page
from servicepoint.staff.safe_words import FAULTS, FLOWS, PLACES, word

from .gate import KEEP

DAYS_BACK = 400


@staff_page(KEEP)
def balance(request: HttpRequest) -> HttpResponse:
    """Show the sum of a day, today if none is named."""
    place, now = place_of(request), clock.now()
    day = _day(request.GET.get("day", ""), clock.dutch_day(now))
    found = queries.day_balance(place.id, day)
    takes = [each for each in queries.stock_takes(place.id) if each.finished_at and not each.drawer]
    since, _until = clock.day_bounds(clock.dutch_day(now))
    context = {
        "place": place,
        "day": day,
        "is_today": day == clock.dutch_day(now),
        "before": day - timedelta(days=1),
        "sum": found.sum,
        "flows": [(word(FLOWS, code), code in PLUS, count) for code, count in found.sum.flows.items()],
        "places": [(word(PLACES, code), count) for code, count in found.sum.places.items()],
        "difference": found.sum.end - found.sum.expected,
        "faults": [(each, word(FAULTS, each.code)) for each in found.faults],
        "count": takes[0] if takes else None,
        "left_out": [
            (each, word(PLACES, each.facts.place)) for each in queries.outside(place.id, since_before=since)
        ],
        "page_languages": (),
    }
    return render(request, "staff/safe/balance.html", context)


def _day(text: str, today: date) -> date:
    """Return the day asked for, if it is one of the past year; else today."""
    try:
        wanted = DateField(required=False).clean(text)
    except ValidationError:
        return today
    return wanted if wanted and today - timedelta(days=DAYS_BACK) <= wanted <= today else today
