"""What people find in their mailbox."""

import email
import email.policy
import io
from html import unescape

import pytest
from django.utils.html import strip_tags
from icalendar import Calendar
from pypdf import PdfReader

from servicepoint.kit import clock
from servicepoint.notifications.note import text_in
from servicepoint.notifications.rendering import mail
from servicepoint.notifications.sheet import OVER, sheet
from tests.notifications.samples import LINK, NOW, a_note, named

KINDS = ["confirmed", "moved", "changed", "cancelled", "missed", "reminder"]
GOING_ON = [kind for kind in KINDS if kind not in OVER]
ID = "<0123@ind-consultation.example>"


def sent(kind="confirmed", language="en", note=None):
    """The mail as the reader's program takes it apart."""
    message = mail(note or a_note(language=language), kind, language, to="testa@example.org", message_id=ID)
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def text_of(message):
    return message.get_body(("plain",)).get_content()


def html_of(message):
    return message.get_body(("html",)).get_content()


def parts_of(message):
    return [part.get_content_type() for part in message.walk() if not part.is_multipart()]


def calendar_of(message):
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part


def pdf_words(message):
    (part,) = [part for part in message.iter_attachments() if part.get_content_type() == "application/pdf"]
    pages = PdfReader(io.BytesIO(part.get_content())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("kind", GOING_ON)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_requirement_is_in_text_html_and_letter(kind, language):
    message = sent(kind, language)
    html = unescape(strip_tags(html_of(message)))
    for person in a_note().people:
        for requirement in person.requirements:
            wanted = text_in(requirement, language)
            assert wanted in text_of(message)
            assert wanted in html
            assert wanted in pdf_words(message)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_text_and_html_say_the_same(kind, language):
    message = sent(kind, language)
    page = sheet(a_note(language=language), kind, language)
    html = unescape(strip_tags(html_of(message)))
    for words in (page.intro, page.when, page.length, page.place, *page.address, page.route, page.code):
        assert words in text_of(message)
        assert words in html
    for person in page.people:
        assert f"{person.name}: {person.service}" in text_of(message)
        assert person.name in html


@pytest.mark.parametrize("kind", KINDS)
def test_below_another_language_stands_the_dutch_text(kind):
    page = sheet(a_note(), kind, "nl")
    english = sent(kind, "en")
    assert page.heading.upper() in text_of(english)
    assert page.heading in html_of(english)
    assert '<section lang="nl"' in html_of(english)
    assert text_of(sent(kind, "nl")).count(page.heading.upper()) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_dutch_and_english_differ_in_every_word(kind):
    dutch, english = sheet(a_note(), kind, "nl"), sheet(a_note(), kind, "en")
    same = {key for key in dutch.words if dutch.words[key] == english.words[key]}
    assert same <= {"email"}  # "E-mail" is both
    for field in ("subject", "heading", "intro", "when", "place"):
        assert getattr(dutch, field) != getattr(english, field)


def test_the_subject_says_what_happened_and_when_but_not_to_whom():
    assert sent()["Subject"] == "Your IND appointment: Tuesday 24 November 2026, 10:10"
    assert sent("moved", "nl")["Subject"] == (
        "Nieuwe tijd voor uw afspraak bij de IND: dinsdag 24 november 2026, 10:10 uur"
    )
    assert all("Voorbeeld" not in sent(kind)["Subject"] for kind in KINDS)


def test_the_mail_says_that_it_is_automatic_and_keeps_its_id():
    with clock.frozen(NOW):
        message = sent()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == ID
    assert message["To"] == "testa@example.org"
    assert message["Date"].datetime == NOW


@pytest.mark.parametrize("kind", GOING_ON)
def test_the_link_to_change_is_in_the_mail_but_not_in_the_letter(kind):
    message = sent(kind)
    assert LINK in text_of(message)
    assert f'href="{LINK}"' in html_of(message)
    assert "0123456789abcdef" not in pdf_words(message)


def test_a_cancellation_offers_a_new_appointment_and_nothing_to_bring(settings):
    message = sent("cancelled")
    assert settings.PUBLIC_URL in text_of(message)
    assert LINK not in text_of(message) + html_of(message)
    assert "your passport" not in text_of(message) + html_of(message)
    assert "application/pdf" not in parts_of(message)


@pytest.mark.parametrize(
    ("kind", "method"),
    [("confirmed", "REQUEST"), ("moved", "REQUEST"), ("changed", "REQUEST"), ("cancelled", "CANCEL")],
)
def test_the_calendar_part_says_in_the_header_what_it_says_inside(kind, method):
    part = calendar_of(sent(kind))
    calendar = Calendar.from_ical(part.get_content())
    assert part["Content-Type"].params["method"] == calendar["method"] == method
    assert calendar.walk("VEVENT")[0]["attendee"] == "mailto:testa@example.org"


def test_the_parts_stand_where_mail_programs_look_for_them():
    assert parts_of(sent()) == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
        "application/pdf",
    ]
    assert [part.get_filename() for part in sent().iter_attachments()] == ["H7KTQX.ics", "H7KTQX.pdf"]


def test_a_reminder_leaves_the_calendar_alone():
    assert parts_of(sent("reminder")) == ["text/plain", "text/html", "application/pdf"]


def test_a_missed_appointment_is_told_with_the_way_to_a_new_one_and_nothing_to_bring(settings):
    message = sent("missed")
    assert parts_of(message) == ["text/plain", "text/html"]
    assert f"Make a new appointment:\n{settings.PUBLIC_URL}" in text_of(message)
    assert LINK not in text_of(message) + html_of(message)
    assert "your passport" not in text_of(message)


def test_what_people_type_is_never_read_as_html():
    message = sent(note=named("<script>alert(1)</script> & Zoon"))
    assert "<script" not in html_of(message)
    assert "<script>alert(1)</script> & Zoon" in text_of(message)


@pytest.mark.parametrize("kind", KINDS)
def test_the_html_part_asks_nothing_of_other_hosts(kind):
    html = html_of(sent(kind))
    assert "<img" not in html
    assert "url(" not in html
    assert "<link" not in html
    assert "<table" not in html


def test_a_language_we_do_not_speak_falls_back_to_dutch():
    message = sent(language="tr", note=a_note(language="tr"))
    assert text_of(message).count("UW AFSPRAAK IS BEVESTIGD") == 1
    assert '<html lang="nl">' in html_of(message)
