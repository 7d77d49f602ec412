"""Between the password and the second factor; and how long ago an account last proved itself.

Who gave the right password is noted in a fresh session for ten minutes and is not logged in: no page knows
them. Only `enter` logs an account in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest

from servicepoint.accounts.queries import factors_of
from servicepoint.kit import clock
from servicepoint.staff import acts

HALF, PROVED_AT = "half_logged_in", "proved_at"
HALF_LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(minutes=10)  # after that, dangerous acts ask for a second factor again
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Asked:
    """The account that is asked for a second factor, and where it goes; `is_half` until it is logged in."""

    user: User
    next_page: str
    is_half: bool


def begin(request: HttpRequest, user: User, next_page: str) -> str:
    """Note that this account gave its password; return the name of the page that comes next."""
    request.session.flush()
    request.session[HALF] = {
        "account": user.pk,
        "password": user.get_session_auth_hash(),
        "since": clock.now().isoformat(),
        "next": next_page,
    }
    return "staff:second" if factors_of(user.pk).is_enrolled else "staff:choose"


def half_of(request: HttpRequest) -> Asked | None:
    """Return who gave the password in this session, for ten minutes and while that password is theirs."""
    noted = request.session.get(HALF)
    if not noted or clock.now() - datetime.fromisoformat(noted["since"]) > HALF_LASTS:
        return None
    user = User.objects.filter(pk=noted["account"], is_active=True, is_staff=True).first()
    if user is None or user.get_session_auth_hash() != noted["password"]:
        return None
    return Asked(user, noted["next"], is_half=True)


def account_of(request: HttpRequest) -> Asked | None:
    """Return whose second factor this page is about: who is half-way in, else who is logged in."""
    half = half_of(request)
    if half or not admin.site.has_permission(request):
        return half
    assert isinstance(request.user, User)
    return Asked(request.user, request.session.get("proof_for", ""), is_half=False)


def enter(request: HttpRequest, user: User, how: str) -> None:
    """Log the account in for as long as the browser stays open, eight hours at most, and record how."""
    login(request, user, backend=BACKEND)
    request.session.pop(HALF, None)
    request.session.set_expiry(0)
    proved(request)
    acts.logged_in(request, how)


def proved(request: HttpRequest) -> None:
    """Note that the account of this session has just proved itself."""
    request.session[PROVED_AT] = clock.now().isoformat()


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the account of this session proved itself within ten minutes."""
    noted = request.session.get(PROVED_AT)
    return noted is not None and clock.now() - datetime.fromisoformat(noted) <= PROOF_LASTS
