"""One line in the log for each request: what kind, which page, how it ended, how long. Never who or what."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from servicepoint.kit.reference import new_secret

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REFERENCE_LENGTH = 12
QUIET = "live:"  # asked for every two seconds by every open screen: told only when it went wrong
_log = structlog.get_logger("config.request")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def request_log(get_response: GetResponse) -> GetResponse:
    """Give each request a reference (`request.reference`, in the log, in X-Request-ID) and log its end.

    First of the middleware, so that its milliseconds hold everything. The reference is ours: one sent along
    by a client could carry anything into the log.
    """

    def told(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        reference = new_secret()[:REFERENCE_LENGTH]
        request.reference = reference  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=reference):
            response = get_response(request)
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            _tell(request, status=response.status_code, milliseconds=milliseconds)
        response["X-Request-ID"] = reference
        return response

    return told


def _tell(request: HttpRequest, *, status: int, milliseconds: float) -> None:
    if status < 400 and _route(request).startswith(QUIET):
        return
    log = _log.error if status >= 500 else _log.info
    log("request", method=_method(request), route=_route(request), status=status, milliseconds=milliseconds)


def _method(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "OTHER"


def _route(request: HttpRequest) -> str:
    """Return the name of the page, such as `public:start`; a path may hold a secret key."""
    match = request.resolver_match
    return match.view_name if match else "none"
