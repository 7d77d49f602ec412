"""Appointments in the admin site: found by code, read with a record of it, cancelled with a reason."""

import pytest
from django.contrib.auth.models import Permission

from servicepoint.appointments import queries
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.notifications.models import Message
from tests.world import NOW, THURSDAY, TUESDAY, at, book, make_world, person

LIST = "/staff/admin/appointments/appointment/"
IN_ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def world(db):
    with clock.frozen(NOW):
        yield make_world(1)


@pytest.fixture
def booked(world):
    return book(world, at(TUESDAY, 9), person(1))


@pytest.fixture
def other(world):
    return book(world, at(THURSDAY, 9), person(2))


def chosen(*appointments, reason="closed"):
    ids = [each.appointment_id for each in appointments]
    return {"action": "cancel_chosen", "_selected_action": ids, "reason": reason}


def status(booked):
    return queries.by_id(booked.appointment_id).status


def acts(booked):
    subject = f"appointment:{booked.appointment_id}"
    return list(Entry.objects.filter(subject=subject, actor_kind="staff").values_list("act", "facts"))


def test_the_list_names_nobody(logged_in, booked):
    page = logged_in("lead").get(LIST).content.decode()
    assert booked.code in page
    assert "2026-11-24 09:00 - 09:10" in page
    assert "Voorbeeld-1" not in page
    assert "example.org" not in page


def test_a_code_is_found_as_people_type_it(logged_in, booked, other):
    typed = f"{booked.code[:3].lower()}-{booked.code[3:]}"
    page = logged_in("lead").get(LIST, {"q": typed}).content.decode()
    assert booked.code in page
    assert other.code not in page


def test_a_day_is_filtered(logged_in, booked, other):
    page = logged_in("lead").get(
        LIST, {"starts_at__day": 26, "starts_at__month": 11, "starts_at__year": 2026}
    )
    assert other.code in page.content.decode()
    assert booked.code not in page.content.decode()


def test_each_look_at_an_appointment_is_recorded_and_the_key_is_not_shown(logged_in, booked):
    page = logged_in("lead").get(f"{LIST}{booked.appointment_id}/change/").content.decode()
    assert "Voorbeeld-1" in page
    assert "testa@example.org" in page
    assert booked.key not in page
    look = Entry.objects.get(act="personal_data.viewed")
    assert look.subject == f"appointments.appointment:{booked.appointment_id}"


@pytest.mark.parametrize("role", ["", "assistant"])
def test_others_on_the_staff_see_neither_list_nor_appointment(logged_in, booked, role):
    browser = logged_in(role)
    assert browser.get(LIST).status_code == 403
    assert browser.get(f"{LIST}{booked.appointment_id}/change/").status_code == 403
    assert browser.post(LIST, chosen(booked)).status_code == 403
    assert status(booked) == "booked"


def test_nobody_adds_changes_or_deletes_by_hand(logged_in, booked):
    browser = logged_in("administrator")
    assert browser.get(f"{LIST}add/").status_code == 403
    assert (
        browser.post(f"{LIST}{booked.appointment_id}/change/", {"email": "x@example.org"}).status_code == 403
    )
    assert browser.post(f"{LIST}{booked.appointment_id}/delete/", {"post": "yes"}).status_code == 403
    assert queries.by_id(booked.appointment_id).email == "testa@example.org"


def test_cancelling_with_a_reason_tells_the_party_and_is_recorded(logged_in, booked, other):
    page = logged_in("lead").post(LIST, chosen(booked), follow=True, **IN_ENGLISH).content.decode()
    assert "1 appointment is cancelled." in page
    assert (status(booked), status(other)) == ("cancelled", "booked")
    assert acts(booked) == [
        ("appointments.cancel_decided", {"reason": "closed"}), ("appointments.cancelled", {}),
    ]  # fmt: skip
    assert Message.objects.filter(kind="cancelled", state="queued").count() == 1


@pytest.mark.parametrize("reason", ["", "because"])
def test_without_a_reason_nothing_is_cancelled(logged_in, booked, reason):
    page = logged_in("lead").post(LIST, chosen(booked, reason=reason), follow=True).content.decode()
    assert status(booked) == "booked"
    assert acts(booked) == []
    assert "cancelled." not in page or "Nothing was cancelled" in page


def test_who_may_only_read_is_not_offered_to_cancel(logged_in, booked, account):
    browser = logged_in("assistant")
    reader = account(username="lezer.voorbeeld")
    reader.user_permissions.add(Permission.objects.get(codename="view_appointment"))
    browser.force_login(reader)
    assert "cancel_chosen" not in browser.get(LIST).content.decode()
    browser.post(LIST, chosen(booked))
    assert status(booked) == "booked"


def test_what_has_begun_is_left_as_it_was(logged_in, booked, other):
    browser = logged_in("lead")
    with clock.frozen(at(TUESDAY, 9, 5)):
        page = browser.post(LIST, chosen(booked, other), follow=True, **IN_ENGLISH).content.decode()
    assert "1 appointment is cancelled." in page
    assert "Left as they were, because they have begun or the system was busy: 1." in page
    assert (status(booked), status(other)) == ("booked", "cancelled")
    assert acts(booked) == []
