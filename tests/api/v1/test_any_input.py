"""Ten thousand requests that follow the description or break it: no crash, no answer it does not name."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from config.wsgi import application
from servicepoint.documents import queries
from tests.api.v1.conftest import CONTACT, Program, new_key, somebody, written
from tests.api.v1.test_documents import PERSON, invitation, key_for, sent
from tests.documents.files import number_of
from tests.documents.shelf import delivered, in_safe, invited
from tests.world import THURSDAY, TUESDAY, World, at, make_world

CASES_MIN = 10_000
CASES_EACH = {  # by what one costs
    "catalogue": 1_600,
    "slots": 1_600,
    "holds": 350,
    "appointments": 230,
    "documents": 230,
    "invitations": 230,
    "letters": 230,
}
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
FOR_CLIENTS = ("/documents", "/invitations")
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Write no line for each of so many requests, and leave the test's connection open between them."""
    logging.disable(logging.WARNING)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def keep_connection() -> None:
    """Leave the test's connection open after requests that do not come through Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written inside; three statements, which requests that only read are spared."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Deep:
    """Puts what opens things into two of three cases, so that they come further than the door."""

    hold: dict[str, Any]
    party_hold: dict[str, Any]
    appointment: dict[str, Any]
    client: str
    invitation: int
    letter: str
    number: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def deepen(self, case: Any) -> None:
        """Change a case: valid names, tokens and keys, now and then the rest; what is left stays as made."""
        self.number += 1
        if not self.number % 3:
            return
        if case.method != "GET":
            case.headers["Idempotency-Key"] = new_key()
        for name, value in self._names().items():
            if f"{{{name}}}" in case.path:
                case.path_parameters[name] = value
        opens = self.appointment if "{appointment_id}" in case.path else self.hold
        for_clients = case.path.startswith(FOR_CLIENTS)
        if "{" in case.path or for_clients:
            token = self.client if for_clients else opens["token"]
            case.headers["Authorization"] = f"Bearer {token}"
        if case.path == "/locations/{slug}/slots" and self.number % 2:
            case.query = {**case.query, "services": "DOC,BIO"}
        if isinstance(case.body, dict):
            self._fill(case.path, case.body)

    def _names(self) -> dict[str, Any]:
        return {
            "slug": "proefstad",
            "code": "DOC",
            "hold_id": self.hold["id"],
            "appointment_id": self.appointment["id"],
            "position": 1 + self.number % 3,
            "document_number": number_of(1),
            "invitation_id": self.invitation,
        }

    def _fill(self, path: str, body: dict[str, Any]) -> None:
        """Fill in what is there by chance only; every second case keeps its own odd values beside it."""
        if "startsAt" in body:
            body["startsAt"] = written(at((TUESDAY, THURSDAY)[self.number % 2], 9 + self.number % 3, 10))
        if path == "/holds":
            body |= {"location": "proefstad", "services": ["DOC"]}
        if path == "/appointments":
            body |= {"holdToken": self.party_hold["token"], "persons": [somebody(1), somebody(2)]}
        if path == "/appointments" and self.number % 2:
            body["contact"] = CONTACT
        if self.number % 2:
            body |= self._whole(path)

    def _whole(self, path: str) -> dict[str, Any]:
        """Return what leads all the way, by the last part of the address."""
        whole: dict[str, dict[str, Any]] = {
            "documents": {"documents": [sent(1), sent(self.number)]},
            "invitations": invitation(),
            "persons": somebody(3),
            "contact": CONTACT | {"phone": ""},
            "letter-lookups": {"code": self.letter, "birthDate": "1990-05-17"},
            "appointment-tokens": {"code": self.appointment["code"], "birthDate": "1990-05-17"},
        }
        return whole.get(path.rpartition("/")[2], {})


def ask_all(program: Program, world: World) -> Counter[tuple[str, int]]:
    """Send the cases of every operation, each checked and undone; return how often each was answered how."""
    keep_connection()
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", application)
    office = key_for(world, "documents", "invitations")
    asked = invitation({**PERSON, "vNumber": "0000000009"})
    deep = Deep(
        hold=program.hold().json(),
        party_hold=program.hold("DOC", "DOC").json(),
        appointment=program.book(somebody(8), somebody(9)),
        client=office,
        invitation=program.post("/invitations", asked, token=office).json()["id"],
        letter=queries.printed_code(invited(world, in_safe(world, 2))),
    )
    for result in schema.get_all_operations():
        operation = result.ok()
        times = CASES_EACH[operation.definition.raw["tags"][0]]
        asked = _ask(operation, NEGATIVE, times // 3, deep)
        _ask(operation, POSITIVE, times - asked, deep)
    return deep.statuses


def well_answered(statuses: Counter[tuple[str, int]]) -> set[str]:
    """Return the operations that came all the way at least once."""
    return {operation for operation, status in statuses if status < 300}


def _ask(operation: Any, mode: GenerationMode, times: int, deep: Deep) -> int:
    """Send so many cases, each undone afterwards; return how many there were."""
    before = deep.statuses.total()

    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        deep.deepen(case)
        with undone() if case.method != "GET" else nullcontext():
            keep_connection()
            response = case.call(headers={"Accept-Encoding": "identity"})
        deep.statuses[f"{case.method} {case.path}", response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    with suppress(Unsatisfiable):  # what takes no input cannot be asked wrongly
        ask()
    return deep.statuses.total() - before


@pytest.mark.django_db
def test_no_crash_and_no_answer_that_the_description_does_not_name(
    client: Client, settings: Any, monday_morning: None
) -> None:
    settings.RATE_LIMITS = False
    world = make_world(6)
    delivered(world, 1)
    statuses = ask_all(Program(client), world)
    assert statuses.total() >= CASES_MIN
    assert well_answered(statuses) == {operation for operation, _ in statuses}
