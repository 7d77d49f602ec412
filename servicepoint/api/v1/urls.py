"""Addresses of version 1; none ends in a slash."""

import json
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from servicepoint.api import ready
from servicepoint.api.v1 import openapi
from servicepoint.api.v1.api import api
from servicepoint.api.v1.views import slots
from servicepoint.documents.deliveries import columns

app_name = "v1"
DOCUMENT_SECONDS = 300


@csrf_exempt
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Answer the description of this API."""
    return ready.sent(
        request, openapi.answer(), content_type="application/json; charset=utf-8", max_age=DOCUMENT_SECONDS
    )


@csrf_exempt
@require_safe
def delivery_schema(request: HttpRequest) -> HttpResponse:
    """Answer the description of the delivery file (CSVW)."""
    return ready.sent(
        request, _schema(), content_type="application/csvm+json; charset=utf-8", max_age=DOCUMENT_SECONDS
    )


@csrf_exempt
@require_safe
def delivery_example(request: HttpRequest) -> HttpResponse:
    """Answer a delivery file with one invented person."""
    return ready.sent(request, _example(), content_type="text/csv; charset=utf-8", max_age=DOCUMENT_SECONDS)


@lru_cache(maxsize=1)
def _schema() -> ready.Answer:
    return ready.answer_of(json.dumps(columns.schema(), ensure_ascii=False, indent=2).encode())


@lru_cache(maxsize=1)
def _example() -> ready.Answer:
    return ready.answer_of(columns.example().encode())


_described: list[URLPattern] = [
    each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"
]
_list_slots = next(each.callback for each in _described if each.name == "slots")

free_slots = slots.slots(_list_slots)

urlpatterns: list[URLPattern] = [
    path("locations/<slug>/slots", free_slots, name="slots"),
    path("openapi.json", description, name="description"),
    path("delivery-schema.json", delivery_schema, name="delivery_schema"),
    path("delivery-example.csv", delivery_example, name="delivery_example"),
    *_described,
]
