"""Client programs at a small service point, on a Monday morning. Bodies are bytes, as they travel."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from servicepoint.kit import clock
from servicepoint.locations.models import Location
from servicepoint.services.models import Service
from tests.world import NOW, World, make_world

PREFIX = b")]}',\n"
TAKEN = PREFIX + b'{"status":"ERROR","errorCode":"APT_TAKEN"}'
SIMILAR = PREFIX + b'{"status":"ERROR","errorCode":"SIMILAR_APT_EXISTS"}'
GENERAL = PREFIX + b'{"status":"ERROR","errorCode":"GENERAL"}'
INVALID = PREFIX + b'{"status":"ERROR","errorCode":"INVALID_REQUEST"}'
NINE = {"date": "2026-11-24", "startTime": "09:00", "endTime": "09:10"}


@dataclass
class Program:
    """A client program: it knows the desk and speaks the planner's language."""

    client: Client
    desk: str

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/oap/api/{path}", headers=headers)

    def post(self, path: str, body: Any, **more: Any) -> HttpResponse:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        more.setdefault("content_type", "application/json")
        return self.client.post(f"/oap/api/{path}", sent, **more)

    def key(self, persons: int = 1, product: str = "DOC", *, time: str = "09:00") -> str:
        """Return the key of the first slot that begins at this time."""
        listed = self.get(f"desks/{self.desk}/slots/?productKey={product}&persons={persons}").content.decode()
        found = re.search(rf'"key":"([0-9a-f]{{32}})","date":"[0-9-]+","startTime":"{time}"', listed)
        assert found, listed
        return found[1]

    def hold(self, key: str, *, slot: Any = None) -> HttpResponse:
        return self.post(f"desks/{self.desk}/slots/{key}", {"key": key, **NINE} if slot is None else slot)

    def book(self, key: str, **changes: Any) -> HttpResponse:
        return self.post(f"desks/{self.desk}/appointments", booking(key, **changes))


def customer(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an invented person as a program sends one; None leaves a key out."""
    values = {
        "vNumber": f"{number:010d}",
        "bsn": "",
        "firstName": "Testa",
        "lastName": f"Voorbeeld-{number}",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not ...}


def booking(key: str, *, slot: Any = None, **changes: Any) -> dict[str, Any]:
    """Return the body of a booking; `...` leaves a key out."""
    appointment = {
        "productKey": "DOC",
        **NINE,
        "email": "testa@example.org",
        "phone": "+31612345678",
        "language": "en",
        "customers": [customer()],
        **changes,
    }
    kept = {name: value for name, value in appointment.items() if value is not ...}
    named = {"key": key, **NINE, "booked": False} if slot is None else slot
    return {"bookableSlot": named, "appointment": kept}


@pytest.fixture
def later() -> Iterator[Callable[..., None]]:
    """Let time pass: `later(minutes=11)`."""
    with clock.frozen(NOW):
        entered = []

        def pass_time(**passed: float) -> None:
            frozen = clock.frozen(clock.now() + timedelta(**passed))
            frozen.__enter__()
            entered.append(frozen)

        yield pass_time
        for each in reversed(entered):
            each.__exit__(None, None, None)


@pytest.fixture
def world(db: None, later: Any, settings: Any) -> World:
    """One counter; V-numbers are needed for documents."""
    settings.RATE_LIMITS = False
    made = make_world(1)
    Service.objects.filter(code="DOC").update(v_number="required")
    return made


@pytest.fixture
def program(world: World, client: Client) -> Program:
    return Program(client, Location.objects.get().key)
