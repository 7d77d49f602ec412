"""A document is in one place, and every movement is kept."""

import pytest
from django.db import IntegrityError, transaction

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries, rules
from servicepoint.documents.actions import Whereto
from servicepoint.documents.errors import (
    DocumentUnknown,
    MoveNotPossible,
    PlaceMalformed,
    PlaceOccupied,
    ProofMissing,
)
from servicepoint.documents.models import HandOver, Stay
from servicepoint.documents.safe import Spot
from tests.documents.shelf import KEEPER, PROOF, delivered, handed_over, in_safe, row
from tests.world import NOW, World

ACT = {"now": NOW, "actor": KEEPER}


def _places(document_id: int) -> list[str]:
    return list(
        Stay.objects.filter(document_id=document_id).order_by("number").values_list("place", flat=True)
    )


def test_from_the_announcement_to_its_owner_every_stay_is_kept(world: World) -> None:
    document_id = handed_over(world)
    assert _places(document_id) == ["announced", "in_safe", "at_counter", "handed_over"]
    assert Stay.objects.filter(document_id=document_id, ended_at=None).count() == 1
    moves = Entry.objects.filter(act="documents.moved").order_by("id")
    assert [each.facts["status"] for each in moves] == ["in_safe", "at_counter", "handed_over"]


def test_two_documents_cannot_lie_at_one_position(world: World) -> None:
    in_safe(world, 1)
    delivered(world, 2)
    with pytest.raises(PlaceOccupied):
        actions.put_in(row(2).number, location_id=world.location_id, spot=Spot("a", 1), **ACT)
    assert queries.by_number(row(2).number).facts.place == "announced"


def test_the_position_is_free_again_when_its_document_left(world: World) -> None:
    first = in_safe(world, 1)
    delivered(world, 2)
    actions.move(first, whereto=Whereto("out", reason="counter"), **ACT)
    actions.put_in(row(2).number, location_id=world.location_id, spot=Spot("A", 1), **ACT)
    assert [each.number for each in queries.in_safe(world.location_id)] == [row(2).number]


def test_the_database_itself_refuses_a_second_place(world: World) -> None:
    document_id = in_safe(world)
    with pytest.raises(IntegrityError, match="one_place_per_document"), transaction.atomic():
        Stay.objects.create(
            document_id=document_id, location_id=world.location_id, number=9, place="out", began_at=NOW
        )


def test_scanning_it_again_where_it_lies_changes_nothing(world: World) -> None:
    document_id = in_safe(world)
    spoken = f"{row().number[:3]} {row().number[3:]}".lower()
    assert (
        actions.put_in(spoken, location_id=world.location_id, spot=Spot("a", 1), **ACT).document_id
        == document_id
    )
    assert len(_places(document_id)) == 2


@pytest.mark.parametrize("to", ["in_safe", "out", "returned", "destroyed"])
def test_what_was_handed_over_is_not_here_any_more(world: World, to: str) -> None:
    document_id = handed_over(world)
    drawer = ("B", 5) if to == "in_safe" else ("", None)
    with pytest.raises(MoveNotPossible):
        actions.move(document_id, whereto=Whereto(to, *drawer), **ACT)


def test_an_unknown_document_and_a_malformed_place_are_refused(world: World) -> None:
    with pytest.raises(DocumentUnknown):
        actions.put_in("VZZZZZZZZ", location_id=world.location_id, spot=Spot("A", 1), **ACT)
    delivered(world)
    for drawer, position in (("A/1", 1), ("A", 0), ("A", 1000)):
        with pytest.raises(PlaceMalformed):
            actions.put_in(row().number, location_id=world.location_id, spot=Spot(drawer, position), **ACT)


@pytest.mark.parametrize(
    ("proof", "lacking"),
    [
        (rules.Proof((), "card", "paper"), ("identity",)),
        (rules.Proof(("by_eye",), "", "paper"), ("old_document",)),
        (rules.Proof(("by_eye",), "none_before", "paper"), ("old_document",)),
        (rules.Proof(("by_eye",), "police_report", ""), ("signature",)),
        (rules.Proof(("by_eye",), "police_report", "drawn"), ("signature",)),
    ],
)
def test_without_proof_nothing_is_handed_over(
    world: World, proof: rules.Proof, lacking: tuple[str, ...]
) -> None:
    document_id = in_safe(world, replaces="VAAAAAAAA")
    actions.move(document_id, whereto=Whereto("at_counter"), **ACT)
    with pytest.raises(ProofMissing) as refused:
        actions.hand_over(document_id, proof=proof, **ACT)
    assert refused.value.lacking == lacking
    assert _places(document_id)[-1] == "at_counter"


def test_handing_over_twice_is_one_receipt(world: World) -> None:
    document_id = handed_over(world)
    actions.hand_over(document_id, proof=PROOF, **ACT)
    assert HandOver.objects.count() == 1
    assert len(_places(document_id)) == 4
