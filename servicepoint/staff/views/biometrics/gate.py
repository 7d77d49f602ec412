"""What the pages of photo and fingerprints share: who may come in, where they lead, how pictures arrive."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables

from servicepoint.biometrics import actions, queries
from servicepoint.biometrics.errors import BiometricsRefusal, SittingUnknown
from servicepoint.biometrics.queries import SittingState
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.staff import capture_texts
from servicepoint.staff.day import captures
from servicepoint.staff.day.seat import saw_all, subject_of
from servicepoint.staff.paths import PICTURE_BYTES_MAX

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
TAKE, OVERSEE = "biometrics.take_sitting", "biometrics.oversee_sitting"
PAGE = "staff.capture"
CONFLICT = 409
_SHARE = r"-?[01](?:\.\d{1,6})?|-?\.\d{1,6}"
SHARES = re.compile(rf"(?:{_SHARE})(?:,(?:{_SHARE})){{3,5}}\Z")


def for_staff(permission: str) -> Callable[[View[P]], View[P]]:
    """Let in accounts with this permission; strangers go to the log-in page. Nothing is stored on the way."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        @cache_control(no_store=True, private=True)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not admin.site.has_permission(request):
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor for the logged-in account."""
    return Actor("staff", request.user.get_username())


def sitting_or_404(sitting_id: UUID) -> SittingState:
    """Return the sitting as it stands."""
    try:
        return queries.sitting(sitting_id)
    except SittingUnknown:
        raise Http404 from None


@sensitive_variables("picture")
def picture_in(request: HttpRequest) -> bytes:
    """Return the bare body: a picture, in memory. No form is parsed and no upload handler sees it."""
    picture: bytes = request.read(PICTURE_BYTES_MAX + 1)
    if len(picture) > PICTURE_BYTES_MAX:
        raise SuspiciousOperation("too large")
    return picture


def whose(request: HttpRequest, sitting: SittingState) -> str:
    """Return whose sitting it is, so that nobody takes the sister's photo; empty where that is not known."""
    visit, person = captures.of_sitting(sitting)
    if visit is None or person is None:
        return ""
    saw_all(request, PAGE, [subject_of(visit.appointment_id, visit.id)], clock.now())
    return f"{visit.ticket}  {person.who.first_name} {person.who.last_name}"


def note_settled(request: HttpRequest, sitting_id: UUID) -> None:
    """Write into the visit what is settled by now."""
    captures.note_settled(sitting_id, actor=actor_of(request), now=clock.now())


def way_back(request: HttpRequest) -> str:
    """Return the page to go to when the sitting is done: `next`, if it is one of ours."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("staff:start")


def address(name: str, request: HttpRequest, sitting_id: UUID) -> str:
    """Return the address of a page of this sitting, with the way back in it."""
    query = urlencode({"next": way_back(request)})
    return f"{reverse(f'staff:{name}', args=[sitting_id])}?{query}"


def onward(request: HttpRequest, sitting_id: UUID, *, at: str = "photo") -> HttpResponseRedirect:
    """Go to what is missing, first to the rest of the page where we are (`at`: `photo` or `fingers`).

    What is settled is written into the visit. When nothing is missing, close the sitting and go back.
    """
    note_settled(request, sitting_id)
    state = queries.sitting(sitting_id)
    if state.is_settled and not state.closed:
        actions.close_sitting(sitting_id, actor=actor_of(request), now=clock.now())
    if state.is_settled:
        return HttpResponseRedirect(way_back(request))
    stays = at == "fingers" and not state.fingers_settled
    return HttpResponseRedirect(
        address("fingers" if stays or state.photo_settled else "photo", request, sitting_id)
    )


def back_with(
    request: HttpRequest, refusal: BiometricsRefusal, name: str, sitting_id: UUID
) -> HttpResponseRedirect:
    """Go back to a page of the sitting, which then says why something was refused."""
    messages.error(request, str(capture_texts.REFUSED[refusal.code]))
    return HttpResponseRedirect(address(name, request, sitting_id))


def refused(request: HttpRequest, refusal: BiometricsRefusal) -> HttpResponse:
    """Return the refusal in words, to be put into the page."""
    context = {"text": capture_texts.REFUSED[refusal.code]}
    return render(request, "staff/biometrics/_refused.html", context, status=CONFLICT)
