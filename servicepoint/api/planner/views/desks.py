"""Where a product is offered."""

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from servicepoint.api import ready
from servicepoint.api.planner import envelope
from servicepoint.api.planner.answering import LOOK, allow, answers
from servicepoint.api.planner.desks import product_of
from servicepoint.kit import clock
from servicepoint.limits.http import look_from
from servicepoint.locations import queries as locations
from servicepoint.services.catalogue import Service

MAX_AGE_SECONDS = 1
DEFAULT_LANGUAGE = "nl"


@answers(*LOOK)
def desks(request: HttpRequest) -> HttpResponse:
    """List the locations where the product is offered; `oap-locale` chooses the language of their names."""
    now = clock.now()
    allow(look_from(request, now=now))
    service = product_of(request.GET.get("productKey"))
    body = envelope.wrapped(_desks(service, _language_of(request), now))
    response = ready.sent(request, _answer(body), content_type=envelope.CONTENT_TYPE, max_age=MAX_AGE_SECONDS)
    patch_vary_headers(response, ["oap-locale"])
    return response


def _desks(service: Service, language: str, now: datetime) -> list[dict[str, object]]:
    if not service.active:
        return []
    offered_at = locations.locations_with_lately(service.code, now)
    return [
        {"key": each.key, "version": each.version, "name": each.name[language]}
        for each in locations.locations_lately()
        if each.id in offered_at
    ]


@lru_cache(maxsize=64)
def _answer(body: bytes) -> ready.Answer:
    return ready.answer_of(body)


def _language_of(request: HttpRequest) -> str:
    asked = request.headers.get("oap-locale", "").strip().lower()[:2]
    return asked if asked in dict(settings.LANGUAGES) else DEFAULT_LANGUAGE
