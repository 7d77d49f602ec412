"""Nobody is forgotten: reminders, a time chosen at the end, visits called off, and the lead is warned."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.errors import TryAgain
from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.collection import actions, queries
from servicepoint.documents import actions as documents
from servicepoint.documents.models import Invited
from servicepoint.kit import clock
from servicepoint.letters.models import Letter
from tests.collection.test_calling import composed
from tests.documents.shelf import KEEPER, in_safe
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, make_tiny_world, person

ACT = {"now": NOW, "actor": KEEPER}
Call = Callable[..., int]


def _kinds() -> list[str]:
    return list(Letter.objects.order_by("id").values_list("kind", flat=True))


def _on(days: int) -> dict[str, object]:
    return {"now": NOW + timedelta(days=days), "actor": KEEPER}


def test_each_reminder_goes_once(world: World, called_in: Call) -> None:
    called_in(1)
    for days in (13, 14, 14, 20, 28, 29):
        actions.remind(world.location_id, **_on(days))
    assert _kinds() == ["ready", "reminder", "reminder"]


def test_of_reminders_that_a_stopped_worker_left_only_the_last_goes(world: World, called_in: Call) -> None:
    called_in(1)
    assert actions.remind(world.location_id, **_on(40)) == 1
    assert _kinds() == ["ready", "reminder"]


def test_who_booked_is_not_reminded(world: World, called_in: Call) -> None:
    called_in(1)
    book(world, at(date(2026, 12, 10), 9), person(1))
    assert actions.remind(world.location_id, **_on(14)) == 0


def test_at_the_end_a_time_is_chosen_and_told(world: World, called_in: Call) -> None:
    called_in(1, collect_before=date(2027, 1, 12))
    assert actions.assign(world.location_id, **_on(28)) == 0  # three weeks and a day are left
    assert actions.assign(world.location_id, **_on(29)) == 1
    assert actions.assign(world.location_id, **_on(29)) == 0
    appointment = Appointment.objects.get()
    first = clock.dutch_day(NOW) + timedelta(days=29 + 10)
    assert first <= clock.dutch_day(appointment.starts_at) <= date(2027, 1, 12)
    with clock.frozen(NOW + timedelta(days=29)):
        note = composed(Letter.objects.get(kind="assigned"))
    assert note is not None and note.visit is not None
    assert (note.visit.code, note.visit.starts_at) == (appointment.code, appointment.starts_at)


def test_a_family_gets_one_chosen_time_for_all(world: World, called_in: Call) -> None:
    called_in(1, 2, last_name="Voorbeeld", collect_before=date(2027, 1, 12))
    assert actions.assign(world.location_id, **_on(30)) == 1
    assert Attendee.objects.values("appointment").distinct().count() == 1
    assert Attendee.objects.count() == 2


def test_who_cancels_the_chosen_time_is_not_given_another(world: World, called_in: Call) -> None:
    from servicepoint.appointments import actions as acts  # noqa: PLC0415 - this test alone cancels

    called_in(1, collect_before=date(2027, 1, 12))
    actions.assign(world.location_id, **_on(30))
    acts.cancel(Appointment.objects.get().id, **_on(30))
    assert actions.assign(world.location_id, **_on(31)) == 0


@pytest.mark.parametrize("reason", ["courier", "elsewhere", "blocked"])
def test_the_visit_for_a_document_that_is_not_here_is_called_off(
    world: World, called_in: Call, reason: str
) -> None:
    called_in(1)
    booked = book(world, at(TUESDAY, 9), person(1))
    document_id = Invited.objects.get().document_id
    if reason == "courier":
        documents.switch_to_courier(document_id, **ACT)
    elif reason == "blocked":
        documents.block(document_id, reason="instruction", **ACT)
    else:
        documents.deliver_one(world.location_id, _row_elsewhere(), **ACT)
    assert actions.call_off(world.location_id, **ACT) == 1
    assert actions.call_off(world.location_id, **ACT) == 0
    assert appointments.by_id(booked.appointment_id).status == "cancelled"
    assert Invited.objects.get().closed_reason == f"document_{reason}"
    assert Letter.objects.get(kind="ready").state == "withdrawn"
    note = composed(Letter.objects.get(kind="called_off"))
    assert note is not None and note.code == ""


def _row_elsewhere() -> documents.Row:
    from tests.documents.shelf import row  # noqa: PLC0415

    return row(1, elsewhere="DH")


def test_the_others_of_a_party_keep_their_place(world: World, called_in: Call) -> None:
    called_in(1, 2, last_name="Voorbeeld")
    booked = book(world, at(TUESDAY, 9), person(1), person(2))
    documents.switch_to_courier(Invited.objects.get(v_number="0000000001").document_id, **ACT)
    actions.call_off(world.location_id, **ACT)
    view = appointments.by_id(booked.appointment_id)
    assert view.status == "booked"
    assert [each.v_number for each in view.people] == ["0000000002"]
    note = composed(Letter.objects.get(kind="called_off"))
    assert note is not None
    assert [each.v_number for each in note.people] == ["0000000001"]
    first = composed(Letter.objects.get(kind="ready"))
    assert first is not None
    assert [each.v_number for each in first.people] == ["0000000002"]


def test_the_lead_hears_when_more_people_wait_than_places_are_left(db: None) -> None:
    world = make_tiny_world(20)  # two places, on Tuesday
    for number in (1, 2):
        in_safe(world, number, collect_before=THURSDAY)
    assert queries.waiting(world.location_id, now=NOW).shortages == ()
    in_safe(world, 3, collect_before=THURSDAY)
    told = queries.waiting(world.location_id, now=NOW)
    assert (told.documents, told.booked) == (3, 0)
    (short,) = told.shortages
    assert (short.day, short.people, short.places) == (THURSDAY, 3, 2)


def test_who_has_an_appointment_does_not_wait(world: World) -> None:
    in_safe(world, 1)
    in_safe(world, 2, collect_before=date(2026, 11, 22))
    book(world, at(TUESDAY, 9), person(1))
    told = queries.waiting(world.location_id, now=NOW)
    assert (told.documents, told.booked, told.overdue) == (1, 1, 1)


def test_of_a_family_who_has_not_booked_is_reminded_and_given_a_time(world: World, called_in: Call) -> None:
    called_in(1, 2, last_name="Voorbeeld", collect_before=date(2027, 1, 12))
    own = book(world, at(date(2027, 1, 7), 9), person(1)).appointment_id
    assert actions.remind(world.location_id, **_on(14)) == 1
    assert actions.assign(world.location_id, **_on(30)) == 1
    chosen = Appointment.objects.exclude(id=own).get()
    assert [each.v_number for each in chosen.attendees.all()] == ["0000000002"]
    with clock.frozen(NOW + timedelta(days=30)):
        note = composed(Letter.objects.get(kind="assigned"))
    assert note is not None and note.visit is not None
    assert note.visit.code == chosen.code
    assert [each.v_number for each in note.people] == ["0000000002"]


def test_who_booked_without_a_letter_is_called_off_too(world: World) -> None:
    document_id = in_safe(world, 1)
    booked = book(world, at(TUESDAY, 9), person(1))
    documents.switch_to_courier(document_id, **ACT)
    assert actions.call_off(world.location_id, **ACT) == 1
    assert actions.call_off(world.location_id, **ACT) == 0
    assert appointments.by_id(booked.appointment_id).status == "cancelled"


def test_who_can_collect_another_document_that_day_keeps_the_visit(world: World, called_in: Call) -> None:
    called_in(1)
    called_in(2, v_number="0000000001", last_name="Voorbeeld-1")
    booked = book(world, at(TUESDAY, 9), person(1))
    documents.switch_to_courier(Invited.objects.order_by("id")[0].document_id, **ACT)
    assert actions.call_off(world.location_id, **ACT) == 1
    assert appointments.by_id(booked.appointment_id).status == "booked"


def test_a_calling_off_that_has_to_wait_is_not_forgotten(world: World, called_in: Call, monkeypatch) -> None:
    called_in(1)
    booked = book(world, at(TUESDAY, 9), person(1))
    documents.switch_to_courier(Invited.objects.get().document_id, **ACT)

    def busy(*_args: object, **_more: object) -> None:
        raise TryAgain

    with monkeypatch.context() as patched:
        patched.setattr("servicepoint.appointments.actions.drop_person", busy)
        assert actions.call_off(world.location_id, **ACT) == 0
    assert Invited.objects.get().is_open
    assert actions.call_off(world.location_id, **ACT) == 1
    assert appointments.by_id(booked.appointment_id).status == "cancelled"
