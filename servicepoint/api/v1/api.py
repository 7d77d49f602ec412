"""The API as one: its routers, how JSON is read, and how every refusal is answered."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from servicepoint.api import problem
from servicepoint.api.v1 import VERSION, documents_refused, problems
from servicepoint.api.v1.clients import KeyMissing, ScopeMissing
from servicepoint.api.v1.counted import TooOften
from servicepoint.api.v1.refusals import refused
from servicepoint.api.v1.tokens import Unknown
from servicepoint.api.v1.views import (
    appointments,
    catalogue,
    documents,
    files,
    holds,
    invitations,
    letters,
    slots,
)
from servicepoint.api.v1.wrong_input import WrongInput
from servicepoint.appointments.errors import Refused
from servicepoint.documents.errors import DocumentRefused

JSON = "application/json"


class NotJson(Exception):
    """The body says that it is something else."""


class JsonReader(Parser):
    """Reads a body of JSON; texts in it are whole, so that they can be stored."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says. Raises NotJson, and ValueError for what cannot be read."""
        if request.content_type != JSON:
            raise NotJson
        read = json.loads(request.body, parse_constant=_no_number)
        json.dumps(read, ensure_ascii=False).encode()  # half a character cannot be: a ValueError
        return read


class JsonWriter(JSONRenderer):
    """Writes JSON without spaces, with letters as they are."""

    json_dumps_params = {"separators": (",", ":"), "ensure_ascii": False}


def _no_number(name: str) -> None:
    raise ValueError(name)


api = NinjaAPI(
    title="IND Consultation",
    version=VERSION,
    urls_namespace="v1",
    docs_url=None,
    openapi_url=None,
    parser=JsonReader(),
    renderer=JsonWriter(),
    servers=[{"url": f"{settings.PUBLIC_URL}/v1"}],
)
for each in (catalogue, slots, holds, appointments, letters, files, documents, invitations):
    api.add_router("", each.router)


@api.exception_handler(ValidationError)
def bad_input(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer everything that the shape of a request has wrong, at once."""
    return problems.bad_input(problems.found_by_validator(error.errors))


@api.exception_handler(WrongInput)
def wrong_input(_request: HttpRequest, error: WrongInput) -> HttpResponse:
    """Answer what a view found wrong."""
    return problems.bad_input(error.errors)


@api.exception_handler(HttpError)
def unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that could not be read."""
    return problems.wrong_media_type() if isinstance(error.__cause__, NotJson) else problems.unreadable()


@api.exception_handler(AuthenticationError)
def no_token(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer who brought no token."""
    return problems.no_token()


@api.exception_handler(KeyMissing)
def no_key(_request: HttpRequest, _error: KeyMissing) -> HttpResponse:
    """Answer who is no program of the back office."""
    return problems.no_key()


@api.exception_handler(ScopeMissing)
def no_scope(_request: HttpRequest, _error: ScopeMissing) -> HttpResponse:
    """Answer a program whose key is for something else."""
    return problems.no_scope()


@api.exception_handler(Unknown)
def unknown(_request: HttpRequest, _error: Unknown) -> HttpResponse:
    """Answer what is not there, or not for this token."""
    return problems.not_found()


@api.exception_handler(TooOften)
def too_often(_request: HttpRequest, error: TooOften) -> HttpResponse:
    """Answer who has to wait."""
    return problem.too_often(error.decision)


@api.exception_handler(Refused)
def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer what the appointments room refuses."""
    return refused(request, error)


@api.exception_handler(DocumentRefused)
def document_refusal(_request: HttpRequest, error: DocumentRefused) -> HttpResponse:
    """Answer what the documents room refuses."""
    return documents_refused.refused(error)
