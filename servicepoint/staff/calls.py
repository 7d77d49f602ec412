"""A telephone call: an employee uses the pages of visitors for who calls, and the record says who it was.

A call begins at the telephone page and is noted in the session of staff. As long as it lasts, every request
of that browser carries it; what it does is done by and counted for the employee, who needs the permission.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase

from servicepoint.appointments.behalf import Caller
from servicepoint.kit import clock
from servicepoint.kit.reference import new_secret
from servicepoint.staff.entry import staff_actor

CALL = "call"
CALL_LASTS = timedelta(hours=1)
MAY_CALL = "appointments.book_appointment"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def calls(get_response: GetResponse) -> GetResponse:
    """Hang the call on the request (middleware). Browsers without a session of staff cost nothing."""

    def with_caller(request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "session")
        caller = _caller(request) if has_session else None
        if caller is None:
            return get_response(request)
        request.caller = caller  # type: ignore[attr-defined]  # read by appointments.behalf
        request.counted_as = f"staff:{caller.actor.name}"  # type: ignore[attr-defined]  # by limits.http
        response = get_response(request)
        response["Cache-Control"] = "private, no-store"  # a page that names the employee is for nobody else
        return response

    return with_caller


def begin(request: HttpRequest) -> Caller:
    """Begin a call, in place of one that nobody ended: its pages open nothing any more."""
    secret = new_secret()
    request.session[CALL] = {"secret": secret, "since": clock.now().isoformat()}
    return Caller(staff_actor(request), secret)


def end(request: HttpRequest) -> None:
    """End the call; doing so again changes nothing."""
    request.session.pop(CALL, None)


def _caller(request: HttpRequest) -> Caller | None:
    noted = request.session.get(CALL)
    if not noted or clock.now() - datetime.fromisoformat(noted["since"]) > CALL_LASTS:
        return None
    if not (admin.site.has_permission(request) and request.user.has_perm(MAY_CALL)):
        return None
    return Caller(staff_actor(request), noted["secret"])
