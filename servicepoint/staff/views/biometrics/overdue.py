"""What the receiver has not confirmed: the lead sees it before the hard limit deletes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from servicepoint.biometrics import queries
from servicepoint.kit import clock
from servicepoint.staff.views.biometrics.gate import OVERSEE, for_staff


@for_staff(OVERSEE)
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List what waits too long, and what was deleted unconfirmed since yesterday."""
    context = {"found": queries.overdue(clock.now()), "page_languages": ()}
    return render(request, "staff/biometrics/overdue.html", context)
