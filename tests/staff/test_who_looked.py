"""Who looked at my data: the page and the command for a person who asks, in words that they understand."""

import ast
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from servicepoint.appointments import actions
from servicepoint.audit.models import Entry
from servicepoint.biometrics import actions as biometrics
from servicepoint.biometrics.actions import Reason
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.locations import queries as locations
from servicepoint.locations.models import Counter
from servicepoint.staff.record_words import ACTS, PAGES
from servicepoint.visits import actions as visits
from tests.house.tree import ROOT
from tests.staff.test_counter import Desk
from tests.world import NOW, THURSDAY, TUESDAY, at, book, make_world, person

PAGE = "/staff/record/"
LEAD = Actor("staff", "lead.voorbeeld")
BORN = {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990"}


@pytest.fixture
def world(db):
    with clock.frozen(NOW), translation.override("en"):
        yield make_world(1)


@pytest.fixture
def booked(world):
    return book(world, at(TUESDAY, 9), person(1))


def asked(browser, **typed):
    browser.cookies["django_language"] = "en"
    return browser.post(PAGE, BORN | typed)


def test_a_person_is_told_what_was_done_and_who_saw_it_and_where(logged_in, booked):
    actions.cancel(booked.appointment_id, now=NOW, actor=LEAD)
    logged_in("lead").get(f"/staff/admin/appointments/appointment/{booked.appointment_id}/change/")
    page = asked(logged_in("auditor"), code=booked.code).content.decode()
    for words in (
        "The visitor",
        "Booked the appointment",
        "Employee lead.voorbeeld",
        "Cancelled the appointment",
        "Saw the data",
        "on the page of the appointment in the administration",
        booked.code,
        "23 November 2026, 09:00",
    ):
        assert words in page


def test_all_appointments_of_the_person_are_told_and_nobody_elses(logged_in, world, booked):
    other = book(world, at(THURSDAY, 9), person(1, service="BIO"), person(2))
    strangers = book(world, at(THURSDAY, 11), person(3))
    page = asked(logged_in("auditor"), v_number="000 000 0001").content.decode()
    assert booked.code in page
    assert other.code in page
    assert strangers.code not in page


def test_the_page_names_nobody_but_accounts(logged_in, booked):
    page = asked(logged_in("auditor"), code=booked.code).content.decode()
    assert "Voorbeeld-1" not in page
    assert "testa@example.org" not in page


def test_the_search_is_recorded_and_told_to_who_asks_the_next_time(logged_in, booked):
    browser = logged_in("auditor")
    words = "Looked up what was done with the data of a person"
    assert words not in asked(browser, code=booked.code).content.decode()
    assert words in asked(browser, code=booked.code).content.decode()
    entry = Entry.objects.filter(act="staff.record_searched").first()
    assert (entry.subject, entry.actor_name) == (f"appointment:{booked.appointment_id}", "auditor.voorbeeld")


@pytest.mark.parametrize("typed", [{"code": "AAAAAA"}, {"v_number": "9999999999"}])
def test_whom_we_do_not_know_is_not_found_and_the_search_is_recorded_too(logged_in, booked, typed):
    response = asked(logged_in("auditor"), **typed)
    assert response.status_code == 422
    assert "We keep no appointment of this person" in response.content.decode()
    assert Entry.objects.get(act="staff.record_searched").subject == "appointments"


def test_the_code_of_somebody_born_on_another_day_finds_nothing(logged_in, booked):
    response = asked(logged_in("auditor"), code=booked.code, birth_date_day="18")
    assert response.status_code == 422
    assert "Booked the appointment" not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the code or the V-number"),
        ({"v_number": "12"}, "A V-number has 10 digits"),
        ({"code": "AAAAAA", "birth_date_year": ""}, "Enter the day, the month and the year"),
    ],
)
def test_an_unfinished_search_says_what_is_missing(logged_in, booked, typed, words):
    response = asked(logged_in("auditor"), **typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Entry.objects.filter(act="staff.record_searched").exists()


def test_nothing_typed_in_an_address_is_searched_for(logged_in, booked):
    page = logged_in("auditor").get(PAGE, BORN | {"code": booked.code}).content.decode()
    assert "Booked the appointment" not in page
    assert booked.code not in page.split("<main")[1].split("</main")[0]


def test_an_account_cannot_search_all_day(logged_in, booked, settings):
    settings.RATE_LIMITS = True
    browser = logged_in("auditor")
    answers = [asked(browser, code=booked.code).status_code for _ in range(121)]
    assert answers[-2:] == [200, 429]


def at_the_counter(booked):
    """Let the party come, and be helped by an assistant whose page is recorded; return the visit's id."""
    world_id = locations.locations()[0].id
    with clock.frozen(at(TUESDAY, 9)):
        ticket = visits.check_in(booked.appointment_id, location_id=world_id, now=clock.now(), actor=RESIDENT)
        desk = Desk("anna.voorbeeld")
        desk.opens(Counter.objects.get().id)
        desk.act("next")
        desk.act("start")
        desk.note("1/by_eye/-/-/")
        desk.note("1/outcome/-/refused/conduct")
        desk.act("finish")
    return ticket.visit_id


def test_the_visit_and_what_was_seen_at_the_counter_are_told_too(logged_in, booked):
    at_the_counter(booked)
    page = asked(logged_in("auditor"), code=booked.code).content.decode()
    for words in (
        "Checked in: the party has arrived",
        "Called to a counter",
        "on the screen of the counter",
        "person 1, Identity, No lines to read, Checked by eye",
        "person 1, Refused, Conduct",
        "Finished the visit",
    ):
        assert words in page


def test_photo_and_prints_are_told_with_whose_they_are_and_nobody_elses(logged_in, booked):
    visit = at_the_counter(booked)
    sitting = biometrics.open_sitting(f"visit:{visit}/1", age=36, actor=LEAD, now=NOW)
    other = biometrics.open_sitting(f"visit:{visit + 1}/1", age=36, actor=LEAD, now=NOW)
    for each in (sitting, other):
        biometrics.exempt(
            each, hand="left", finger="all", reason=Reason("permanent", "missing"), actor=LEAD, now=NOW
        )
    page = asked(logged_in("auditor"), code=booked.code).content.decode()
    assert page.count("Began with photo and fingerprints") == 1
    assert page.count("Noted that a finger cannot be used") == 1
    assert "For good, Left hand, Missing" in page


def run(*arguments, typed="", monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command("who_looked", *arguments, "--language", "en", stdout=out)
    return out.getvalue()


def test_the_command_tells_the_same_by_code_and_by_a_v_number_that_is_asked_for(booked, monkeypatch):
    told = run("--code", booked.code, "--birth-date", "1990-05-17", monkeypatch=monkeypatch)
    assert f"2026-11-23 09:00  {booked.code}  The visitor  Booked the appointment" in told
    told = run(typed="0000000001\n1990-05-17\n", monkeypatch=monkeypatch)
    assert "Booked the appointment" in told
    assert "The system  Looked up what was done" in told


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12\n", "10 digits"),
        ("0000000001\n17-5-1990\n", "1990-05-17"),
        ("0000000009\n1990-05-17\n", "No appoin"),
    ],
)
def test_the_command_refuses_what_it_cannot_find(booked, monkeypatch, typed, words):
    with pytest.raises(CommandError, match=words):
        run(typed=typed, monkeypatch=monkeypatch)


def recorded_in(folder):
    """Return the acts and pages that the code of these rooms records by name."""
    acts, pages = set(), set()
    for path in (ROOT / "servicepoint" / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = getattr(node.func, "id", "")
            if name == "record":
                acts.add(node.args[0].value)
            if name == "record_view":
                pages.add(node.args[0].value)
    return acts, pages


def test_whatever_is_recorded_about_an_appointment_has_words():
    acts, pages = recorded_in("appointments")
    source = (ROOT / "servicepoint/appointments/actions/change.py").read_text()
    acts |= {f"appointments.{what}" for what in re.findall(r'_record\("(\w+)"', source)}
    without_a_person = {
        "appointments.held", "appointments.hold_extended", "appointments.released", "appointments.forgotten",
    }  # fmt: skip
    assert acts - without_a_person <= set(ACTS)
    pages |= recorded_in("staff")[1] | recorded_in("audit")[1] | recorded_in("public")[1]
    assert pages <= set(PAGES)
    assert "staff.conflicts" in pages


def test_whatever_is_recorded_about_a_visit_or_a_sitting_has_words():
    source = "".join(path.read_text() for path in (ROOT / "servicepoint/visits").rglob("*.py"))
    acts = {f"visits.{what}" for what in re.findall(r'note_down\(\s*"(\w+)"', source)}
    acts |= {f"visits.{what}" for what in re.findall(r'Act\(actor, now\), "(\w+)"\)', source)}
    assert {"visits.called", "visits.recalled", "visits.checked_in", "visits.no_show"} <= acts
    acts |= recorded_in("biometrics")[0]
    assert acts <= set(ACTS)


def test_every_page_of_staff_that_names_people_has_words():
    source = "".join(path.read_text() for path in (ROOT / "servicepoint/staff").rglob("*.py"))
    pages = set(re.findall(r'^PAGE = "(staff\.\w+)"', source, flags=re.MULTILINE))
    assert {"staff.counter", "staff.capture", "staff.today"} <= pages
    assert pages <= set(PAGES)
