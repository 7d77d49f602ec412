"""The machines in the hall: which one asks, and the page for everybody else.

A device keeps a secret in a cookie that only our pages can read; staff can shut it out at any moment. So
nobody can check in from home, and a stranger's browser never shows the kiosk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from servicepoint.devices.queries import Enrolled, device_lately
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.locations.queries import Location, location_lately

COOKIE = "hall_device"
COOKIE_SECONDS = 400 * 24 * 60 * 60  # as long as browsers keep any; every look at a page starts it anew
SECRET_LENGTH_MAX = 64
FORBIDDEN = 403

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Stand:
    """A device where it stands."""

    device: Enrolled
    place: Location

    @property
    def actor(self) -> Actor:
        """Who acts when someone checks in here: a resident, at this device."""
        return Actor("resident", f"device:{self.device.id}")


def stand_of(request: HttpRequest, kind: str, slug: str) -> Stand | None:
    """Return the device that asks, when it is of this kind and stands at this location."""
    secret = request.COOKIES.get(COOKIE, "")[:SECRET_LENGTH_MAX]
    device = device_lately(secret, now=clock.now()) if secret else None
    if device is None or device.kind != kind:
        return None
    place = location_lately(device.location_id)
    return Stand(device, place) if place.slug == slug else None


def on_device(kind: str) -> Callable[[View], View]:
    """Show a page on the devices of a kind at their own location, and to nobody else."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, location: str, **rest: Any) -> HttpResponseBase:
            stand = stand_of(request, kind, location)
            if stand is None:
                return stranger(request)
            response = view(request, stand, **rest)
            keep(response, request.COOKIES[COOKIE])
            return response

        return guarded

    return decorate


def stranger(request: HttpRequest) -> HttpResponse:
    """Answer 403: this page is for the machines in the hall; here is where everyone else goes."""
    return render(request, "public/hall/stranger.html", status=FORBIDDEN)


def keep(response: HttpResponseBase, secret: str) -> None:
    """Let the browser keep the device's secret, from now on for as long as it may."""
    response.set_cookie(
        COOKIE, secret, max_age=COOKIE_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
