"""Only machines that staff let in show the kiosk and the display; each its own, at its own location."""

import pytest
from django.test import Client

from servicepoint.devices import actions
from servicepoint.devices.models import Device
from servicepoint.devices.queries import forget_devices
from servicepoint.public.hall.device import COOKIE
from tests.public.conftest import words
from tests.visits.hall import LEAD, NINE
from tests.world import make_world

KIOSK, DISPLAY, CALLS = "/en/kiosk/proefstad/", "/display/proefstad/", "/live/display/proefstad/"


def test_the_code_lets_a_machine_in_and_leads_to_its_page(client, hall):
    told = actions.announce(hall.here, kind="kiosk", name="By the door", now=NINE, actor=LEAD)
    answer = client.post("/device/", {"code": told.code})
    assert (answer.status_code, answer["Location"]) == (303, "/kiosk/proefstad/")
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["max-age"] > 300 * 24 * 60 * 60
    assert client.get("/kiosk/proefstad/", follow=True).status_code == 200


def test_a_wrong_code_lets_nothing_in_and_says_what_helps(client, hall):
    answer = client.post("/device/", {"code": "AAAAAA"})
    assert answer.status_code == 422
    assert COOKIE not in answer.cookies
    assert "Vraag een nieuwe code" in words(answer.content.decode())


def test_codes_cannot_be_tried_out(client, hall):
    answers = {client.post("/device/", {"code": f"AAAAA{number}"}).status_code for number in range(12)}
    assert answers == {422, 429}


@pytest.mark.parametrize(
    "address", [KIOSK, f"{KIOSK}ticket/A01/", f"{KIOSK}ticket/A01/print/", DISPLAY, CALLS]
)
def test_strangers_are_refused(client, hall, address):
    assert client.get(address).status_code == 403


def test_a_stranger_cannot_check_in_from_home(client, hall):
    booked = hall.booked()
    assert client.post(KIOSK, {"code": "AAAAAA"}).status_code == 403
    assert booked


@pytest.mark.parametrize("secret", ["", "x", "0" * 32, "0" * 5000])
def test_a_made_up_cookie_is_a_stranger(hall, secret):
    client = Client()
    client.cookies[COOKIE] = secret
    assert client.get(KIOSK).status_code == 403


def test_a_machine_that_was_removed_is_a_stranger(kiosk, hall):
    assert kiosk.get(KIOSK).status_code == 200
    actions.revoke(Device.objects.get().id, now=NINE, actor=LEAD)
    assert kiosk.get(KIOSK).status_code == 403
    assert "not known here" in words(kiosk.get(KIOSK).content.decode())


def test_a_display_is_no_kiosk_and_a_kiosk_no_display(kiosk, display):
    assert display.get(KIOSK).status_code == 403
    assert kiosk.get(DISPLAY).status_code == 403
    assert kiosk.get(CALLS).status_code == 403


def test_a_machine_of_another_location_is_a_stranger_here(machine, hall):
    elsewhere = machine("kiosk", make_world(1, name="elders").location_id)
    assert elsewhere.get(KIOSK).status_code == 403
    assert elsewhere.get("/en/kiosk/elders/").status_code == 200


def test_a_location_that_does_not_exist_is_refused_like_any_other(kiosk):
    assert kiosk.get("/en/kiosk/nergens/").status_code == 403


def test_a_machine_stays_known_for_as_long_as_it_is_used(kiosk):
    assert kiosk.get(KIOSK).cookies[COOKIE]["max-age"] > 300 * 24 * 60 * 60
    forget_devices()
    assert kiosk.get(KIOSK).status_code == 200
