"""What the IND says anew about a document goes on to the letter that invites for it."""

from datetime import date

from servicepoint.documents import actions, queries
from servicepoint.documents.actions.bulk import write_rows
from servicepoint.documents.household import Address
from tests.documents.shelf import KEEPER, OFFICE, in_safe, invited, row
from tests.world import NOW, World

ELSEWHERE = Address("Nieuwstraat 2", "0000 YY", "Elders")
ACT = {"now": NOW, "actor": OFFICE}


def test_another_address_and_language_reach_the_letter(world: World) -> None:
    letter_id = invited(world, in_safe(world))
    actions.deliver_one(world.location_id, row(address=ELSEWHERE, language="ar", email=""), **ACT)
    letter = queries.invitation(letter_id)
    assert (letter.address, letter.language, letter.email) == (ELSEWHERE, "ar", "")


def test_more_time_to_collect_is_more_time_to_book(world: World) -> None:
    later = date(2027, 4, 1)
    letter_id = invited(world, in_safe(world, 1), in_safe(world, 2))
    actions.deliver_one(world.location_id, row(1, collect_before=later), **ACT)
    assert queries.invitation(letter_id).closes_on == date(2027, 2, 26)  # the other one's
    write_rows([row(2, collect_before=later)], location_id=world.location_id, delivery_id=None, **ACT)
    assert queries.invitation(letter_id).closes_on == later


def test_the_second_of_a_family_does_not_move_the_letter(world: World) -> None:
    letter_id = invited(world, in_safe(world, 1), in_safe(world, 2))
    actions.deliver_one(world.location_id, row(2, address=ELSEWHERE), **ACT)
    assert queries.invitation(letter_id).address == row().address


def test_who_collected_is_written_to_no_more(world: World) -> None:
    document_id = in_safe(world)
    letter_id = invited(world, document_id)
    actions.close_invited(queries.invitation(letter_id).people[0].id, reason="done", now=NOW, actor=KEEPER)
    actions.deliver_one(world.location_id, row(address=ELSEWHERE), **ACT)
    assert queries.invitation(letter_id).address == row().address
