"""Who looked at my data: what we answer to a person who asks."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from servicepoint.kit import clock
from servicepoint.limits.http import spend_named, too_many
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.find_forms import PersonSearchForm
from servicepoint.staff.who_looked import who_looked

UNFINISHED = 422


@staff_page("audit.search_entry", methods=("GET", "HEAD", "POST"))
def record(request: HttpRequest) -> HttpResponseBase:
    """Ask for the person, and show what the record holds about their appointments."""
    if request.method != "POST":
        return _page(request, PersonSearchForm())
    form = PersonSearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    now = clock.now()
    decision = spend_named("staff.search", request.user.get_username(), now=now)
    if not decision.allowed:
        return too_many(request, decision)
    lines = who_looked(**form.cleaned_data, now=now, actor=staff_actor(request))
    if lines is None:
        form.add_error(None, _("We keep no appointment of this person"))
        return _page(request, form)
    return render(request, "staff/record_found.html", {"lines": lines, "asked_at": now, "page_languages": ()})


def _page(request: HttpRequest, form: PersonSearchForm) -> HttpResponse:
    context = {"form": form, "page_languages": ()}
    return render(request, "staff/record.html", context, status=UNFINISHED if form.errors else 200)
