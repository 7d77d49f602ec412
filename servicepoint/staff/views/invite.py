"""Invite somebody whose photo and fingerprints are missing or poor; the letter goes out by itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servicepoint.documents import actions
from servicepoint.documents.actions import Call, Guest
from servicepoint.documents.actions.biometrics_letters import BIOMETRICS
from servicepoint.documents.errors import AlreadyInvited
from servicepoint.kit import clock
from servicepoint.staff.document_forms import InvitationForm, already_invited
from servicepoint.staff.entry import staff_actor, staff_page

INVITE = "documents.invite_invitation"
METHODS = ("GET", "HEAD", "POST")
UNFINISHED = 422


@staff_page(INVITE, methods=METHODS)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask who, why and until when; a POST invites, and leads to an empty page that says so."""
    if request.method != "POST":
        return _page(request, InvitationForm())
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        _invite(request, form)
    except AlreadyInvited:
        form.add_error("v_number", already_invited())
        return _page(request, form)
    messages.success(request, _("Invited. The letter goes out with the next batch"))
    return HttpResponseRedirect(reverse("staff:invite"), status=303)


def _invite(request: HttpRequest, form: InvitationForm) -> None:
    given, now = form.cleaned_data, clock.now()
    call = Call(
        location_id=form.place.id,
        service=BIOMETRICS,
        reason=given["reason"],
        opens_on=clock.dutch_day(now),
        closes_on=given["respond_before"],
        language=given["language"],
        address=form.reach.address,
        email=form.reach.email,
    )
    guest = Guest(given["v_number"], given["first_name"], given["last_name"], given["birth_date"])
    actions.invite_for_biometrics(call, [guest], now=now, actor=staff_actor(request))


def _page(request: HttpRequest, form: InvitationForm) -> HttpResponse:
    context = {"form": form, "page_languages": ()}
    return render(request, "staff/invite.html", context, status=UNFINISHED if form.errors else 200)
