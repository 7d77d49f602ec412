"""The second factor at the log-in, and again before dangerous acts: digits, a passkey, or a code on paper."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicepoint.accounts import actions, passkeys
from servicepoint.accounts.errors import CodeWrong, PasskeyRefused
from servicepoint.accounts.queries import digits_of_demo_app, factors_of
from servicepoint.forms.page import PageForm
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.limits.http import limited, spend_named, too_many
from servicepoint.staff import acts, demo, halfway
from servicepoint.staff.entry import View
from servicepoint.staff.factor_forms import DigitsForm, RecoveryForm
from servicepoint.staff.halfway import Asked

UNFINISHED = 422
QUESTION = "passkey_question"
AskedView = Callable[[HttpRequest, Asked], HttpResponseBase]


def asked(view: AskedView) -> View:
    """Give the view the account in question, and count tries by both; strangers go to the log-in."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @limited("login.address")
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        account = halfway.account_of(request)
        if account is None:
            return redirect(settings.LOGIN_URL)
        if request.method == "POST":
            decision = spend_named("login.second", str(account.user.pk), now=clock.now())
            if not decision.allowed:
                return too_many(request, decision)
        return view(request, account)

    return guarded


@asked
def second(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Ask for six digits, or for a passkey where the account has one."""
    if not factors_of(account.user.pk).is_enrolled:
        return redirect("staff:choose" if account.is_half else settings.LOGIN_URL)
    _note_where_to(request)
    if request.method != "POST":
        return _page(request, account, DigitsForm())
    form = DigitsForm(request.POST)
    if not form.is_valid():
        return _page(request, account, form)
    try:
        actions.check_digits(account.user.pk, form.cleaned_data["digits"], now=clock.now())
    except CodeWrong:
        acts.second_factor_failed(account.user)
        form.add_error("digits", _("These digits are not right, or were used before. Wait for the next ones"))
        return _page(request, account, form)
    return let_in(request, account, "digits")


@require_POST
@asked
def passkey(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Check what the browser answered to the question of the page before."""
    state = request.session.pop(QUESTION, {})
    try:
        passkeys.check(account.user.pk, request.POST.get("answer", ""), state=state, now=clock.now())
    except PasskeyRefused:
        acts.second_factor_failed(account.user)
        refused = _("This passkey was not accepted. Try again")
        return _page(request, account, DigitsForm(), error=refused)
    return let_in(request, account, "passkey")


@asked
def recovery(request: HttpRequest, account: Asked) -> HttpResponseBase:
    """Ask for a code on paper."""
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.check_recovery_code(
                account.user.pk, form.cleaned_data["recovery"], now=clock.now(), actor=actor_of(account)
            )
        except CodeWrong:
            acts.second_factor_failed(account.user)
            form.add_error("recovery", _("This code is not right, or was used before"))
        else:
            return let_in(request, account, "recovery")
    context = {"form": form, "page_languages": ()}
    return render(request, "staff/recovery.html", context, status=UNFINISHED if form.errors else 200)


def let_in(request: HttpRequest, account: Asked, how: str) -> HttpResponse:
    """Log the account in, or note that who is logged in proved themselves again; go on to where they went."""
    if account.is_half:
        halfway.enter(request, account.user, how)
    else:
        halfway.proved(request)
    return HttpResponseRedirect(account.next_page or reverse("staff:start"))


def actor_of(account: Asked) -> Actor:
    """Return the actor for the account in question."""
    return Actor("staff", account.user.get_username())


def _note_where_to(request: HttpRequest) -> None:
    """Remember the page that asked who is logged in for a new proof."""
    where = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    if where and is_ours:
        request.session["proof_for"] = where


def _page(request: HttpRequest, account: Asked, form: PageForm, *, error: str = "") -> HttpResponse:
    factors = factors_of(account.user.pk)
    context: dict[str, Any] = {"form": form, "factors": factors, "account": account, "page_languages": ()}
    if factors.passkeys:
        context["question"], request.session[QUESTION] = passkeys.question_for_known(account.user.pk)
    if settings.DEMO and account.user.get_username() in {name for name, *_rest in demo.accounts()}:
        context["demo_digits"] = digits_of_demo_app(account.user.pk, now=clock.now())
    context["error_links"] = [{"text": error, "href": ""}] if error else []
    status = UNFINISHED if form.errors or error else 200
    return render(request, "staff/second.html", context, status=status)
