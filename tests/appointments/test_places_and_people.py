"""How many could still come on a day, and who of a list has an appointment."""

from servicepoint.appointments import actions, queries
from servicepoint.kit.actor import RESIDENT
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, person


def test_each_counter_has_its_places_and_a_booked_one_is_gone(two_counters: World) -> None:
    free = queries.places_by_day(two_counters.ask("DOC"), now=NOW)
    assert free[TUESDAY] == free[THURSDAY] == 2 * 6 * 6  # six hours of six places at two counters
    book(two_counters, at(TUESDAY, 9), person(1))
    after = queries.places_by_day(two_counters.ask("DOC"), now=NOW)
    assert (after[TUESDAY], after[THURSDAY]) == (71, 72)


def test_places_do_not_overlap_and_what_is_over_counts_no_more(world: World) -> None:
    assert queries.places_by_day(world.ask("NAT"), now=NOW)[TUESDAY] == 2 * 6
    assert queries.places_by_day(world.ask("NAT"), now=at(TUESDAY, 12))[TUESDAY] == 6


def test_who_has_a_coming_appointment_is_known_by_v_number(world: World) -> None:
    booked = book(world, at(TUESDAY, 9), person(1), person(2))
    found = queries.booked_for(["0000000002", "0000000003", ""], "DOC", now=NOW)
    assert list(found) == ["0000000002"]
    coming = found["0000000002"]
    assert (coming.appointment_id, coming.code, coming.position) == (booked.appointment_id, booked.code, 2)
    assert queries.booked_for(["0000000002"], "BIO", now=NOW) == {}


def test_cancelled_and_over_is_not_coming(world: World) -> None:
    booked = book(world, at(TUESDAY, 9), person(1))
    assert queries.booked_for(["0000000001"], "DOC", now=at(THURSDAY, 9)) == {}
    actions.cancel(booked.appointment_id, now=NOW, actor=RESIDENT)
    assert queries.booked_for(["0000000001"], "DOC", now=NOW) == {}
