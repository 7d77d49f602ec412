"""An employee helps somebody who calls: all that the site does, under their name, while the call lasts."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from servicepoint.appointments import actions, queries
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.models import Message
from tests.documents.shelf import lies_ready
from tests.public.booking.walk import NOW as WALK_NOW
from tests.public.booking.walk import Visitor, details
from tests.world import NOW, THURSDAY, TUESDAY, at, book, make_world, person

PAGE = "/staff/telephone/"
AGENT = "telephone-agent.voorbeeld"


@pytest.fixture
def world(db):
    with clock.frozen(NOW):
        yield make_world(1)


@pytest.fixture
def booked(world):
    return book(world, at(TUESDAY, 9), person(1), person(2))


@pytest.fixture
def agent(logged_in):
    browser = logged_in("telephone-agent")
    browser.cookies["django_language"] = "en"
    return browser


def birth(year="1990"):
    return {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": year}


def found(browser, **typed):
    return browser.post(PAGE, typed)


def opened(browser, booked):
    """Find an appointment and open it; return the address of its page in this call."""
    page = found(browser, code=booked.code).content.decode()
    sealed = re.search(r'name="found" value="([^"]+)"', page)[1]
    return browser.post(f"{PAGE}open/", {"found": sealed})["Location"]


def acts(booked):
    rows = Entry.objects.filter(subject=f"appointment:{booked.appointment_id}").order_by("id")
    return [(row.act, row.actor_kind, row.actor_name, row.facts) for row in rows]


def last(booked):
    return next(row for row in reversed(acts(booked)) if row[0] != "personal_data.viewed")


@pytest.mark.parametrize(
    "typed",
    [
        {"code": "lower"},
        {"v_number": "V 000 000 0001"},
        {"name": "voorbeeld 2", **birth()},
        {"name": "Testa Voorbéeld-1", **birth()},
    ],
)
def test_a_caller_is_found_and_the_list_names_nobody(agent, booked, typed):
    if typed.get("code"):
        typed = {"code": f"{booked.code[:3].lower()} {booked.code[3:]}"}
    page = found(agent, **typed).content.decode()
    assert booked.code in page
    assert "Tue 24 Nov 2026, 09:00" in page
    assert "Voorbeeld" not in re.sub(r"<input[^>]*>", "", page)
    assert "example.org" not in page


def test_what_was_found_is_recorded_and_nothing_stands_in_an_address(agent, booked):
    found(agent, code=booked.code)
    assert acts(booked)[-1] == ("personal_data.viewed", "staff", AGENT, {"page": "staff.telephone"})
    page = agent.get(PAGE, {"code": booked.code}).content.decode()
    assert booked.code not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"code": "AAAAAA"},
        {"name": "Voorbeeld-1", **birth("1991")},
        {"name": "Voor", **birth()},
        {"v_number": "9" * 10},
    ],
)
def test_who_is_not_there_is_not_found(agent, booked, typed):
    response = found(agent, **typed)
    assert response.status_code == 422
    assert "Nothing was found" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the code, the V-number or the name"),
        ({"name": "Voorbeeld"}, "Enter the date of birth too"),
        ({"v_number": "1"}, "10 digits"),
    ],
)
def test_an_unfinished_search_says_what_is_missing(agent, booked, typed, words):
    response = found(agent, **typed)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_searching_is_limited_by_account(agent, booked, settings):
    settings.RATE_LIMITS = True
    answers = [found(agent, code=booked.code).status_code for _ in range(121)]
    assert answers[-2:] == [200, 429]


def test_opening_shows_the_page_of_the_party_under_a_key_of_this_call_and_is_recorded(agent, booked, client):
    address = opened(agent, booked)
    page = agent.get(address)
    assert "Testa Voorbeeld-1" in page.content.decode()
    assert "You are helping a caller, as telephone-agent.voorbeeld" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert booked.key not in address + page.content.decode()
    assert [act for act, *_rest in acts(booked)][-2:] == ["staff.caller_opened", "personal_data.viewed"]


def test_the_key_of_a_call_opens_nothing_for_others_after_the_call_and_for_other_appointments(
    agent, booked, world
):
    address = opened(agent, booked)
    assert type(agent)().get(address).status_code == 404
    other = book(world, at(THURSDAY, 9), person(3))
    forged = address.replace(f"/{booked.appointment_id}-", f"/{other.appointment_id}-")
    assert agent.get(forged).status_code == 404
    agent.post(f"{PAGE}end/")
    assert agent.get(address).status_code == 404
    assert "You are helping a caller" not in agent.get("/en/manage/").content.decode()


@pytest.mark.parametrize("sealed", ["", "1", "1:x:y"])
def test_only_what_was_found_can_be_opened(agent, booked, sealed):
    assert agent.post(f"{PAGE}open/", {"found": sealed})["Location"] == PAGE
    assert "call" not in agent.session


def test_a_call_ends_by_itself_after_an_hour_and_with_the_permission(agent, booked):
    address = opened(agent, booked)
    with clock.frozen(NOW + timedelta(minutes=61)):
        assert agent.get(address).status_code == 404
    assert agent.get(address).status_code == 200
    User.objects.get(username=AGENT).groups.clear()
    assert agent.get(address).status_code == 404


def test_a_second_call_ends_the_first(agent, booked, world):
    first = opened(agent, booked)
    opened(agent, book(world, at(THURSDAY, 9), person(3)))
    assert agent.get(first).status_code == 404


def test_cancelling_for_a_caller_is_the_employees_act(agent, booked):
    agent.post(f"{opened(agent, booked)}cancel/")
    assert queries.by_id(booked.appointment_id).status == "cancelled"
    assert last(booked)[:3] == ("appointments.cancelled", "staff", AGENT)


def test_dropping_and_adding_a_person_are_the_employees_acts(agent, booked):
    address = opened(agent, booked)
    agent.post(f"{address}persons/2/drop/")
    assert last(booked)[:3] == ("appointments.person_dropped", "staff", AGENT)
    typed = details(3, v_number="0000000003", situation="") | {"sent_as": "once"}
    answer = agent.post(f"{address}persons/add/?service=DOC", typed)
    assert answer["Location"] == address
    assert last(booked)[:3] == ("appointments.person_added", "staff", AGENT)


def test_contact_details_are_changed_and_the_confirmation_is_sent_again(agent, booked):
    address = opened(agent, booked)
    page = agent.get(f"{address}contact/").content.decode()
    receipt = re.search(r'name="receipt" value="([^"]+)"', page)[1]
    typed = {"email": "proefa@example.org", "phone": "", "language": "nl", "receipt": receipt}
    assert agent.post(f"{address}contact/", typed)["Location"] == address
    assert last(booked)[:3] == ("appointments.contact_changed", "staff", AGENT)
    agent.post(f"{address}resend/", {"nonce": "a"})
    assert last(booked)[:3] == ("appointments.resent", "staff", AGENT)
    assert Message.objects.filter(recipient="proefa@example.org", kind="confirmed").exists()


def test_the_letter_is_in_the_language_of_the_party_and_recorded(agent, booked):
    answer = agent.get(f"{opened(agent, booked)}letter.pdf")
    assert answer.content.startswith(b"%PDF")
    assert acts(booked)[-1][3] == {"page": "staff.letter"}


def moved_out(booked):
    """Use up the moves that a visitor has."""
    for hour in (10, 11, 10):
        actions.move(booked.appointment_id, starts_at=at(TUESDAY, hour), now=NOW, actor=RESIDENT)


def test_within_what_visitors_may_a_move_needs_no_reason(agent, booked):
    address = opened(agent, booked)
    agent.post(f"{address}move/confirm/", {"to": "2026-11-26T08:00Z"})
    assert last(booked) == ("appointments.moved", "staff", AGENT, {})


def test_beyond_the_moves_of_a_visitor_an_employee_moves_with_a_reason(agent, booked, client):
    moved_out(booked)
    visitor = type(agent)()
    own = f"/en/appointment/{booked.key}/move/confirm/"
    visitor.post(own, {"to": "2026-11-26T08:00Z", "reason": "ill"})
    assert queries.by_id(booked.appointment_id).starts_at == at(TUESDAY, 10)
    address = opened(agent, booked)
    assert agent.get(f"{address}move/").status_code == 200
    assert "Why is it moved?" in agent.get(f"{address}move/confirm/?to=2026-11-26T08:00Z").content.decode()
    refused = agent.post(f"{address}move/confirm/", {"to": "2026-11-26T08:00Z"})
    assert refused.status_code == 422
    assert "Choose a reason" in refused.content.decode()
    assert queries.by_id(booked.appointment_id).starts_at == at(TUESDAY, 10)
    agent.post(f"{address}move/confirm/", {"to": "2026-11-26T08:00Z", "reason": "ill"})
    assert queries.by_id(booked.appointment_id).starts_at == at(THURSDAY, 9)
    assert last(booked) == ("appointments.moved", "staff", AGENT, {"reason": "ill"})


def test_shortly_before_the_visit_an_employee_still_moves_it_but_not_once_it_has_begun(agent, booked):
    with clock.frozen(at(TUESDAY, 9) - timedelta(minutes=5)):
        address = opened(agent, booked)
        agent.post(f"{address}move/confirm/", {"to": "2026-11-26T08:00Z", "reason": "transport"})
    assert queries.by_id(booked.appointment_id).starts_at == at(THURSDAY, 9)
    with clock.frozen(at(THURSDAY, 9)):
        address = opened(agent, booked)
        agent.post(f"{address}move/confirm/", {"to": "2026-12-01T08:00Z", "reason": "transport"})
    assert queries.by_id(booked.appointment_id).starts_at == at(THURSDAY, 9)


def test_a_caller_is_booked_without_mail_and_telephone_and_the_letter_can_be_made(agent, real_content):
    lies_ready("1234567891")
    with clock.frozen(WALK_NOW):
        assert agent.post(f"{PAGE}book/")["Location"] == "/en/book/"
        on_the_way = Visitor(agent)
        on_the_way.begin()
        on_the_way.choose()
        on_the_way.send("person", 1, **details())
        assert on_the_way.send("contact", email="", phone="", language="nl").status_code == 303
        on_the_way.send("needs")
        on_the_way.send("review")
        page = on_the_way.see("booked").content.decode()
        letter = re.search(r'href="(/en/appointment/[^"]+letter.pdf)"', page)[1]
        assert agent.get(letter).content.startswith(b"%PDF")
        entry = Entry.objects.get(act="appointments.booked")
        assert (entry.actor_kind, entry.actor_name) == ("staff", AGENT)
        assert not Message.objects.exists()
        agent.post(f"{PAGE}end/")
        assert on_the_way.see("booked").status_code == 404


def test_a_visitor_still_has_to_leave_a_way_to_be_reached(real_content):
    with clock.frozen(WALK_NOW):
        visitor = Visitor()
        visitor.begin()
        visitor.choose()
        visitor.send("person", 1, **details())
        assert visitor.send("contact", email="", phone="", language="nl").status_code == 422


def test_a_call_is_counted_for_the_employee_and_not_for_the_address_of_the_office(
    agent, real_content, settings
):
    settings.RATE_LIMITS = True
    with clock.frozen(WALK_NOW):
        agent.post(f"{PAGE}book/")
        from servicepoint.limits.queries import state_of  # noqa: PLC0415

        Visitor(agent).begin()
        left = state_of("booking.address", f"staff:{AGENT}", now=WALK_NOW).remaining
        assert left is not None


@pytest.mark.parametrize("page", ["", "open/", "book/", "end/"])
@pytest.mark.parametrize("role", ["assistant", "hall-host", "auditor", ""])
def test_others_on_the_staff_cannot_take_calls(logged_in, booked, role, page):
    assert logged_in(role).post(f"{PAGE}{page}", {"code": booked.code}).status_code == 403
