"""The page of an appointment: all its party needs, and nothing for anybody else."""

from datetime import timedelta

import pytest

from servicepoint.appointments import actions
from servicepoint.appointments.party import Contact
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.models import Message
from tests.public.conftest import words
from tests.public.managing.conftest import NINE, now_of, page_of
from tests.world import NOW

ACT = {"now": NOW, "actor": RESIDENT}
PAGES = ["", "move", "move_confirm", "cancel", "add", "contact", "letter", "calendar"]


def said(client, booked, language="en"):
    answer = client.get(page_of(booked, language=language))
    assert answer.status_code == 200
    return words(answer.content.decode())


def test_it_says_when_where_who_and_with_which_code(client, owners):
    page = said(client, owners)
    assert "Tuesday 24 November 2026, 09:00 to 09:20 (Dutch time)" in page
    assert owners.code in page
    assert "Testville Voorbeeldstraat 1 0000 XX Proefstad" in page
    assert "Testa Voorbeeld-1 Service DOC" in page
    assert "Testa Voorbeeld-2 Service DOC" in page


def test_it_says_so_in_dutch_too(client, owners):
    page = said(client, owners, "nl")
    assert "dinsdag 24 november 2026" in page
    assert "Testa Voorbeeld-1 Dienst DOC" in page


def test_contact_details_and_v_numbers_are_masked(client, owners):
    page = client.get(page_of(owners)).content.decode()
    assert "t•••@example.org" in page
    assert "testa@example.org" not in page
    assert "0000000001" not in page


def test_it_says_what_was_sent_and_will_be_sent(client, owners):
    Message.objects.filter(kind="confirmed").update(
        state="sent", settled_at=NOW, note=None, recipient="testa@example.org"
    )
    page = said(client, owners)
    assert "Confirmation Sent on Monday 23 November, 09:00 to t•••@example.org" in page


def test_a_mail_that_bounced_is_told_with_what_to_do(client, owners):
    Message.objects.filter(kind="confirmed").update(state="failed", settled_at=NOW)
    page = said(client, owners)
    assert "We could not deliver this to t•••@example.org Check your e-mail address" in page


def test_a_cancelled_appointment_says_so_and_offers_a_new_one(client, owners):
    actions.cancel(owners.appointment_id, **ACT)
    page = said(client, owners)
    assert "This appointment is cancelled" in page
    assert "Make a new appointment" in page
    assert "Choose another time" not in page


def test_an_appointment_that_is_over_says_so_and_offers_no_change(client, owners):
    with clock.frozen(NINE + timedelta(minutes=1)):
        page = said(client, owners)
    assert "The time of this appointment has passed" in page
    assert "Cancel the appointment" not in page


def test_shortly_before_the_visit_it_names_the_telephone_and_still_lets_cancel(client, owners):
    with clock.frozen(NINE - timedelta(minutes=59)):
        page = said(client, owners)
    assert "Your visit starts soon. Another time or more people? Call the IND: 088 043 04 30" in page
    assert "Choose another time" not in page
    assert "Cancel the appointment" in page


def test_who_moved_as_often_as_allowed_is_told(client, owners, settings):
    settings.MOVES_MAX = 0
    assert "You moved this appointment as often as possible." in said(client, owners)


def test_a_full_party_is_not_offered_to_grow(client, owners, monkeypatch):
    assert "Add a person" in said(client, owners)
    monkeypatch.setattr("servicepoint.public.managing.PARTY_MAX", 2)
    assert "Add a person" not in said(client, owners)


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_key_gets_the_page_that_helps(client, owners, page):
    stranger = type(owners)(0, "", owners.key[::-1])
    answer = client.get(page_of(stranger, page))
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]
    assert "/en/manage/" in answer.content.decode()


def test_the_key_of_another_appointment_shows_that_one_only(client, owners, strangers):
    page = said(client, strangers)
    assert "Voorbeeld-7" in page
    assert "Voorbeeld-1" not in page
    assert owners.code not in page


def test_staff_have_no_other_way_in_than_the_key(staff, owners):
    assert staff.get("/en/appointment/" + "0" * 32 + "/").status_code == 404
    assert staff.get(f"/en/appointment/{owners.appointment_id}/").status_code == 404
    assert staff.get(f"/en/appointment/{owners.code}/").status_code == 404


def test_a_link_that_was_replaced_gets_the_same_answer_as_an_unknown_one(client, owners):
    actions.change_contact(owners.appointment_id, Contact("en", email="nieuw@example.org"), **ACT)
    replaced = words(client.get(page_of(owners)).content.decode())
    unknown = words(client.get("/en/appointment/" + "0" * 32 + "/").content.decode())
    assert replaced == unknown
    assert client.get(page_of(now_of(owners))).status_code == 200


@pytest.mark.parametrize("page", PAGES[:6])
def test_no_page_is_kept_or_found_by_others(client, owners, page):
    answer = client.get(page_of(owners, page))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    if answer.status_code == 200:
        assert 'name="robots" content="noindex"' in answer.content.decode()


def test_acts_are_done_by_post_only(client, owners):
    for page in ("cancel", "resend"):
        client.get(page_of(owners, page))
    client.get(page_of(owners, "drop", 1))
    assert now_of(owners).status == "booked"
    assert len(now_of(owners).people) == 2
    assert Message.objects.filter(kind="confirmed").count() == 1
