"""The demonstration: filled in one go, harmless to repeat, and never where DEMO is off."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.staff.demo import PARTIES
from servicepoint.staff.roles import ROLES


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demonstration(settings):
    settings.DEMO = True


def test_every_party_has_an_appointment_and_every_role_an_account(real_content, demonstration, client):
    printed = load()
    assert Appointment.objects.count() == PARTIES
    assert set(Attendee.objects.values_list("service", flat=True)) == {"DOC", "BIO", "VAA", "TKV", "NAT"}
    for role in ROLES:
        assert f"demo-{role}" in printed
        assert client.login(username=f"demo-{role}", password=f"demo-{role}-maastricht")


def test_loading_again_changes_nothing(real_content, demonstration):
    load()
    before = list(Appointment.objects.order_by("id").values_list("id", "code"))
    passwords = list(User.objects.order_by("id").values_list("password", flat=True))
    assert "0 appointments booked" in load()
    assert list(Appointment.objects.order_by("id").values_list("id", "code")) == before
    assert list(User.objects.order_by("id").values_list("password", flat=True)) == passwords


def test_everybody_is_recognisably_invented(real_content, demonstration):
    load()
    assert not Attendee.objects.exclude(v_number="").exclude(v_number__startswith="00000").exists()
    addresses = Appointment.objects.exclude(email="").values_list("email", flat=True)
    assert all(each.endswith("@example.org") for each in addresses)


def test_without_demo_nothing_is_loaded(real_content, settings):
    settings.DEMO = False
    assert "nothing was loaded" in load()
    assert not Appointment.objects.exists()
    assert not User.objects.exists()


def test_without_content_it_says_what_to_run_first(db, demonstration):
    with pytest.raises(CommandError, match="load_content"):
        load()
