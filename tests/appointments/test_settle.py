"""An appointment whose persons were here: they may book again, and nobody else is touched."""

from servicepoint.appointments import actions, queries
from servicepoint.appointments.models import Attendee
from servicepoint.audit.models import Entry
from servicepoint.kit.actor import RESIDENT
from tests.world import NOW, TUESDAY, World, at, book, person

NINE = at(TUESDAY, 9)
ACT = {"now": NOW, "actor": RESIDENT}


def test_only_the_persons_who_were_here_are_settled_and_once(world: World) -> None:
    booked = book(world, NINE, person(1), person(2)).appointment_id
    for _ in range(2):
        actions.settle(booked, positions=[2], **ACT)
    assert list(Attendee.objects.order_by("position").values_list("is_open", flat=True)) == [True, False]
    assert Entry.objects.filter(act="appointments.settled").count() == 1


def test_who_stands_there_with_a_code_is_found_without_a_name(world: World) -> None:
    booked = book(world, NINE)
    spoken = f"{booked.code[:3]} {booked.code[3:]}".lower()
    assert queries.id_of_code(spoken) == booked.appointment_id
    assert queries.id_of_code("AAAAAA") is None


def test_the_list_of_a_day_has_what_is_booked_and_not_what_is_cancelled(world: World) -> None:
    first = book(world, NINE, person(1), person(2, service="BIO")).appointment_id
    gone = book(world, at(TUESDAY, 10), person(3)).appointment_id
    actions.cancel(gone, **ACT)
    (listed,) = queries.on_day(world.location_id, TUESDAY)
    assert (listed.id, listed.starts_at, listed.basket) == (first, NINE, ("DOC", "BIO"))
    assert [each.last_name for each in listed.people] == ["Voorbeeld-1", "Voorbeeld-2"]
    assert queries.baskets_on(world.location_id, TUESDAY) == ((first, NINE, ("DOC", "BIO")),)
