"""The description of the API (OpenAPI 3.1): what the framework knows, with what every answer carries."""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from http.client import responses as phrases
from typing import Any

from django.conf import settings

from servicepoint.api import problem, ready
from servicepoint.api.v1.api import api

Document = dict[str, Any]
OPENAPI = "3.1.0"
DESCRIPTION = (
    "Appointments at the IND service point in Maastricht: free slots, holds, bookings and changes of them. "
    "Follows the Dutch API Design Rules (NLGov REST API Design Rules) 2.1. Errors are problem+json "
    "(RFC 9457), all errors of an input at once. Every POST that changes something takes an Idempotency-Key: "
    "send the same request again with the same key when an answer was lost. Tokens travel in headers and "
    "bodies, never in addresses. Moments are answered in UTC; days are Dutch calendar days."
)
TAGS = {
    "catalogue": "Where, what, and whether somebody needs an appointment at all.",
    "slots": "Free times, for programs that ask again and again.",
    "holds": "A time kept for minutes while details are gathered.",
    "letters": "What the code in a letter of the service point opens.",
    "appointments": "Book, read, move, change who comes, cancel.",
    "documents": "For the back office, with a key: announce, change, and see where one is.",
    "invitations": "For the back office, with a key: invite people for photo and fingerprints.",
}
_STRING, _NUMBER = {"type": "string"}, {"type": "integer", "minimum": 0}
HEADERS: dict[str, Document] = {
    "API-Version": {"description": "The whole version of this API.", "schema": _STRING, "required": True},
    "ETag": {"description": "Stands for this content; send it as If-None-Match.", "schema": _STRING},
    "Location": {"description": "The address of what was made.", "schema": _STRING, "required": True},
    "RateLimit": {"description": "What is left of each limit that was counted.", "schema": _STRING},
    "RateLimit-Policy": {"description": "How often each counted limit allows it.", "schema": _STRING},
    "Retry-After": {"description": "Seconds to wait.", "schema": _NUMBER, "required": True},
    "WWW-Authenticate": {"description": "Bearer.", "schema": _STRING, "required": True},
}
ALWAYS = ("API-Version", "RateLimit", "RateLimit-Policy")
ALSO: dict[str, tuple[str, ...]] = {
    "201": ("Location",),
    "401": ("WWW-Authenticate",),
    "429": ("Retry-After",),
    "503": ("Retry-After",),
}
EVERYWHERE = (429, 500)
WITH_BODY = (400, 413, 415)
WITH_TOKEN = (401,)
TAGGED = "listSlots"  # has an ETag
# What only a program of the back office may ask: 403 where its key is for something else.
WITH_KEY = (403,)
METHODS = ("get", "put", "post", "delete", "patch")
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@lru_cache(maxsize=1)
def document() -> Document:
    """Return the description; made once. Not to be changed by who gets it."""
    described: Document = deepcopy(dict(api.get_openapi_schema(path_prefix="")))
    described["openapi"] = OPENAPI
    described["info"] |= {
        "description": DESCRIPTION,
        "contact": {
            "name": "IND Consultation, API",
            "url": f"{settings.PUBLIC_URL}/en/programs/",
            "email": settings.API_CONTACT,
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }
    described["externalDocs"] = {"description": "For people", "url": f"{settings.PUBLIC_URL}/en/programs/"}
    described["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    for operation in operations(described):
        _complete(operation)
    described["components"]["headers"] = HEADERS
    return described


@lru_cache(maxsize=1)
def answer() -> ready.Answer:
    """Return the description ready to be sent."""
    return ready.answer_of(json.dumps(document(), ensure_ascii=False, separators=(",", ":")).encode())


def operations(described: Document) -> Iterator[Document]:
    """Yield every operation of a description."""
    for item in described["paths"].values():
        yield from (item[method] for method in METHODS if method in item)


def _complete(operation: Document) -> None:
    """Add what the framework leaves out: refusals that any answer may be, media types, headers."""
    answers: Document = {str(status): told for status, told in operation["responses"].items()}
    media_type = operation.pop("x-media-type", "")
    if media_type:
        answers["200"]["content"] = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    for refusal in _refusals(operation):
        answers.setdefault(str(refusal), {})
    for status, told in answers.items():
        told["description"] = phrases[int(status)]
        if int(status) >= 400:
            told["content"] = {problem.CONTENT_TYPE: {"schema": PROBLEM}}
        told["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name in _headers(operation, status)
        }
    operation["responses"] = dict(sorted(answers.items()))


def _refusals(operation: Document) -> Iterator[int]:
    yield from EVERYWHERE
    if "requestBody" in operation:
        yield from WITH_BODY
    if "security" in operation:
        yield from WITH_TOKEN
    if {"ClientKey": []} in operation.get("security", ()):
        yield from WITH_KEY
    if operation["parameters"]:
        yield 400


def _headers(operation: Document, status: str) -> Iterator[str]:
    yield from ALWAYS
    yield from ALSO.get(status, ())
    if operation["operationId"] == TAGGED and status in {"200", "304"}:
        yield "ETag"
