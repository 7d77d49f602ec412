"""Which browser a draft belongs to: a random secret in a signed cookie, and nothing else about its reader."""

import uuid
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from servicepoint.appointments import actions
from servicepoint.appointments.actions import Typed
from servicepoint.appointments.behalf import caller_of
from servicepoint.kit.reference import new_secret

COOKIE = "visitor"
SECONDS_PER_HOUR = 3_600


def secret_of(request: HttpRequest) -> str:
    """Return the browser's secret, or a new one when it has none that is younger than a draft may be."""
    return _known_secret(request) or new_secret()


def remember(response: HttpResponse, secret: str) -> None:
    """Give the browser its secret, until it is closed; the signature is refused when it is too old."""
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=COOKIE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def draft_of(request: HttpRequest, draft_id: uuid.UUID, now: datetime) -> Typed | None:
    """Return the draft if it belongs to this browser; None for every other reason alike."""
    secret = _known_secret(request)
    return actions.draft_of(draft_id, owner=secret, now=now) if secret else None


def _known_secret(request: HttpRequest) -> str:
    caller = caller_of(request)
    if caller:  # a booking for a caller belongs to the call, and ends with it
        return caller.secret
    max_age = settings.DRAFT_HOURS * SECONDS_PER_HOUR
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=max_age) or ""
