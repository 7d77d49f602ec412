"""A program that calls `/v1`, on an ordinary Monday morning at a small service point."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from servicepoint.api import kept
from servicepoint.kit import clock
from tests.races.conftest import enough_connections as enough_connections  # noqa: PLC0414 - a fixture
from tests.world import NOW, World, make_world


@pytest.fixture
def monday_morning() -> Iterator[None]:
    """Freeze the clock."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def world(db: None, monday_morning: None) -> World:
    """One counter, open on Tuesday and Thursday."""
    return make_world(1)


def written(moment: Any) -> str:
    """Return a moment as programs write it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def new_key() -> str:
    """Return a fresh Idempotency-Key."""
    return str(uuid.uuid4())


def somebody(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an invented person as a program sends one."""
    person = {
        "service": "DOC",
        "firstName": "Testa",
        "lastName": f"Voorbeeld-{number}",
        "birthDate": "1990-05-17",
        "vNumber": f"{number:010d}",
    }
    return {**person, **changes}


CONTACT = {"language": "en", "email": "testa@example.org"}


@dataclass
class Program:
    """A client program: JSON in, JSON out."""

    client: Client

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str = "", key: str = "", **headers: str
    ) -> Any:
        """Send one request below /v1 and return the response."""
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/v1{path}", headers={"Accept-Language": "en", **headers}, **sent)

    def get(self, path: str, **more: Any) -> Any:
        """Read."""
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> Any:
        """Send with a fresh key, or the one given; an empty one is none."""
        return self.ask("POST", path, body, key=new_key() if key is None else key, **more)

    def free(self, *services: str) -> list[str]:
        """Return the free starts for a party."""
        slots = self.get(f"/locations/proefstad/slots?services={','.join(services)}").json()["slots"]
        kept.forget_all()  # in these tests the clock stands still, and half a second never passes
        return [each["startsAt"] for each in slots]

    def hold(self, *services: str, starts_at: Any = None, key: str | None = None) -> Any:
        """Hold the first free time, or another moment."""
        basket = list(services or ("DOC",))
        start = written(starts_at) if starts_at else self.free(*basket)[0]
        wish = {"location": "proefstad", "services": basket, "startsAt": start}
        return self.post("/holds", wish, key=key)

    def booking(self, *people: dict[str, Any], starts_at: Any = None) -> dict[str, Any]:
        """Return the body that books these people, or one, with a hold of their own."""
        persons = list(people or (somebody(),))
        held = self.hold(*(each["service"] for each in persons), starts_at=starts_at)
        assert held.status_code == 201, held.content
        return {"holdToken": held.json()["token"], "persons": persons, "contact": CONTACT}

    def book(self, *people: dict[str, Any], starts_at: Any = None) -> dict[str, Any]:
        """Hold and book; return the appointment."""
        response = self.post("/appointments", self.booking(*people, starts_at=starts_at))
        assert response.status_code == 201, response.content
        made: dict[str, Any] = response.json()
        return made


@pytest.fixture
def program(client: Client, world: World) -> Program:
    """A program at the small service point."""
    return Program(client)


def codes(response: Any) -> dict[str, str]:
    """Return the errors of a refusal: place and code."""
    return {each["in"]: each["code"] for each in response.json()["errors"]}
