"""Parts of pages that are asked for again and again: sent when they changed, else 304 without a body."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

TAG_LENGTH = 24


def tag_of(*values: object) -> str:
    """Return the tag of what is drawn from these values, which must say all that is shown."""
    return f'W/"{hashlib.sha256(repr(values).encode()).hexdigest()[:TAG_LENGTH]}"'


def sent(request: HttpRequest, tag: str, draw: Callable[[], str]) -> HttpResponse:
    """Return the part, drawn only for who does not have it; no proxy and no browser keeps it."""
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(draw())
    response["ETag"] = tag
    response["Cache-Control"] = "no-store"
    return response
