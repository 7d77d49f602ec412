"""The telephone page: find a caller's appointment, or book one, on the pages that visitors use."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from servicepoint.appointments import queries
from servicepoint.appointments.queries import Found
from servicepoint.audit.actions import record, record_view
from servicepoint.kit import clock
from servicepoint.limits.http import spend_named, too_many
from servicepoint.staff import calls
from servicepoint.staff.calls import MAY_CALL
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.find_forms import CallerSearchForm

UNFINISHED = 422
SALT = "found for a caller"
FOUND_LASTS = 60 * 60  # seconds in which what was found can be opened


@staff_page(MAY_CALL, methods=("GET", "HEAD", "POST"))
def telephone(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code, a V-number, or a name and birth date; list what was found, without names."""
    if request.method != "POST":
        return _page(request, CallerSearchForm())
    form = CallerSearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    decision = spend_named("staff.search", request.user.get_username(), now=clock.now())
    if not decision.allowed:
        return too_many(request, decision)
    found = queries.found_by(**form.cleaned_data)
    if not found:
        form.add_error(None, _("Nothing was found. Check the spelling and the date with the caller"))
    for each in found:
        subject = f"appointment:{each.id}"
        record_view("staff.telephone", actor=staff_actor(request), subject=subject, now=clock.now())
    return _page(request, form, found)


@staff_page(MAY_CALL, methods=("POST",))
def open_found(request: HttpRequest) -> HttpResponseBase:
    """Begin a call and lead to the appointment, as its party sees it. Only what was found can be opened."""
    try:
        found_id = signing.loads(request.POST.get("found", ""), salt=SALT, max_age=FOUND_LASTS)
    except signing.BadSignature:
        return redirect("staff:telephone")
    caller = calls.begin(request)
    subject = f"appointment:{found_id}"
    record("staff.caller_opened", actor=caller.actor, subject=subject, now=clock.now())
    return HttpResponseRedirect(reverse("public:appointment", args=[caller.key_for(found_id)]))


@staff_page(MAY_CALL, methods=("POST",))
def book(request: HttpRequest) -> HttpResponseBase:
    """Begin a call and lead to the first question of a booking."""
    calls.begin(request)
    return redirect("public:book")


@staff_page(MAY_CALL, methods=("POST",))
def end_call(request: HttpRequest) -> HttpResponseBase:
    """End the call; the pages of visitors are those of a visitor again."""
    calls.end(request)
    return redirect("staff:telephone")


def _page(request: HttpRequest, form: CallerSearchForm, found: list[Found] | None = None) -> HttpResponse:
    lines = [(each, signing.dumps(each.id, salt=SALT)) for each in found or []]
    context = {"form": form, "found": lines, "page_languages": ()}
    return render(request, "staff/telephone.html", context, status=UNFINISHED if form.errors else 200)
