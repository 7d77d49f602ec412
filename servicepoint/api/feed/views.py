"""The feed over HTTP: for everyone, from every site, the same for all; nothing in the query is obeyed."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from servicepoint.api import kept
from servicepoint.api.feed import files
from servicepoint.api.problem import method_not_allowed, too_often
from servicepoint.api.ready import Answer, sent
from servicepoint.appointments.errors import UnknownService
from servicepoint.kit import clock
from servicepoint.limits.http import look_from

SLOTS_SECONDS = 5  # how long a proxy may keep it, and how often it is worth asking again
LISTS_SECONDS = 60
JSON = "application/json"
NDJSON = "application/fhir+ndjson"
METHODS = "GET, HEAD, OPTIONS"

Find = Callable[..., Answer]
View = Callable[..., HttpResponse]


def _published(content_type: str, max_age: int) -> Callable[[Find], View]:
    """Make a view of what finds an answer: limits, methods and the headers that let any site read it."""

    def decorate(find: Find) -> View:
        @csrf_exempt
        @wraps(find)
        def view(request: HttpRequest, /, **named: str) -> HttpResponse:
            now = clock.now()
            refusal = _refusal(request, now)
            if refusal is not None:
                return _open(refusal)
            answer = find(now, **named)
            return _open(sent(request, answer, content_type=content_type, max_age=max_age))

        return view

    return decorate


@_published(JSON, SLOTS_SECONDS)
def manifest(now: datetime) -> Answer:
    """List all files."""
    return files.manifest(now)


@_published(NDJSON, LISTS_SECONDS)
def locations(now: datetime) -> Answer:  # noqa: ARG001 - it follows from no moment
    """List the service points."""
    return files.location_file()


@_published(NDJSON, LISTS_SECONDS)
def schedules(now: datetime) -> Answer:  # noqa: ARG001 - it follows from no moment
    """List what can be booked where."""
    return files.schedule_file()


@_published(NDJSON, SLOTS_SECONDS)
def slots(now: datetime, *, location: str, service: str) -> Answer:
    """List the free times of one person for a service at a location."""
    known = kept.still_good(files.slot_name(location, service), now)
    if known is not None:
        return known
    found = files.calendar(location, service)
    if found is None:
        raise Http404
    try:
        return files.slot_file(*found, now)
    except UnknownService as error:  # taken out of the catalogue a moment ago
        raise Http404 from error


def _refusal(request: HttpRequest, now: datetime) -> HttpResponse | None:
    if request.method not in {"GET", "HEAD"}:
        return _other_method(request)
    decision = look_from(request, now=now)
    return None if decision.allowed else too_often(decision)


def _other_method(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":  # a browser asks before it sends If-None-Match for a page of another site
        response = HttpResponse(status=204)
        del response["Content-Type"]
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    else:
        response = method_not_allowed()
    response["Allow"] = METHODS
    return response


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response
