"""`/v1` keeps to the Dutch API Design Rules; each rule of the checker finds a break of it."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.http import HttpResponse, JsonResponse

from servicepoint.api.v1 import VERSION
from tests.api.v1 import design_rules as rules
from tests.api.v1.conftest import CONTACT, Program, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client: Any) -> dict[str, Any]:
    """The description as a program gets it."""
    described: dict[str, Any] = client.get("/v1/openapi.json").json()
    return described


@pytest.mark.parametrize("rule", rules.OVER_DESCRIPTION, ids=lambda rule: rule.__name__)
def test_the_description_keeps_to_the_rule(rule: Callable[..., list[str]], document: dict[str, Any]) -> None:
    assert rule(document) == []


def some(document: dict[str, Any]) -> dict[str, Any]:
    """Return an operation to break."""
    operation: dict[str, Any] = document["paths"]["/holds"]["post"]
    return operation


def rename(document: dict[str, Any], path: str) -> None:
    document["paths"][path] = document["paths"].pop("/holds")


def query(document: dict[str, Any], name: str) -> None:
    some(document)["parameters"].append({"in": "query", "name": name, "schema": {"type": "string"}})


BREAKS: dict[Callable[..., list[str]], Callable[[dict[str, Any]], Any]] = {
    rules.doc_openapi: lambda it: it["components"]["schemas"].pop("Problem"),
    rules.doc_openapi_contact: lambda it: it["info"]["contact"].pop("email"),
    rules.operation_ids: lambda it: some(it).update(operationId="listSlots"),
    rules.path_parameters: lambda it: rename(it, "/holds/{other}"),
    rules.semver: lambda it: it["info"].update(version="1.0"),
    rules.uri_version: lambda it: it["servers"][0].update(url="https://example.org/api"),
    rules.no_trailing_slash: lambda it: rename(it, "/holds/"),
    rules.path_segments_kebab_case: lambda it: rename(it, "/slotHolds"),
    rules.query_keys_camel_case: lambda it: query(it, "first_day"),
    rules.property_camel_case: lambda it: it["components"]["schemas"]["NewHold"]["properties"].update(
        starts_at={}
    ),
    rules.naming_collections: lambda it: rename(it, "/hold"),
    rules.http_methods: lambda it: it["paths"]["/holds"].update(trace={}),
    rules.http_safety: lambda it: it["paths"]["/services"]["get"].update(requestBody={}),
    rules.version_header: lambda it: some(it)["responses"]["409"]["headers"].pop("API-Version"),
    rules.problem_details: lambda it: some(it)["responses"]["409"].update(content={"application/json": {}}),
    rules.invalid_input: lambda it: some(it)["responses"].update({"422": {}}),
    rules.all_errors: lambda it: it["components"]["schemas"]["Problem"]["properties"].pop("errors"),
    rules.date_time: lambda it: it["components"]["schemas"]["NewHold"]["properties"]["startsAt"].pop(
        "format"
    ),
    rules.no_sensitive_uris: lambda it: query(it, "holdToken"),
    rules.tls: lambda it: it["servers"][0].update(url="http://example.org/v1"),
}


@pytest.mark.parametrize("rule", rules.OVER_DESCRIPTION, ids=lambda rule: rule.__name__)
def test_a_break_of_the_rule_is_found(rule: Callable[..., list[str]], document: dict[str, Any]) -> None:
    broken = deepcopy(document)
    BREAKS[rule](broken)
    assert rule(broken) != []


def answers(program: Program) -> dict[str, Any]:
    """Ask for one answer of every kind."""
    held = program.hold().json()
    made = program.book(somebody(1))
    slots = "/locations/proefstad/slots?services=DOC"
    tag = program.get(slots).headers["ETag"]
    return {
        "a list": program.get("/services"),
        "slots": program.get(slots),
        "nothing new": program.ask("GET", slots, **{"If-None-Match": tag}),
        "made": program.post("/appointments", program.booking(somebody(2))),
        "nothing left": program.ask("DELETE", f"/holds/{held['id']}", token=held["token"]),
        "a file": program.get(f"/appointments/{made['id']}/calendar", token=made["token"]),
        "wrong input": program.post("/holds", {}),
        "no JSON": program.client.post("/v1/holds", "{", content_type="application/json"),
        "another type": program.client.post("/v1/holds", "a=b", content_type="text/plain"),
        "no token": program.get(f"/appointments/{made['id']}"),
        "unknown": program.get("/locations/nowhere"),
        "no such address": program.get("/nothing"),
        "a slash too many": program.get("/services/"),
        "not so": program.ask("PATCH", "/services"),
        "refused": program.post(
            "/appointments", {"holdToken": "0" * 32, "persons": [somebody(3)], "contact": CONTACT}
        ),
        "too large": program.client.post("/v1/holds", b"x" * 600_000, content_type="application/json"),
        "asked before": program.ask("OPTIONS", "/holds"),
        "head": program.ask("HEAD", "/services"),
        "the description": program.get("/openapi.json"),
    }


@pytest.mark.parametrize("rule", rules.OVER_ANSWERS, ids=lambda rule: rule.__name__)
def test_every_kind_of_answer_keeps_to_the_rule(rule: Callable[..., list[str]], program: Program) -> None:
    found = {kind: rule(answer) for kind, answer in answers(program).items()}
    assert found == {kind: [] for kind in found}


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (rules.live_version_header, HttpResponse()),
        (rules.live_security_headers, HttpResponse()),
        (rules.live_cors, HttpResponse(headers={"Access-Control-Allow-Credentials": "true"})),
        (rules.live_problem, HttpResponse("no", status=404)),
        (rules.live_moments, JsonResponse({"startsAt": "2026-11-24T09:00:00+01:00"})),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_an_answer_that_breaks_the_rule_is_found(rule: Callable[..., list[str]], broken: Any) -> None:
    broken.json = lambda: json.loads(broken.content)
    assert rule(broken) != []


def test_the_version_of_the_answers_is_that_of_the_description(document: dict[str, Any], client: Any) -> None:
    assert document["info"]["version"] == VERSION == client.get("/v1/services").headers["API-Version"]
