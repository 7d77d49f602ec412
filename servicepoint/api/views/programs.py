"""What programs can do here, for people: drawn from the very description that programs read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from servicepoint.api.v1 import VERSION, openapi
from servicepoint.api.v1.documents_refused import DOCUMENT_REFUSALS
from servicepoint.api.v1.problems import INPUT_ERRORS
from servicepoint.api.v1.refusals import REFUSALS

PAGE_SECONDS = 300
FEED = "/smart/$bulk-publish"
REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of what is sent or told; `words` are English, `schema` names a part below."""

    name: str
    kind: str
    schema: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    needs_token: bool
    parameters: tuple[Field, ...]
    body: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of what is sent or told."""

    name: str
    words: str
    fields: tuple[Field, ...]


@require_safe
@conditional_page
@cache_control(public=True, max_age=PAGE_SECONDS)
def programs(request: HttpRequest) -> HttpResponse:
    """Show every operation, every part of what is sent and told, and every code of a refusal."""
    described = openapi.document()
    context = {
        "version": VERSION,
        "feed": FEED,
        "server": described["servers"][0]["url"],
        "contact": described["info"]["contact"],
        "operations": [_operation(*each) for each in _operations(described)],
        "schemas": [_schema(*each) for each in sorted(described["components"]["schemas"].items())],
        "refusals": [(code, *words) for code, words in sorted({**REFUSALS, **DOCUMENT_REFUSALS}.items())],
        "input_errors": sorted(INPUT_ERRORS.items()),
    }
    return render(request, "api/programs.html", context)


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in described["paths"].items():
        yield from ((path, method, item[method]) for method in openapi.METHODS if method in item)


def _operation(path: str, method: str, details: dict[str, Any]) -> Operation:
    body = details.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        id=details["operationId"],
        method=method.upper(),
        path=path,
        summary=gettext(details["summary"]),
        words=details.get("description", ""),
        needs_token="security" in details,
        parameters=tuple(
            _field(each["name"], each["schema"], required=each["required"], words=each.get("description", ""))
            for each in details["parameters"]
        ),
        body=_schema_in(body),
        answers=tuple((status, _told(answer)) for status, answer in details["responses"].items()),
    )


def _told(answer: dict[str, Any]) -> str:
    schemas = [_schema_in(each["schema"]) for each in answer.get("content", {}).values()]
    return next(iter(schemas), "")


def _schema(name: str, details: dict[str, Any]) -> Schema:
    required = details.get("required", ())
    fields = (
        _field(key, value, required=key in required, words=value.get("description", ""))
        for key, value in details.get("properties", {}).items()
    )
    return Schema(name, details.get("description", ""), tuple(fields))


def _field(name: str, schema: dict[str, Any], *, required: bool, words: str) -> Field:
    return Field(name, _kind(schema), _schema_in(schema), required, words)


def _kind(schema: dict[str, Any]) -> str:
    """Return what a value is, in a few signs: `string (date)`, `array of Slot`, `string or null`."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"array of {_kind(schema.get('items', {}))}"
    kind = _schema_in(schema) or str(schema.get("type", ""))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _schema_in(schema: dict[str, Any]) -> str:
    """Return the name of the part that a schema refers to, in itself, its items or its choices."""
    for each in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if REFERENCE in each.get("$ref", ""):
            return str(each["$ref"]).removeprefix(REFERENCE)
    return ""
