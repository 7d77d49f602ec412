"""DATA_KEY is replaced, as after a leak: every link, code and calendar entry that people have still works."""

import pytest
from django.test import Client

from servicepoint.appointments import actions, keys, queries
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.models import Appointment
from servicepoint.appointments.party import Contact
from servicepoint.kit.actor import RESIDENT
from tests.world import NOW, TUESDAY, World, at, book, person

ANOTHER = "another-data-key-another-data-key-another-33"


@pytest.fixture
def before(world: World) -> Booked:
    """Someone who booked under the old key."""
    return book(world, at(TUESDAY, 9))


@pytest.fixture
def uid(before: Booked) -> str:
    """Return what their calendar knows the appointment by."""
    return queries.note_for(before.appointment_id).uid


@pytest.fixture
def replaced(before: Booked, uid: str, settings) -> None:
    settings.DATA_KEYS_OLD = [settings.DATA_KEY]
    settings.DATA_KEY = ANOTHER


@pytest.mark.usefixtures("replaced")
def test_the_link_opens_and_every_link_on_its_page_too(before: Booked, client: Client) -> None:
    page = client.get(f"/en/appointment/{before.key}/")
    assert page.status_code == 200
    assert f"/en/appointment/{before.key}/move/" in page.content.decode()
    answer = client.post(f"/en/appointment/{before.key}/cancel/")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.usefixtures("replaced")
def test_code_and_birth_date_still_lead_to_the_appointment(before: Booked) -> None:
    found = queries.by_code(before.code, person().birth_date)
    assert found is not None
    assert found.key == before.key


@pytest.mark.usefixtures("replaced")
def test_the_calendar_entry_is_the_same_one(before: Booked, uid: str) -> None:
    assert queries.note_for(before.appointment_id).uid == uid


@pytest.mark.usefixtures("replaced")
def test_who_changes_the_mail_address_gets_a_link_of_the_new_key(before: Booked) -> None:
    contact = Contact("en", "nieuw@example.org")
    fresh = actions.change_contact(before.appointment_id, contact, now=NOW, actor=RESIDENT)
    assert queries.by_key(before.key) is None
    assert queries.by_key(fresh).key == fresh == keys.new_manage_key(Appointment.objects.get())


@pytest.mark.usefixtures("replaced")
def test_who_books_now_gets_a_link_of_the_new_key(world: World, settings) -> None:
    booked = book(world, at(TUESDAY, 10), person(2))
    settings.DATA_KEYS_OLD = []
    assert queries.by_key(booked.key).key == booked.key
