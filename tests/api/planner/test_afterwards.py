"""What was booked through the planner's surface is an appointment like any other, on every page and paper."""

import json
import re

import pytest
from django.utils import translation

from servicepoint.appointments import actions, queries
from servicepoint.appointments.actions import NamedSlot
from servicepoint.appointments.errors import AlreadyBooked
from servicepoint.appointments.models import Appointment, Claim
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.note import text_in
from tests.api.planner.conftest import PREFIX, Program, booking, customer
from tests.documents.shelf import lies_ready
from tests.public.conftest import words
from tests.world import TUESDAY, at, party, person

MAASTRICHT = "6c5280823686521552efe85094e607cf"
ONLY_IF = {
    "en": "Your old document from the IND. Even if it is no longer valid. "
    "Only if this is your situation: “I still have my old document”",
    "nl": "Uw oude document van de IND. Ook als het niet meer geldig is. "
    "Alleen als dit uw situatie is: “Ik heb mijn oude document nog”",
}


@pytest.fixture
def made(client, real_content, settings) -> dict:
    """An appointment in Maastricht for two who collect a document, as the program was answered."""
    settings.RATE_LIMITS = False
    lies_ready("0000000001", "0000000002")
    program = Program(client, MAASTRICHT)
    listed = program.get("desks/maa/slots/?productKey=DOC&persons=2").content
    slot = json.loads(listed.removeprefix(PREFIX))["data"][0]
    times = {name: slot[name] for name in ("date", "startTime", "endTime")}
    answer = program.post(
        "desks/MAA/appointments/",
        booking(slot["key"], slot=slot, customers=[customer(1), customer(2)], **times),
    )
    assert answer.status_code == 200
    return json.loads(answer.content.removeprefix(PREFIX))["data"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_key_opens_its_page_which_says_what_to_bring_and_when_it_is_needed(client, made, language):
    page = words(client.get(f"/{language}/appointment/{made['key']}/").content.decode())
    assert made["code"] in page.replace("-", "").replace(" ", "")
    assert ONLY_IF[language].split(". Even")[0].split(". Ook")[0] in page
    note = queries.note_for(Appointment.objects.get().id)
    said = [text_in(each, language) for each in note.people[0].requirements]
    assert ONLY_IF[language] in said


def test_the_letter_and_the_calendar_file_are_made(client, made):
    for name in ("letter.pdf", "appointment.ics"):
        assert client.get(f"/nl/appointment/{made['key']}/{name}").status_code == 200


def test_the_code_and_the_v_number_of_either_person_open_it(client, made):
    for number in (1, 2):
        answer = client.post("/en/manage/", {"code": made["code"], "v_number": f"{number:010d}"})
        assert answer["Location"] == f"/en/appointment/{made['key']}/"


def test_it_is_cancelled_on_its_page_and_the_slot_is_free_again(client, made):
    with translation.override("en"):
        client.post(f"/en/appointment/{made['key']}/cancel/")
    assert Appointment.objects.get().status == "cancelled"
    assert not Claim.objects.exists()


def test_staff_see_a_person_without_a_birth_date(admin_client, made):
    answer = admin_client.get(f"/staff/admin/appointments/appointment/{Appointment.objects.get().id}/change/")
    assert answer.status_code == 200
    assert "Voorbeeld-2" in answer.content.decode()


def test_the_day_of_an_appointment_is_not_told_to_whoever_knows_a_v_number_alone(program, world):
    program.book(program.key())
    secret, nobody_knows = "s" * 32, person(1, birth_date=None)
    actions.hold(world.ask(), starts_at=at(TUESDAY, 10), secret=secret, now=clock.now(), actor=RESIDENT)
    for coming in (nobody_knows, person(1)):
        with pytest.raises(AlreadyBooked) as refused:
            actions.book(party(coming), hold_secret=secret, now=clock.now(), actor=RESIDENT)
        assert refused.value.starts_at is None


def test_a_hold_of_before_a_change_of_the_data_key_is_booked_afterwards(program, settings):
    key = program.key()
    program.hold(key)
    settings.DATA_KEYS_OLD, settings.DATA_KEY = [settings.DATA_KEY], "n" * 40
    answer = program.book(key)
    assert answer.status_code == 200
    assert re.search(rb'"code":"[A-Z0-9]{6}"', answer.content)


def test_a_hold_by_name_can_be_for_another_service_for_each_person(program, world):
    slot = NamedSlot(world.ask("DOC", "BIO"), at(TUESDAY, 9), "a name")
    actions.hold_slot(slot, now=clock.now(), actor=RESIDENT)
    coming = party(person(1), person(2, service="BIO"))
    booked = actions.book_slot(coming, slot=slot, now=clock.now(), actor=RESIDENT)
    assert queries.by_id(booked.appointment_id).basket == ("DOC", "BIO")
