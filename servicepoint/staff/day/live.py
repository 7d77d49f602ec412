"""Parts of pages that stay up to date: asked for every few seconds, answered with 304 when nothing changed.

Plain requests rather than an open line: a web worker serves the next page while nobody asks, a lost
connection mends itself with the next question, and the page works without any of it.
"""

import hashlib
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from servicepoint.appointments import queries as appointments
from servicepoint.kit import clock
from servicepoint.visits import queries


def tag_of_day(location_id: int, now: datetime) -> tuple[Hashable, ...]:
    """Return what changes when anything of today does: its visits, its appointments, and the minute."""
    today = clock.dutch_day(now)
    taken = appointments.state_of(location_id, now=now).day_versions.get(today)
    return today, queries.version(location_id, today), taken, f"{now:%H:%M}"


def live_part(
    request: HttpRequest, template: str, *, tag: tuple[Hashable, ...], context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """Return the part of a page, or 304 to who has it already. What it shows is worked out only when sent."""
    words = repr((tag, request.user.pk, get_language(), request.META.get("QUERY_STRING", "")))
    etag = f'"{hashlib.sha256(words.encode()).hexdigest()[:24]}"'
    if request.META.get("HTTP_IF_NONE_MATCH") == etag:
        response = HttpResponse(status=304)
    else:
        response = render(request, template, context())
    response["ETag"] = etag
    return response
