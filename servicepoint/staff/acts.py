"""What accounts do at the staff door, as it is recorded."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest

from servicepoint.audit.actions import record
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor

UNKNOWN_ACCOUNT = "auth.user:unknown"
VISITOR = Actor("staff")  # somebody at the staff door who did not say who, or not convincingly


def logged_in(request: HttpRequest, how: str) -> None:
    """Record that the account of this request logged in, and by what: `password`, `digits`, `passkey`, ..."""
    _own_act(request, "staff.logged_in", how)


def logged_out(request: HttpRequest) -> None:
    """Record that the account of this request is about to log out."""
    _own_act(request, "staff.logged_out")


def password_changed(request: HttpRequest) -> None:
    """Record that the account of this request changed its own password."""
    _own_act(request, "staff.password_changed")


def login_failed(username: str) -> None:
    """Record a failed try; a name that is no account is not kept: people type passwords there."""
    account_id = get_user_model().objects.filter(username=username).values_list("pk", flat=True).first()
    subject = UNKNOWN_ACCOUNT if account_id is None else f"auth.user:{account_id}"
    record("staff.login_failed", actor=VISITOR, subject=subject, now=clock.now())


def second_factor_failed(user: User) -> None:
    """Record that somebody knew the password of an account and failed at the second step."""
    record("staff.second_factor_failed", actor=VISITOR, subject=f"auth.user:{user.pk}", now=clock.now())


def sign_on_refused() -> None:
    """Record that somebody came from the provider of single sign-on and was not let in."""
    record("staff.sign_on_refused", actor=VISITOR, subject=UNKNOWN_ACCOUNT, now=clock.now())


def unlocked(request: HttpRequest, user: User) -> None:
    """Record that the account of this request gave another one its tries back."""
    actor = Actor("staff", request.user.get_username())
    record("staff.unlocked", actor=actor, subject=f"auth.user:{user.pk}", now=clock.now())


def _own_act(request: HttpRequest, act: str, how: str = "") -> None:
    actor = Actor("staff", request.user.get_username())
    facts = {"kind": how} if how else None
    record(act, actor=actor, subject=f"auth.user:{request.user.pk}", now=clock.now(), facts=facts)
