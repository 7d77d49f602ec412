"""Choosing second factors: at the first log-in, and later on the account's own page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicepoint.accounts import actions, passkeys
from servicepoint.accounts.errors import CodeWrong, PasskeyRefused
from servicepoint.accounts.queries import factors_of
from servicepoint.accounts.rules import app_address
from servicepoint.kit import clock
from servicepoint.staff import halfway
from servicepoint.staff.entry import View, staff_page
from servicepoint.staff.factor_forms import DigitsForm
from servicepoint.staff.halfway import Asked
from servicepoint.staff.views.second import UNFINISHED, actor_of, asked, let_in
from servicepoint.typeset.qr import qr_svg

QUESTION = "passkey_made"


def may_choose(view: Callable[[HttpRequest, Asked], HttpResponseBase]) -> View:
    """Show the page to who is at the first log-in, and to who is logged in and proved themselves just now.

    Whoever knows a password alone may not add a factor to an account that has one.
    """

    @wraps(view)
    def guarded(request: HttpRequest, account: Asked) -> HttpResponseBase:
        if account.is_half and factors_of(account.user.pk).is_enrolled:
            return redirect("staff:second")
        if not account.is_half and not halfway.is_fresh(request):
            return prove_first(request, reverse("staff:factors"))
        return view(request, account)

    return asked(guarded)


def prove_first(request: HttpRequest, next_page: str) -> HttpResponse:
    """Lead to the page that asks for a proof, and back: by a factor if there is one, else the password."""
    assert request.user.pk is not None
    page = reverse("staff:second") if factors_of(request.user.pk).is_enrolled else settings.LOGIN_URL
    return redirect(f"{page}?{urlencode({'next': next_page})}")


@never_cache
@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest) -> HttpResponseBase:
    """Say at the first log-in that a second factor is needed, and offer the two kinds."""
    half = halfway.half_of(request)
    if half is None:
        return redirect(settings.LOGIN_URL)
    if factors_of(half.user.pk).is_enrolled:
        return redirect("staff:second")
    return render(request, "staff/choose.html", {"page_languages": ()})


@staff_page()
def factors(request: HttpRequest) -> HttpResponseBase:
    """List what this account proves itself with."""
    assert request.user.pk is not None
    context = {"factors": factors_of(request.user.pk), "page_languages": ()}
    return render(request, "staff/factors.html", context)


@may_choose
def add_app(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Show the secret as a QR code and as text; POST takes the app once its digits are right."""
    form = DigitsForm(request.POST if request.method == "POST" else None)
    try:
        secret = actions.start_app(account.user.pk, now=clock.now())
    except CodeWrong:
        return redirect("staff:factors")
    if form.is_valid():
        try:
            digits = form.cleaned_data["digits"]
            actions.confirm_app(account.user.pk, digits, now=clock.now(), actor=actor_of(account))
        except CodeWrong:
            form.add_error("digits", _("These digits are not right. Check the clock of your telephone"))
        else:
            return _chosen(request, account, "digits")
    qr = qr_svg(app_address(secret, account.user.get_username()))
    context = {
        "form": form,
        "qr": mark_safe(qr),  # noqa: S308 - drawn by us
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "page_languages": (),
    }
    return render(request, "staff/add_app.html", context, status=UNFINISHED if form.errors else 200)


@may_choose
def add_passkey(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Ask the browser to make a passkey; POST keeps it."""
    error = ""
    if request.method == "POST":
        state, answer = request.session.pop(QUESTION, {}), request.POST.get("answer", "")
        name = request.POST.get("name", "").strip() or _("Passkey")
        try:
            passkeys.add(
                account.user.pk, answer, state=state, name=name, now=clock.now(), actor=actor_of(account)
            )
        except PasskeyRefused:
            error = _("The passkey was not made. Try again, or use the app")
        else:
            return _chosen(request, account, "passkey")
    name = account.user.get_username()
    question, request.session[QUESTION] = passkeys.question_for_new(account.user.pk, account=name)
    context: dict[str, Any] = {"question": question, "page_languages": ()}
    context["error_links"] = [{"text": error, "href": ""}] if error else []
    return render(request, "staff/add_passkey.html", context, status=UNFINISHED if error else 200)


@require_POST
@may_choose
def remove(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Forget the app or one passkey; the last one is asked for again at the next log-in."""
    now, actor, which = clock.now(), actor_of(account), request.POST.get("which", "")
    if which == "app":
        actions.remove_app(account.user.pk, now=now, actor=actor)
    elif which.isascii() and which.isdigit():
        actions.remove_passkey(account.user.pk, passkey_id=int(which[:18]), now=now, actor=actor)
    return redirect("staff:factors")


@require_POST
@may_choose
def new_codes(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Make new codes for paper, and show them this once."""
    if account.is_half:
        return redirect("staff:choose")
    return _show_codes(request, account, reverse("staff:factors"))


def _chosen(request: HttpRequest, account: Asked, how: str) -> HttpResponseBase:
    """Log in who chose the first factor; show the codes for paper if the account has none yet."""
    going_to = let_in(request, account, how)
    if factors_of(account.user.pk).recovery_left:
        return redirect("staff:factors")
    page = going_to["Location"] if account.is_half else reverse("staff:factors")
    return _show_codes(request, account, page)


def _show_codes(request: HttpRequest, account: Asked, next_page: str) -> HttpResponse:
    codes = actions.new_recovery_codes(account.user.pk, now=clock.now(), actor=actor_of(account))
    context = {"codes": codes, "next_page": next_page, "page_languages": ()}
    return render(request, "staff/recovery_codes.html", context)
