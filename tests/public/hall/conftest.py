"""A hall on Tuesday morning at nine, with a kiosk and a display that staff let in."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client

from servicepoint.devices import actions
from servicepoint.kit import clock
from servicepoint.public.hall.device import COOKIE
from tests.visits.hall import LEAD, NINE, Hall, open_hall
from tests.world import make_world


@pytest.fixture
def hall(db: None) -> Hall:
    return open_hall(make_world(2))


@pytest.fixture(autouse=True)
def nine_o_clock() -> Iterator[None]:
    with clock.frozen(NINE):
        yield


@pytest.fixture
def machine(hall: Hall) -> Callable[..., Client]:
    """Return a browser that was let in: `machine("kiosk")`, here or at another location."""

    def let_in(kind: str, location_id: int | None = None) -> Client:
        told = actions.announce(location_id or hall.here, kind=kind, name="By the door", now=NINE, actor=LEAD)
        _device, secret = actions.enrol(told.code, now=NINE)
        client = Client()
        client.cookies[COOKIE] = secret
        return client

    return let_in


@pytest.fixture
def kiosk(machine: Callable[..., Client]) -> Client:
    return machine("kiosk")


@pytest.fixture
def display(machine: Callable[..., Client]) -> Client:
    return machine("display")


def later(minutes: float = 0, seconds: float = 0):
    """Move the clock from nine o'clock on."""
    return clock.frozen(NINE + timedelta(minutes=minutes, seconds=seconds))
