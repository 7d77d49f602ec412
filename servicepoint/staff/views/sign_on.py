"""Single sign-on: to the provider and back."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from servicepoint.accounts.actions import account_of
from servicepoint.accounts.errors import RoleMissing
from servicepoint.accounts.queries import factors_of
from servicepoint.kit import clock
from servicepoint.limits.http import limited
from servicepoint.staff import acts, halfway
from servicepoint.staff.sign_on import SignOnFailed, is_offered, person_signed_on, to_provider

REFUSED = 403
NEXT = "sign_on_next"
counted = limited("login.address", methods=frozenset({"GET"}))


@never_cache
@require_GET
@counted
def sign_on(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the provider."""
    if not is_offered():
        raise Http404
    where = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    request.session[NEXT] = where if where and is_ours else reverse("staff:start")
    try:
        return to_provider(request, settings.PUBLIC_URL + reverse("staff:signed_on"))
    except SignOnFailed:
        return _refused(request, _("The sign-on of your organisation does not answer. Try again later"))


@never_cache
@require_GET
@counted
def signed_on(request: HttpRequest) -> HttpResponseBase:
    """Take what the provider says; who has no role of ours stays outside."""
    if not is_offered():
        raise Http404
    next_page = request.session.pop(NEXT, reverse("staff:start"))
    try:
        person, is_strong = person_signed_on(request)
        user = account_of(person, now=clock.now())
    except SignOnFailed:
        acts.sign_on_refused()
        return _refused(request, _("Logging in did not work. Try again"))
    except RoleMissing:
        acts.sign_on_refused()
        return _refused(request, _("Your organisation gave you no role here. Ask your administrator for one"))
    if is_strong or not (settings.STAFF_SECOND_FACTOR or factors_of(user.pk).is_enrolled):
        halfway.enter(request, user, "single_sign_on")
        return redirect(next_page)
    return redirect(halfway.begin(request, user, next_page))


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    context = {"words": words, "page_languages": ()}
    return render(request, "staff/not_signed_on.html", context, status=REFUSED)
