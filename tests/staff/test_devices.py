"""Kiosks and displays: the lead gives a code and removes a machine; others do not."""

import re

import pytest
from django.test import Client

from servicepoint.devices import queries
from servicepoint.devices.models import Device
from servicepoint.kit import clock
from tests.public.conftest import words
from tests.world import NOW, make_world

PAGE = "/staff/devices/"


@pytest.fixture
def here(db):
    with clock.frozen(NOW):
        yield make_world(1).location_id


def new(here, **wrong):
    return {"location": here, "kind": "kiosk", "name": "By the door"} | wrong


def test_the_lead_gets_a_code_once_and_the_machine_is_let_in_with_it(logged_in, here):
    lead, machine = logged_in("lead"), Client()
    lead.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = words(lead.post(PAGE, new(here)).content.decode())
    code = re.search(r"Type this code on the machine (\w{6}) ", page)[1]
    assert code not in lead.get(PAGE).content.decode()
    assert machine.post("/device/", {"code": code}).status_code == 303
    assert "By the door Kiosk In use" in words(lead.get(PAGE).content.decode())


def test_the_lead_removes_a_machine(logged_in, here):
    lead = logged_in("lead")
    lead.post(PAGE, new(here))
    device = Device.objects.get()
    assert lead.post(f"{PAGE}{device.id}/revoke/")["Location"] == PAGE
    assert queries.devices(now=NOW)[0].state == "revoked"


@pytest.mark.parametrize("wrong", [{"name": " "}, {"kind": "fridge"}, {"location": 0}])
def test_what_is_no_machine_is_refused(logged_in, here, wrong):
    assert logged_in("lead").post(PAGE, new(here, **wrong)).status_code == 422
    assert not Device.objects.exists()


def test_a_machine_that_does_not_exist_is_told_so(logged_in, here):
    assert logged_in("lead").post(f"{PAGE}99/revoke/").status_code == 404


@pytest.mark.parametrize("role", ["", "assistant", "hall-host"])
def test_others_on_the_staff_are_refused(logged_in, here, role):
    browser = logged_in(role)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, new(here)).status_code == 403
    assert browser.post(f"{PAGE}1/revoke/").status_code == 403


def test_strangers_are_sent_to_the_log_in(client, here):
    assert client.get(PAGE)["Location"].startswith("/staff/login/")
    assert client.post(PAGE, new(here))["Location"].startswith("/staff/login/")
    assert not Device.objects.exists()
