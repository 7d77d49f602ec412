"""The calendar entry follows the appointment, and says nothing that a shared calendar should not."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from servicepoint.notifications.rendering import calendar_file
from tests.notifications.samples import LINK, STARTS_AT, a_note


def event_in(file: bytes):
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def test_the_entry_shows_the_dutch_time_of_the_appointment():
    event = event_in(calendar_file(a_note(), "PUBLISH"))
    assert event.decoded("dtstart") == STARTS_AT
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("starts_at", "clock"),
    [
        (datetime(2027, 3, 28, 7, 0, tzinfo=UTC), "090000"),  # the clock went forward that night
        (datetime(2026, 10, 25, 8, 0, tzinfo=UTC), "090000"),  # and back
        (datetime(2027, 7, 1, 7, 0, tzinfo=UTC), "090000"),
    ],
)
def test_the_entry_is_right_around_the_clock_changes(starts_at, clock):
    file = calendar_file(a_note(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)), "PUBLISH")
    assert f"DTSTART;TZID=Europe/Amsterdam:{starts_at:%Y%m%d}T{clock}".encode() in file
    assert event_in(file).decoded("dtstart") == starts_at


def test_a_calendar_without_a_zone_table_finds_one_in_the_file():
    file = calendar_file(a_note(), "PUBLISH")
    (zone,) = Calendar.from_ical(file).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Amsterdam"
    assert {"STANDARD", "DAYLIGHT"} <= {part.name for part in zone.walk()}


def test_a_move_and_a_cancellation_speak_of_the_same_entry():
    first = event_in(calendar_file(a_note(sequence=0), "REQUEST"))
    moved = event_in(calendar_file(a_note(sequence=1), "REQUEST"))
    gone = event_in(calendar_file(a_note(sequence=2, cancelled=True), "CANCEL"))
    assert first["uid"] == moved["uid"] == gone["uid"]
    assert [event["sequence"] for event in (first, moved, gone)] == [0, 1, 2]
    assert [event["status"] for event in (first, moved, gone)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_the_method_is_in_the_file(method):
    assert Calendar.from_ical(calendar_file(a_note(), method))["method"] == method


def test_an_invitation_names_its_receiver_and_asks_for_no_answer():
    event = event_in(calendar_file(a_note(), "REQUEST", attendee="testa@example.org"))
    assert event["attendee"] == "mailto:testa@example.org"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["organizer"].startswith("mailto:")


def test_a_file_to_download_names_no_receiver():
    assert "attendee" not in event_in(calendar_file(a_note(), "PUBLISH", attendee="testa@example.org"))


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_no_name_and_no_secret_is_in_the_entry(method):
    file = calendar_file(a_note(), method).decode().replace("\r\n ", "")
    assert "Voorbeeld\\, " not in file
    assert "Testa" not in file
    assert LINK not in file
    assert "0123456789abcdef" not in file


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("en", "IND appointment, IND Service Point Maastricht"),
        ("nl", "Afspraak IND, IND-servicepunt Maastricht"),
    ],
)
def test_the_entry_speaks_the_readers_language(language, summary):
    assert event_in(calendar_file(a_note(language=language), "PUBLISH"))["summary"] == summary


def test_the_entry_rings_two_hours_before_unless_it_is_cancelled():
    (alarm,) = event_in(calendar_file(a_note(), "REQUEST")).walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-2)
    assert event_in(calendar_file(a_note(), "CANCEL")).walk("VALARM") == []
