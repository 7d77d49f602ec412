"""Who may see and change what: the token in the header, and ids that name a thing and open nothing."""

import hmac
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from servicepoint.api.v1.values import TOKEN_PATTERN
from servicepoint.appointments import queries
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit.reference import keyed_digest

ID_LENGTH = 24
_TOKEN = re.compile(TOKEN_PATTERN, re.ASCII)


class Unknown(Exception):
    """There is no such thing, or the token does not open it: one answer for both."""


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`; whether it opens anything is for the view to find out."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002 - the framework's signature
        """Return what has the shape of a token, or None."""
        return token if _TOKEN.match(token) and not token.endswith("\n") else None


def token_of(request: HttpRequest) -> str:
    """Return the token that came along; the route asks for one."""
    return str(request.auth)  # type: ignore[attr-defined]  # set by the framework after `authenticate`


def hold_token(request_key: str) -> str:
    """Return the secret under which a hold is made: it follows from the key, so that it can be told again."""
    return keyed_digest(settings.DATA_KEY.encode(), "v1 hold", request_key).hex()[:32]


def hold_id(token: str) -> str:
    """Return the name of a hold; the token cannot be made from it."""
    return _name(settings.DATA_KEY, "v1 hold id", token)


def appointment_id(appointment: AppointmentView) -> str:
    """Return the name of an appointment, the same through every move."""
    return _name(settings.DATA_KEY, "v1 appointment id", appointment.code)


def hold_opened(request: HttpRequest, named: str) -> str:
    """Return the token when it is that of the hold named in the address. Raises Unknown."""
    token = token_of(request)
    if not any(_same(named, _name(key, "v1 hold id", token)) for key in _data_keys()):
        raise Unknown
    return token


def appointment_opened(request: HttpRequest, named: str) -> AppointmentView:
    """Return the appointment that the token opens, when the address names it. Raises Unknown."""
    appointment = queries.by_key(token_of(request))
    if appointment is None or not is_named(appointment, named):
        raise Unknown
    return appointment


def is_named(appointment: AppointmentView, named: str) -> bool:
    """Say whether an address names this appointment, also one that was told before DATA_KEY changed."""
    return any(_same(named, _name(key, "v1 appointment id", appointment.code)) for key in _data_keys())


def _name(data_key: str, purpose: str, value: str) -> str:
    return keyed_digest(data_key.encode(), purpose, value).hex()[:ID_LENGTH]


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _data_keys() -> tuple[str, ...]:
    return (settings.DATA_KEY, *settings.DATA_KEYS_OLD)
