"""A second person at somebody else's screen: proves who they are with all that their own log-in asks for.

Nobody is logged in by this; it is one answer to one question. Tries are counted as those of the log-in are.
"""

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest

from servicepoint.accounts import actions
from servicepoint.accounts.errors import CodeWrong
from servicepoint.accounts.queries import factors_of
from servicepoint.accounts.rules import DIGITS, only_letters_and_digits
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.limits.http import address_of, spend_named
from servicepoint.limits.rules import Decision
from servicepoint.staff import acts
from servicepoint.staff.entry import staff_actor

NAME_LENGTH_MAX = 150


class NotConvinced(Exception):
    """Name, password or second factor are not right; which of them is not said."""


class TooOften(Exception):
    """Too many tries; `decision` says until when."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


def convinced(request: HttpRequest, permission: str) -> Actor | None:
    """Return the account that is typed and may do this; without a name who is logged in, if they may.

    The fields are `username`, `password` and, for an account with a second factor, `digits`: those of its
    app, or a recovery code (a passkey cannot be used in the browser of somebody else). Raises NotConvinced,
    TooOften.
    """
    name = request.POST.get("username", "").strip().replace("\x00", "")[:NAME_LENGTH_MAX]
    if not name:
        return staff_actor(request) if request.user.has_perm(permission) else None
    _spend("login.address", address_of(request))
    _spend("login.account", name.casefold())
    account = authenticate(request, username=name, password=request.POST.get("password", ""))
    if not isinstance(account, User) or not account.is_staff or not account.has_perm(permission):
        acts.login_failed(name)
        raise NotConvinced
    _second_factor(account, request.POST.get("digits", ""))
    return Actor("staff", account.get_username())


def _second_factor(account: User, typed: str) -> None:
    """Use up the digits or the recovery code of an account that logs in with them. Raises NotConvinced."""
    is_enrolled = factors_of(account.pk).is_enrolled
    if not is_enrolled and not settings.STAFF_SECOND_FACTOR:
        return
    _spend("login.second", str(account.pk))
    if not is_enrolled or not _is_right(account, typed):
        acts.second_factor_failed(account)
        raise NotConvinced


def _is_right(account: User, typed: str) -> bool:
    now = clock.now()
    try:
        if len(only_letters_and_digits(typed)) <= DIGITS:
            actions.check_digits(account.pk, typed, now=now)
        else:
            actor = Actor("staff", account.get_username())
            actions.check_recovery_code(account.pk, typed, now=now, actor=actor)
    except CodeWrong:
        return False
    return True


def _spend(limit_name: str, subject: str) -> None:
    decision = spend_named(limit_name, subject, now=clock.now())
    if not decision.allowed:
        raise TooOften(decision)
