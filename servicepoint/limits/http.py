"""Limits at a door: who is asking, whether it is too often, and the answer when it is."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from servicepoint.kit import clock
from servicepoint.limits import memory
from servicepoint.limits.actions import spend
from servicepoint.limits.address import client_address
from servicepoint.limits.rules import LIMITS, Decision

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def address_of(request: HttpRequest) -> str:
    """Return whom limits count for this request: the address, or the account of staff that answers a call.

    Many employees share the address of their office.
    """
    counted_as: str = getattr(request, "counted_as", "")
    return counted_as or client_address(request.META, proxies_trusted=settings.PROXIES_TRUSTED)


def spend_named(limit_name: str, subject: str, *, now: datetime) -> Decision:
    """Use up one time of `subject` under the limit of that name; a KeyError names an unknown limit."""
    return spend(limit_name, subject, limit=LIMITS[limit_name], now=now)


def look_from(request: HttpRequest, *, now: datetime) -> Decision:
    """Count one look of a program at something cheap, in this process alone; no statement."""
    return memory.spend("look.address", address_of(request), limit=LIMITS["look.address"], now=now)


def too_many(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Return the page with status 429 that says when to try again, with Retry-After."""
    context = {"retry_after_minutes": -(-decision.retry_after_seconds // 60)}
    response = render(request, "errors/429.html", context, status=429)
    response["Retry-After"] = str(decision.retry_after_seconds)
    response["Cache-Control"] = "no-store"
    return response


def limited(
    limit_name: str, *, methods: frozenset[str] = frozenset({"POST"})
) -> Callable[[View[P]], View[P]]:
    """Let an address call the view as often as the named limit says, counting only `methods`."""
    limit = LIMITS[limit_name]

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in methods:
                return view(request, *args, **kwargs)
            decision = spend(limit_name, address_of(request), limit=limit, now=clock.now())
            return view(request, *args, **kwargs) if decision.allowed else too_many(request, decision)

        return guarded

    return decorate
