"""Checking in, once and again; and people without an appointment."""

from functools import partial

import pytest

from servicepoint.appointments import actions as appointments
from servicepoint.audit.models import Entry
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations.errors import LocationUnknown
from servicepoint.services.errors import PartySizeRefused, ServiceUnknown
from servicepoint.visits import actions, arrival, queries
from servicepoint.visits.errors import (
    AppointmentUnknown,
    CodeUnknown,
    DayClosed,
    NotWelcome,
    VisitRefused,
    WalkInsFull,
)
from servicepoint.visits.models import Day, Visit, VisitPerson
from tests.visits.hall import ANNA, NINE, Hall
from tests.world import NOW, THURSDAY, TUESDAY, at, make_world


def refused_with(hall: Hall, appointment_id: int, **allowed: str) -> arrival.Verdict:
    with pytest.raises(NotWelcome) as refusal:
        hall.arrive(appointment_id, **allowed)
    return refusal.value.verdict


def test_letters_are_those_of_the_services_and_numbers_count_up(hall: Hall) -> None:
    tickets = [hall.arrive(hall.booked(number, NINE, code)) for number, code in enumerate(["DOC", "BIO"], 1)]
    tickets.append(hall.arrive(hall.booked(3, at(TUESDAY, 9, 10), "DOC")))
    assert [each.text for each in tickets] == ["A01", "B01", "A02"]


def test_a_second_scan_shows_the_same_ticket(hall: Hall) -> None:
    booked = hall.booked()
    first = hall.arrive(booked)
    second = hall.arrive(booked)
    assert (second.text, second.again, first.again) == (first.text, True, False)
    assert Visit.objects.count() == 1
    assert Entry.objects.filter(act="visits.checked_in").count() == 1


def test_too_early_says_from_when_and_leaves_nothing(hall: Hall) -> None:
    booked = hall.booked(1, at(TUESDAY, 10))
    assert refused_with(hall, booked) == arrival.TooEarly(at(TUESDAY, 9, 45))
    assert queries.welcome(booked, hall.here, now=hall.clock) == arrival.TooEarly(at(TUESDAY, 9, 45))
    assert not Visit.objects.exists()


def test_staff_may_let_a_late_party_in_and_its_place_is_that_of_its_arrival(hall: Hall) -> None:
    booked = hall.booked(1, NINE)
    hall.after(30)
    assert refused_with(hall, booked) == arrival.TooLate(NINE)
    ticket = hall.arrive(booked, override="transport")
    visit = Visit.objects.get(id=ticket.visit_id)
    assert (visit.in_line_at, visit.override) == (hall.clock, "transport")
    assert Entry.objects.get(act="visits.checked_in").facts["reason"] == "transport"


def test_a_reason_that_was_not_needed_is_not_kept(hall: Hall) -> None:
    ticket = hall.arrive(hall.booked(), override="transport")
    assert Visit.objects.get(id=ticket.visit_id).override == ""


def test_another_day_another_place_and_cancelled(hall: Hall) -> None:
    other_day = hall.booked(1, at(THURSDAY, 9))
    assert refused_with(hall, other_day, override="transport") == arrival.WrongDay(THURSDAY)
    elsewhere = make_world(1, name="anderstad")
    booked = hall.booked(2)
    with pytest.raises(NotWelcome) as refusal:
        actions.check_in(booked, location_id=elsewhere.location_id, **hall.act())
    assert refusal.value.verdict == arrival.WrongPlace(hall.here)
    cancelled = hall.booked(3, at(TUESDAY, 9, 10))
    appointments.cancel(cancelled, now=NOW, actor=RESIDENT)
    assert refused_with(hall, cancelled) == arrival.Cancelled()


def test_who_was_moved_is_told_the_new_time(hall: Hall) -> None:
    booked = hall.booked(1, NINE)
    appointments.move(booked, starts_at=at(THURSDAY, 10), now=NOW, actor=RESIDENT)
    assert refused_with(hall, booked) == arrival.Moved(at(THURSDAY, 10))


def test_after_the_visit_it_is_over(hall: Hall) -> None:
    booked = hall.booked()
    hall.arrive(booked)
    hall.handled()
    assert refused_with(hall, booked) == arrival.Over()


def test_an_unknown_appointment_and_an_unknown_place(hall: Hall) -> None:
    with pytest.raises(AppointmentUnknown):
        hall.arrive(999_999)
    with pytest.raises(LocationUnknown):
        actions.check_in(hall.booked(), location_id=999_999, **hall.act())


def test_a_need_named_at_booking_and_a_reason_of_the_staff_bring_people_forward(hall: Hall) -> None:
    usual = hall.arrive(hall.booked(1, NINE))
    sooner = hall.arrive(hall.booked(2, at(TUESDAY, 9, 10)), priority="pregnant")
    assert [each.visit_id for each in queries.line_now(hall.here, now=hall.clock)] == [
        sooner.visit_id,
        usual.visit_id,
    ]
    with pytest.raises(CodeUnknown):
        hall.arrive(hall.booked(3, at(TUESDAY, 9, 10)), priority="famous")


def test_without_an_appointment_nobody_is_received_until_the_lead_allows(hall: Hall) -> None:
    with pytest.raises(WalkInsFull):
        hall.guest()
    hall.let_guests_in(1)
    assert hall.guest().text == "A01"
    with pytest.raises(WalkInsFull):
        hall.guest()


def test_a_guest_goes_after_who_booked_the_same_time(hall: Hall) -> None:
    guest = hall.let_guests_in().guest()
    booked = hall.after(5).arrive(hall.booked(1, at(TUESDAY, 9, 10)))
    line = queries.line_now(hall.here, now=hall.clock)
    assert [each.visit_id for each in line] == [booked.visit_id, guest.visit_id]


def test_what_guests_tell_is_sealed_and_emptied_in_time(hall: Hall, settings) -> None:
    hall.let_guests_in().guest()
    person = VisitPerson.objects.get()
    assert person.details["last_name"] == "Zonder"
    assert actions.forget(hall.clock) == 0
    hall.after(60 * 24 * (settings.KEEP_DAYS + 1))
    assert actions.forget(hall.clock) == 1
    person.refresh_from_db()
    assert person.details is None


def test_guests_are_one_to_six_and_come_for_a_service_there_is(hall: Hall) -> None:
    hall.let_guests_in()
    with pytest.raises(PartySizeRefused):
        actions.walk_in([], location_id=hall.here, language="nl", **hall.act())
    with pytest.raises(ServiceUnknown):
        hall.guest("VISA")


def test_a_closed_day_receives_nobody(hall: Hall) -> None:
    booked = hall.booked()
    hall.let_guests_in()
    Day.objects.update(closed_at=hall.clock)
    for refused in (partial(hall.arrive, booked), hall.guest, hall.call):
        with pytest.raises(DayClosed):
            refused()


def test_every_refusal_of_this_room_is_one_kind() -> None:
    assert issubclass(NotWelcome, VisitRefused)
    assert NotWelcome(arrival.Cancelled()).code == "not_welcome"
    assert ANNA.kind == "staff"
