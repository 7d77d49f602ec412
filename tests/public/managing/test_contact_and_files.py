"""How the party is reached, the confirmation once more, and what can be downloaded."""

import re
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from servicepoint.appointments import actions
from servicepoint.appointments.models import Appointment
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.models import Message
from tests.public.managing.conftest import now_of, page_of
from tests.world import NOW, THURSDAY, at

NEW_MAIL = {"email": "nieuw@example.org", "phone": "", "language": "en"}


def receipt(client, booked) -> str:
    page = client.get(page_of(booked, "contact")).content.decode()
    return re.search(r'name="receipt" value="([^"]+)"', page)[1]


def test_the_form_shows_what_we_have_masked(client, owners):
    page = client.get(page_of(owners, "contact")).content.decode()
    assert "Now: t•••@example.org. Fill in only when it changes." in page
    assert "testa@example.org" not in page


def test_a_new_mail_address_makes_a_new_link_and_leads_to_it(client, owners):
    answer = client.post(page_of(owners, "contact"), NEW_MAIL)
    view = now_of(owners)
    assert view.key != owners.key
    assert answer["Location"] == page_of(view)
    assert view.email == "nieuw@example.org"
    assert "n•••@example.org" in client.get(answer["Location"]).content.decode()
    assert client.get(page_of(owners)).status_code == 404


def test_a_new_telephone_number_keeps_the_link_and_the_mail_address(client, owners, followed):
    page = followed(page_of(owners, "contact"), email="", phone="06 12345678", language="nl")
    assert "Your contact details are changed." in page.content.decode()
    view = now_of(owners)
    assert (view.key, view.email, view.phone, view.language) == (
        owners.key, "testa@example.org", "+31612345678", "nl",
    )  # fmt: skip


def test_saved_twice_it_is_told_once_though_the_first_time_replaced_the_link(client, owners):
    form = NEW_MAIL | {"receipt": receipt(client, owners)}
    first, second = (client.post(page_of(owners, "contact"), form) for _ in range(2))
    assert first["Location"] == second["Location"] == page_of(now_of(owners))
    assert Message.objects.filter(kind="changed").count() == 1


@pytest.mark.parametrize(
    "form",
    [
        {**NEW_MAIL, "receipt": ""},
        {**NEW_MAIL, "receipt": "forged:receipt"},
        {**NEW_MAIL, "email": "raad@example.org"},
        {**NEW_MAIL, "email": ""},
        NEW_MAIL,  # who knows the new mail address too, such as an employer
    ],
)
def test_whoever_has_the_old_link_only_learns_nothing_of_the_new_one(client, owners, form):
    earlier = receipt(client, owners)
    client.post(page_of(owners, "contact"), NEW_MAIL)
    answer = client.post(page_of(owners, "contact"), {"receipt": earlier, **form})
    assert answer.status_code == 404


def test_a_receipt_is_good_for_an_hour(client, owners, monkeypatch):
    monkeypatch.setattr("servicepoint.public.views.appointment_contact.RECEIPT_SECONDS", -1)
    form = NEW_MAIL | {"receipt": receipt(client, owners)}
    client.post(page_of(owners, "contact"), form)
    assert client.post(page_of(owners, "contact"), form).status_code == 404


def test_saving_what_we_have_already_tells_nobody(client, owners, followed):
    followed(page_of(owners, "contact"), email="testa@example.org", language="en")
    assert now_of(owners).sequence == 0
    assert not Message.objects.filter(kind="changed").exists()


@pytest.mark.parametrize("field", [{"email": "no address"}, {"phone": "12"}, {"language": "tlh"}])
def test_what_is_wrong_is_said_and_nothing_changes(client, owners, field):
    answer = client.post(page_of(owners, "contact"), NEW_MAIL | field)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.content.decode()
    assert now_of(owners).email == "testa@example.org"


def test_the_confirmation_is_sent_again_once_for_each_page(client, owners, followed):
    nonce = client.get(page_of(owners)).context["resend_nonce"]
    for _ in range(2):
        page = followed(page_of(owners, "resend"), nonce=nonce).content.decode()
        assert "We are sending the confirmation again." in page
    assert Message.objects.filter(kind="confirmed").count() == 2
    followed(page_of(owners, "resend"), nonce="of another page")
    assert Message.objects.filter(kind="confirmed").count() == 3


def test_sending_again_ends_somewhere(client, owners, settings):
    settings.RATE_LIMITS = True
    answers = [client.post(page_of(owners, "resend")).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_without_a_mail_address_one_is_asked_for(client, owners, world):
    Appointment.objects.filter(id=owners.appointment_id).update(email="")
    answer = client.post(page_of(owners, "resend"))
    assert answer["Location"] == page_of(owners, "contact")
    assert "We have no e-mail address of you." in client.get(answer["Location"]).content.decode()
    assert Message.objects.filter(kind="confirmed").count() == 1


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Your appointment is confirmed"), ("nl", "bevestigd")]
)
def test_the_letter_is_a_pdf_in_the_language_of_the_page(client, owners, language, heading):
    answer = client.get(page_of(owners, "letter", language=language))
    assert answer["Content-Type"] == "application/pdf"
    assert owners.code in answer["Content-Disposition"]
    assert "Voorbeeld" not in answer["Content-Disposition"]
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert heading in text
    assert "Voorbeeld-2" in text


def entry(client, booked):
    answer = client.get(page_of(booked, "calendar"))
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    return calendar.walk("VEVENT")[0], answer


def test_the_calendar_file_names_nobody(client, owners):
    _event, answer = entry(client, owners)
    assert "Voorbeeld-1" not in answer.content.decode()
    assert "Voorbeeld" not in answer["Content-Disposition"]


def test_the_calendar_entry_follows_a_move_and_a_cancellation(client, owners):
    before, _ = entry(client, owners)
    actions.move(owners.appointment_id, starts_at=at(THURSDAY, 10), now=NOW, actor=RESIDENT)
    moved, _ = entry(client, owners)
    actions.cancel(owners.appointment_id, now=NOW, actor=RESIDENT)
    cancelled, _ = entry(client, owners)
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert before["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert moved["DTSTART"].dt == at(THURSDAY, 10)
    assert cancelled["STATUS"] == "CANCELLED"


def test_downloads_end_somewhere(client, owners, settings):
    settings.RATE_LIMITS = True
    with clock.frozen(NOW):
        answers = {client.get(page_of(owners, "calendar")).status_code for _ in range(121)}
    assert answers == {200, 429}
