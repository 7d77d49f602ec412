"""Where documents or letters are asked for, nobody books, joins or moves without one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from servicepoint.appointments import actions
from servicepoint.appointments.errors import NotAdmitted
from servicepoint.appointments.models import Claim
from servicepoint.appointments.party import Person
from servicepoint.appointments.queries import by_id, held_under
from servicepoint.documents import actions as documents
from servicepoint.documents import queries as document_queries
from servicepoint.kit.actor import RESIDENT, SYSTEM, Actor
from servicepoint.locations.models import Location
from servicepoint.locations.queries import forget_locations, location_lately
from tests.documents.shelf import KEEPER, delivered, handed_over, in_safe, invited, row
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, party, person

AGENT = Actor("staff", "testagent")
ACT = {"now": NOW, "actor": RESIDENT}
Rules = Callable[..., None]


@pytest.fixture
def rules(world: World) -> Rules:
    """Say what the location asks for."""

    def say(*, matched: tuple[str, ...] = (), by_letter: tuple[str, ...] = ()) -> None:
        Location.objects.update(matched_services=list(matched), letter_services=list(by_letter))
        forget_locations()

    return say


def named(letter_id: int, number: int = 1) -> Person:
    """Return a person as a door knows them that was shown the code and the birth date."""
    letter = document_queries.invitation(letter_id)
    return replace(person(number), invited_id=letter.people[number - 1].id)


def booked_as(world: World, actor: Actor, *people: Person) -> actions.Booked:
    coming = party(*people)
    ask = world.ask(*coming.basket)
    actions.hold(ask, starts_at=at(TUESDAY, 10), secret="s" * 32, now=NOW, actor=actor)
    return actions.book(coming, hold_secret="s" * 32, now=NOW, actor=actor)


def test_only_who_has_a_document_in_the_safe_books(world: World, rules: Rules) -> None:
    rules(matched=("DOC",))
    with pytest.raises(NotAdmitted) as refused:
        book(world, at(TUESDAY, 9))
    assert (refused.value.reason, refused.value.position) == ("document_none", 1)
    in_safe(world)
    assert book(world, at(TUESDAY, 10)).code


def test_the_hold_stands_when_nobody_may_come(world: World, rules: Rules) -> None:
    rules(matched=("DOC",))
    secret = "a" * 32
    actions.hold(world.ask(), starts_at=at(TUESDAY, 9), secret=secret, **ACT)
    with pytest.raises(NotAdmitted):
        actions.book(party(), hold_secret=secret, **ACT)
    assert held_under(secret, NOW) is not None
    assert Claim.objects.filter(appointment__isnull=False).count() == 0


def test_the_second_of_a_party_is_named(world: World, rules: Rules) -> None:
    rules(matched=("DOC",))
    in_safe(world, 1)
    handed_over(world, 2)
    with pytest.raises(NotAdmitted) as refused:
        book(world, at(TUESDAY, 9), person(1), person(2))
    assert (refused.value.reason, refused.value.position) == ("document_handed_over", 2)


def test_a_slot_by_its_name_asks_for_the_document_too(world: World, rules: Rules) -> None:
    rules(matched=("DOC",))
    slot = actions.NamedSlot(world.ask(), at(TUESDAY, 9), "k" * 32)
    unasked = replace(person(), birth_date=None)  # programs of the planner do not ask for it
    with pytest.raises(NotAdmitted):
        actions.book_slot(party(unasked), slot=slot, **ACT)
    assert Claim.objects.count() == 0
    in_safe(world)
    assert actions.book_slot(party(unasked), slot=slot, **ACT).code


def test_where_a_letter_is_needed_its_code_opens_and_nothing_else(world: World, rules: Rules) -> None:
    rules(by_letter=("DOC",))
    letter_id = invited(world, in_safe(world))
    with pytest.raises(NotAdmitted, match="letter_needed"):
        book(world, at(TUESDAY, 9))
    with pytest.raises(NotAdmitted, match="letter_needed"):
        book(world, at(TUESDAY, 10), replace(person(), invited_id=999_999))
    assert book(world, at(TUESDAY, 11), named(letter_id)).code


def test_a_letter_that_was_taken_back_opens_nothing(world: World, rules: Rules) -> None:
    rules(by_letter=("DOC",))
    letter_id = invited(world, in_safe(world))
    comer = named(letter_id)
    documents.revoke(letter_id, reason="wrong_address", now=NOW, actor=KEEPER)
    with pytest.raises(NotAdmitted, match="letter_needed"):
        book(world, at(TUESDAY, 9), comer)


@pytest.mark.parametrize("actor", [AGENT, SYSTEM])
def test_employees_need_no_code_but_a_document_all_the_same(world: World, rules: Rules, actor: Actor) -> None:
    rules(by_letter=("DOC",))
    with pytest.raises(NotAdmitted, match="document_none"):
        booked_as(world, actor, person())
    in_safe(world)
    assert booked_as(world, actor, person()).code


def test_a_family_member_who_is_added_needs_a_document(world: World, rules: Rules) -> None:
    rules(matched=("DOC",))
    in_safe(world, 1)
    made = book(world, at(TUESDAY, 9))
    with pytest.raises(NotAdmitted, match="document_none"):
        actions.add_person(made.appointment_id, person(2), **ACT)
    in_safe(world, 2)
    actions.add_person(made.appointment_id, person(2), **ACT)
    seen = by_id(made.appointment_id)
    assert seen is not None and len(seen.people) == 2


def test_who_moves_showed_the_letter_before(world: World, rules: Rules) -> None:
    rules(by_letter=("DOC",))
    made = book(world, at(TUESDAY, 9), named(invited(world, in_safe(world))))
    actions.move(made.appointment_id, starts_at=at(THURSDAY, 9), **ACT)
    seen = by_id(made.appointment_id)
    assert seen is not None and seen.starts_at == at(THURSDAY, 9)


def test_nobody_moves_to_a_day_on_which_the_document_is_not_there(world: World, rules: Rules) -> None:
    rules(matched=("DOC",))
    delivered(world, announced_for=THURSDAY, collect_before=THURSDAY)
    made = book(world, at(THURSDAY, 9))
    with pytest.raises(NotAdmitted, match="document_not_yet"):
        actions.move(made.appointment_id, starts_at=at(TUESDAY, 9), **ACT)
    week_later = at(THURSDAY + timedelta(days=7), 9)
    with pytest.raises(NotAdmitted, match="document_too_late"):
        actions.move(made.appointment_id, starts_at=week_later, **ACT)
    seen = by_id(made.appointment_id)
    assert seen is not None and seen.starts_at == at(THURSDAY, 9)


def test_biometrics_are_booked_by_invitation(world: World, rules: Rules) -> None:
    rules(matched=("BIO",))
    comer = person(service="BIO")
    with pytest.raises(NotAdmitted, match="invitation_none"):
        book(world, at(TUESDAY, 9), comer)
    call = documents.Call(world.location_id, "BIO", "poor", TUESDAY, TUESDAY, "en", row().address)
    guest = documents.Guest(comer.v_number, "Testa", "Voorbeeld-1", date(1990, 5, 17))
    documents.invite(call, [guest], now=NOW, actor=KEEPER)
    with pytest.raises(NotAdmitted, match="invitation_none"):
        book(world, at(THURSDAY, 9), comer)
    assert book(world, at(TUESDAY, 10), comer).code


def test_a_booking_asks_one_thing_more_and_none_without_a_rule(world: World, rules: Rules) -> None:
    def queries_of(number: int, hour: int) -> int:
        actions.hold(world.ask(), starts_at=at(TUESDAY, hour), secret=f"{number}" * 32, **ACT)
        with CaptureQueriesContext(connection) as seen:
            actions.book(party(person(number)), hold_secret=f"{number}" * 32, **ACT)
        return len(seen)

    for number in (1, 2, 3):
        in_safe(world, number)
    queries_of(1, 9)  # whatever a process remembers is read now
    without = queries_of(2, 10)
    rules(matched=("DOC",))
    location_lately(world.location_id)
    assert queries_of(3, 11) == without + 1
