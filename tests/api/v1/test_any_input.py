"""Ten thousand requests that follow the description or break it: no crash, no answer that is not described."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
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
from tests.api.v1.conftest import CONTACT, Program, new_key, somebody, written
from tests.world import THURSDAY, TUESDAY, at, make_world

CASES_MIN = 10_000
CASES_EACH = {"catalogue": 1_150, "slots": 1_000, "holds": 460, "appointments": 430}  # by what one costs
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
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


@dataclass
class Deep:
    """Puts what opens things into some of the cases, so that they come further than the door."""

    program: Program
    number: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def deepen(self, case: Any) -> None:
        """Change every second case: valid tokens, ids and keys; the rest stays as it was made."""
        self.number += 1
        if self.number % 2:
            return
        if self.number % 4 and case.method in {"POST", "PUT", "DELETE"}:
            case.headers["Idempotency-Key"] = new_key()
        prepare: dict[str, Callable[[Any], None]] = {
            "hold_id": self._open_hold,
            "appointment_id": self._open_appointment,
        }
        for name, put in prepare.items():
            if f"{{{name}}}" in case.path:
                put(case)
        if isinstance(case.body, dict):
            self._fill(case.path, case.body)

    def _open_hold(self, case: Any) -> None:
        held = self._held("DOC")
        if held:
            case.path_parameters["hold_id"] = held["id"]
            case.headers["Authorization"] = f"Bearer {held['token']}"

    def _open_appointment(self, case: Any) -> None:
        held = self._held("DOC")
        if held is None:
            return
        body = {"holdToken": held["token"], "persons": [somebody(self.number)], "contact": CONTACT}
        made = self.program.post("/appointments", body).json()
        case.path_parameters["appointment_id"] = made["id"]
        case.headers["Authorization"] = f"Bearer {made['token']}"
        if "position" in case.path_parameters and self.number % 3:
            case.path_parameters["position"] = 1

    def _fill(self, path: str, body: dict[str, Any]) -> None:
        if path == "/holds":
            body |= {"location": "proefstad", "services": ["DOC"]}
        if "startsAt" in body:
            body["startsAt"] = self._start()
        if path == "/appointments":
            held = self._held("DOC", "DOC")
            if held:
                body["holdToken"] = held["token"]
                body["persons"] = [somebody(self.number * 2), somebody(self.number * 2 + 1)]
        if path.endswith("/persons") and self.number % 3:
            body |= somebody(1_000_000 + self.number)
        if "contact" in path and self.number % 3:
            body |= {"email": f"testa{self.number}@example.org", "phone": ""}

    def _held(self, *services: str) -> dict[str, Any] | None:
        response = self.program.post(
            "/holds", {"location": "proefstad", "services": list(services), "startsAt": self._start()}
        )
        held: dict[str, Any] | None = response.json() if response.status_code == 201 else None
        return held

    def _start(self) -> str:
        day = (TUESDAY, THURSDAY)[self.number % 2]
        return written(at(day, 9 + self.number // 6 % 3, self.number % 6 * 10))


def ask_all(program: Program) -> Counter[tuple[str, int]]:
    """Send the cases of every operation, each checked; return how often each was answered how."""
    keep_connection()
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", application)
    deep = Deep(program)
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
        with transaction.atomic():
            deep.deepen(case)
            keep_connection()
            response = case.call()
            transaction.set_rollback(True)
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
    make_world(6)
    statuses = ask_all(Program(client))
    import json,collections; d=collections.defaultdict(dict); [d[o].__setitem__(c,n) for (o,c),n in sorted(statuses.items())]; print(json.dumps(d,indent=0), statuses.total())
    assert statuses.total() >= CASES_MIN
    assert well_answered(statuses) == {operation for operation, _ in statuses}
