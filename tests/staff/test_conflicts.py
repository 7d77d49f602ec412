"""Appointments that a closure left outside the openings: found, listed, and each look recorded."""

from datetime import timedelta

import pytest

from servicepoint.appointments import queries
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.locations import actions as locations
from servicepoint.locations.models import WeeklyOpening
from tests.world import NOW, THURSDAY, TUESDAY, at, book, make_world, person

PAGE = "/staff/conflicts/"
LEAD = Actor("staff", "lead.voorbeeld")


@pytest.fixture
def world(db):
    with clock.frozen(NOW):
        yield make_world(2)


@pytest.fixture
def booked(world):
    return book(world, at(TUESDAY, 9), person(1))


def close(world, **wish):
    wish = locations.ClosureWish(starts_on=TUESDAY, ends_on=TUESDAY, reason="proef", **wish)
    return locations.close(world.location_id, wish=wish, actor=LEAD, now=NOW)


def outside(world, now=NOW):
    return [each.code for each in queries.outside_openings(world.location_id, now)]


def test_an_appointment_within_the_openings_is_no_conflict(world, booked):
    assert outside(world) == []


def test_a_closure_makes_conflicts_of_what_lies_in_it_only(world, booked):
    book(world, at(THURSDAY, 9), person(2))
    close(world)
    assert outside(world) == [booked.code]


def test_a_reopening_ends_them(world, booked):
    locations.reopen(close(world), actor=LEAD, now=NOW)
    assert outside(world) == []


def test_an_opening_that_ends_too_early_or_drops_the_service_makes_a_conflict(world, booked):
    WeeklyOpening.objects.filter(weekday=4).update(services=["BIO"])
    thursday = book(world, at(THURSDAY, 9), person(2, service="BIO"))
    with locations.editing([world.location_id]):
        WeeklyOpening.objects.filter(weekday=4).update(services=["DOC"])
    assert outside(world) == [thursday.code]


def test_holds_cancelled_and_past_appointments_are_no_conflicts(world, booked):
    close(world)
    assert outside(world, at(TUESDAY, 9) + timedelta(minutes=10)) == []


def test_the_lead_sees_whom_to_call_and_each_look_is_recorded(logged_in, world, booked):
    close(world)
    page = logged_in("lead").get(PAGE).content.decode()
    assert booked.code in page
    assert "testa@example.org" in page
    looks = Entry.objects.filter(act="personal_data.viewed", subject=f"appointment:{booked.appointment_id}")
    assert [(look.actor_name, look.facts) for look in looks] == [
        ("lead.voorbeeld", {"page": "staff.conflicts"})
    ]


def test_without_conflicts_the_page_says_so(logged_in, world, booked):
    page = logged_in("lead").get(PAGE).content.decode()
    assert booked.code not in page
    assert "testa@example.org" not in page


@pytest.mark.parametrize("role", ["", "assistant"])
def test_others_on_the_staff_are_refused(logged_in, world, role):
    assert logged_in(role).get(PAGE).status_code == 403


def test_strangers_are_sent_to_the_log_in(client, world):
    assert client.get(PAGE)["Location"].startswith("/staff/login/")


def test_the_page_only_shows(logged_in, world):
    assert logged_in("lead").post(PAGE).status_code == 405


@pytest.mark.parametrize(("role", "is_linked"), [("lead", True), ("assistant", False)])
def test_the_start_page_links_to_it_for_who_may_see_it(logged_in, world, role, is_linked):
    assert (PAGE in logged_in(role).get("/staff/").content.decode()) is is_linked


def test_saving_a_closure_points_at_the_page(logged_in, world, booked):
    form = {"location": world.location_id, "starts_on": TUESDAY, "ends_on": TUESDAY, "reason": "proef"}
    page = logged_in("lead").post("/staff/admin/locations/closure/add/", form, follow=True).content.decode()
    assert PAGE in page
    assert outside(world) == [booked.code]
