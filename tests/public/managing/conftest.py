"""A party with an appointment, someone else with another one, and staff, on an ordinary Monday morning."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from servicepoint.appointments import queries
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from tests.world import NOW, TUESDAY, World, at, book, make_world, person

NINE = at(TUESDAY, 9)


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def world(db: None) -> World:
    return make_world(1)


@pytest.fixture
def owners(world: World) -> Booked:
    """Two persons who collect a document on Tuesday at nine."""
    return book(world, NINE, person(1), person(2))


@pytest.fixture
def strangers(world: World) -> Booked:
    """Someone else, an hour later."""
    return book(world, at(TUESDAY, 10), person(7))


@pytest.fixture
def staff(db: None) -> Client:
    """A member of staff with every permission, logged in."""
    client = Client()
    client.force_login(User.objects.create_superuser("proefbaas", password="x"))
    return client


def page_of(booked: Booked, name: str = "", *parts: object, language: str = "en") -> str:
    """Return the address of one of the pages of an appointment."""
    with translation.override(language):
        name = f"public:appointment_{name}" if name else "public:appointment"
        return reverse(name, args=[booked.key, *parts])


def now_of(booked: Booked) -> AppointmentView:
    """Return the appointment as it stands."""
    view = queries.by_id(booked.appointment_id)
    assert view is not None
    return view


@pytest.fixture
def followed(client: Client) -> Callable[..., HttpResponse]:
    """Post a form, check that it is answered with 303, and return the page it leads to."""

    def post(address: str, **fields: object) -> HttpResponse:
        answer = client.post(address, fields)
        assert answer.status_code == 303, answer.content.decode()[:2000]
        return client.get(answer["Location"])

    return post
