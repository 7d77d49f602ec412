"""A telephone agent at work in a real browser: found, moved, booked and printed for people who call."""

import secrets
from datetime import date

import pytest
from django.contrib.auth.models import Group, User

from servicepoint.appointments import actions, queries
from servicepoint.appointments.models import Appointment
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.documents.shelf import lies_ready

PASSWORD = "an invented password of staff"
NAME = "testa.voorbeeld"
TELEPHONE = "/staff/telephone/"


@pytest.fixture
def booked(live_server, real_content):
    """Someone who collects a document, on the first free time."""
    lies_ready("0000000001", birth_date=date(1984, 5, 17))
    now, secret = clock.now(), secrets.token_hex(16)
    someone = Person("DOC", "no-document", "Testa", "Voorbeeld", date(1984, 5, 17), "0000000001")
    party = Party((someone,), Contact("nl", phone="+31612345678"))
    ask = Ask(locations.location(LOCATION).id, party.basket)
    starts = [slot.starts_at for slot in queries.free_slots(ask, now=now)]
    later = next(each for each in starts if clock.dutch_day(each) > clock.dutch_day(starts[0]))
    actions.hold(ask, starts_at=later, secret=secret, now=now, actor=RESIDENT)
    return actions.book(party, hold_secret=secret, now=now, actor=RESIDENT)


@pytest.fixture
def agent(browse):
    """Open the telephone page as an agent: `agent(language="nl", width=320)`."""
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="telephone-agent"))

    def opened(**kind):
        page = browse(**kind)
        page.goto(f"/staff/login/?next={TELEPHONE}")
        page.locator("#id_username").fill(NAME)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(f"**{TELEPHONE}")
        return page

    return opened


def staff_acts():
    return list(Entry.objects.filter(actor_name=NAME).values_list("act", flat=True))


@pytest.mark.parametrize(("language", "width"), [("nl", 1200), ("en", 1200), ("nl", 320), ("en", 320)])
def test_a_caller_is_found_by_keyboard_and_the_pages_are_accessible_and_fit(agent, booked, language, width):
    page = agent(language=language, width=width)
    assert_accessible(page)
    assert_fits(page)
    tab_to(page, "id_name")
    page.keyboard.type("voorbeeld")
    for part, typed in (("day", "17"), ("month", "5"), ("year", "1984")):
        tab_to(page, f"id_birth_date_{part}")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.locator("main .ind-card").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.locator("main .ind-card button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/appointment/**")
    assert booked.code in page.locator("main").inner_text()
    assert_accessible(page)
    assert_fits(page)
    page.locator("header form button").click()
    page.wait_for_url(f"**{TELEPHONE}")
    assert staff_acts()[-2:] == ["staff.caller_opened", "personal_data.viewed"]


@pytest.mark.parametrize("javascript", [True, False])
def test_an_appointment_that_its_party_cannot_move_any_more_is_moved_with_a_reason(agent, booked, javascript):
    Appointment.objects.update(moves=99)
    before = queries.by_id(booked.appointment_id).starts_at
    page = agent(javascript=javascript)
    page.locator("#id_code").fill(booked.code)
    page.get_by_role("button", name="Search").click()
    page.locator("main .ind-card button").click()
    page.get_by_role("link", name="Choose another time").click()
    page.locator("input[name=starts_at]").first.check()
    page.get_by_role("button", name="Continue").last.click()
    page.get_by_role("button", name="Yes, move my appointment").click()
    page.get_by_text("Choose a reason").first.wait_for()
    if javascript:
        assert_accessible(page)
    page.get_by_label("Somebody is ill").check()
    page.get_by_role("button", name="Yes, move my appointment").click()
    page.get_by_text("Your appointment has a new time.").wait_for()
    assert queries.by_id(booked.appointment_id).starts_at != before
    moved = Entry.objects.get(act="appointments.moved")
    assert (moved.actor_name, moved.facts) == (NAME, {"reason": "ill"})


def test_a_caller_without_mail_is_booked_and_gets_a_letter(agent, real_content):
    lies_ready("0000000002", birth_date=date(1990, 2, 1))
    page = agent()
    page.get_by_role("button", name="Book for this caller").click()
    page.locator("input[name=service][value=DOC]").check()
    page.locator("main form button").first.click()
    page.locator("input[name=persons][value='1']").check()
    page.locator("main form button").first.click()
    page.locator("input[name=starts_at]").first.check()
    page.get_by_role("button", name="Continue").last.click()
    page.locator("#id_first_name").fill("Proefa")
    page.locator("#id_last_name").fill("Voorbeeld")
    for part, typed in (("day", "1"), ("month", "2"), ("year", "1990")):
        page.locator(f"#id_birth_date_{part}").fill(typed)
    page.locator("#id_v_number").fill("0000000002")
    page.locator("input[name=situation]").first.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Nederlands").check()
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Make this appointment").click()
    page.get_by_role("heading", name="Your appointment is made").wait_for()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a letter (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert "appointments.booked" in staff_acts()
    page.get_by_role("button", name="End the call").click()
    page.wait_for_url(f"**{TELEPHONE}")
