"""What accounts do at the staff door, as it is recorded."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest

from servicepoint.audit.actions import record
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor

UNKNOWN_ACCOUNT = "auth.user:unknown"
VISITOR = Actor("staff")  # somebody at the staff door who did not say who, or not convincingly


def logged_in(request: HttpRequest) -> None:
    """Record that the account of this request logged in."""
    _own_act(request, "staff.logged_in")


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


def _own_act(request: HttpRequest, act: str) -> None:
    actor = Actor("staff", request.user.get_username())
    record(act, actor=actor, subject=f"auth.user:{request.user.pk}", now=clock.now())
