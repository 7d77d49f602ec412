"""Counting the safe, what goes back to the IND, what is destroyed by two, and the sum of a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from servicepoint.documents import actions, queries
from servicepoint.documents.errors import (
    CustodyReasonUnknown,
    DocumentUnknown,
    ListClosed,
    ListEmpty,
    MoveNotPossible,
    NotCollectable,
    ReferenceUsed,
    SamePersonConfirms,
    StockTakeClosed,
    StockTakeOpen,
)
from servicepoint.documents.models import Document, Instruction
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.documents.shelf import KEEPER, delivered, handed_over, in_safe, row
from tests.world import NOW, World

ACT = {"now": NOW, "actor": KEEPER}
LEAD = Actor("staff", "testlead")
TODAY = clock.dutch_day(NOW)
OLD = {"collect_before": date(2026, 9, 1)}
HERE = "visit:1/1"
DRAWER_A = Spot("A")


def _put(world: World, number: int, spot: Spot = DRAWER_A, **more: object) -> actions.PutIn:
    return actions.put_in(row(number).number, location_id=world.location_id, spot=spot, **ACT, **more)


def _place(document_id: int) -> tuple[str, str, int | None]:
    found = queries.of_ids([document_id])[0]
    return found.facts.place, found.drawer, found.position


# --- counting --------------------------------------------------------------
def _scan(take_id: int, number: int, spot: Spot | None = DRAWER_A, actor: Actor = KEEPER) -> tuple[str, bool]:
    return actions.scan_stock(take_id, row(number).number, spot=spot, now=NOW, actor=actor)


def test_a_count_finds_what_lacks_what_is_too_much_and_what_lies_elsewhere(world: World) -> None:
    for number in (1, 2, 3):
        in_safe(world, number)
    delivered(world, 4)
    take_id = actions.start_stock_take(world.location_id, **ACT)
    assert _scan(take_id, 1) == ("here", True)
    assert _scan(take_id, 2, Spot("B")) == ("other_place", True)
    assert _scan(take_id, 4) == ("not_here", True)
    assert _scan(take_id, 9, actor=LEAD) == ("unknown", True)
    assert _scan(take_id, 1, actor=LEAD) == ("here", False)
    live = queries.progress_of(take_id)
    assert (live.expected, live.counted, [each.number for each in live.lacking]) == (3, 4, [row(3).number])
    assert actions.finish_stock_take(take_id, **ACT) == 4
    kinds = {each.number: each.kind for each in queries.differences(take_id)}
    assert kinds == {
        row(2).number: "other_place", row(3).number: "lacking",
        row(4).number: "not_here", row(9).number: "unknown",
    }  # fmt: skip
    with pytest.raises(StockTakeClosed):
        _scan(take_id, 3)


def test_what_is_put_in_or_fetched_while_others_count_is_no_difference(world: World) -> None:
    fetched = in_safe(world, 1)
    take_id = actions.start_stock_take(world.location_id, **ACT)
    later = {"now": NOW + timedelta(minutes=1), "actor": KEEPER}
    actions.fetch(fetched, reference=HERE, day=TODAY, **later)
    in_safe(world, 2, now=later["now"])
    assert actions.finish_stock_take(take_id, **later) == 0


def test_one_drawer_is_counted_alone_and_one_count_at_a_time(world: World) -> None:
    in_safe(world, 1)
    take_id = actions.start_stock_take(world.location_id, drawer="b", **ACT)
    assert queries.progress_of(take_id).expected == 0
    with pytest.raises(StockTakeOpen):
        actions.start_stock_take(world.location_id, **ACT)


def test_each_difference_is_settled_once_for_a_reason(world: World) -> None:
    lacking, lying_elsewhere = in_safe(world, 1), in_safe(world, 2)
    found = delivered(world, 3)
    take_id = actions.start_stock_take(world.location_id, **ACT)
    _scan(take_id, 2, Spot("B"))
    _scan(take_id, 3, Spot("C", 5))
    actions.finish_stock_take(take_id, **ACT)
    by_document = {each.document_id: each.id for each in queries.differences(take_id)}

    def settle(document_id: int, how: str, reason: str = "looked_twice") -> None:
        actions.settle_difference(by_document[document_id], how=how, reason=reason, **ACT)

    with pytest.raises(CustodyReasonUnknown):
        settle(lacking, "put")
    with pytest.raises(CustodyReasonUnknown):
        settle(lacking, "missing", "just so")
    settle(lacking, "missing")
    settle(lying_elsewhere, "put", "misplaced")
    settle(found, "put")
    assert _place(lacking)[0] == "missing"
    assert _place(lying_elsewhere) == ("in_safe", "B", 1)
    assert _place(found) == ("in_safe", "C", 5)
    with pytest.raises(StockTakeClosed):
        settle(found, "put")
    assert queries.stock_take(take_id).open_differences == 0


# --- back to the IND, and destroyed ----------------------------------------
def test_what_nobody_collected_is_taken_out_and_sent_back(world: World) -> None:
    old, fresh = in_safe(world, 1, **OLD), in_safe(world, 2)
    assert [each.id for each in queries.uncollected(world.location_id, until=TODAY)] == [old]
    list_id = actions.open_return_list(world.location_id, **ACT)
    assert actions.open_return_list(world.location_id, **ACT) == list_id
    with pytest.raises(ListEmpty):
        actions.send_return(list_id, **ACT)
    with pytest.raises(NotCollectable):
        actions.take_for_return(list_id, fresh, until=TODAY, **ACT)
    for _ in range(2):
        actions.take_for_return(list_id, old, until=TODAY, **ACT)
    assert actions.send_return(list_id, **ACT) == 1
    assert (_place(old)[0], _place(fresh)[0]) == ("returned", "in_safe")
    with pytest.raises(ListClosed):
        actions.send_return(list_id, **ACT)


def _asked(world: World, *numbers: int, reference: str = "IND-2026/17") -> int:
    return actions.ask_destruction(
        world.location_id, [row(number).number for number in numbers], ind_reference=reference, **ACT
    )


def test_destruction_needs_two_people(world: World) -> None:
    document_id = in_safe(world, 1)
    instruction_id = _asked(world, 1)
    assert _place(document_id)[0] == "out"
    with pytest.raises(SamePersonConfirms):
        actions.confirm_destruction(instruction_id, **ACT)
    assert actions.confirm_destruction(instruction_id, now=NOW, actor=LEAD) == 1
    assert _place(document_id)[0] == "destroyed"
    with pytest.raises(ListClosed):
        actions.confirm_destruction(instruction_id, now=NOW, actor=LEAD)


def test_the_database_itself_refuses_that_one_person_does_both(world: World) -> None:
    in_safe(world, 1)
    instruction = Instruction.objects.get(id=_asked(world, 1))
    with pytest.raises(IntegrityError, match="destruction_needs_another_account"), transaction.atomic():
        instruction.confirmed_at, instruction.confirmed_by = NOW, instruction.asked_by
        instruction.save()


def test_all_documents_of_an_instruction_or_none(world: World) -> None:
    document_id = in_safe(world, 1)
    with pytest.raises(DocumentUnknown):
        _asked(world, 1, 9)
    assert _place(document_id)[0] == "in_safe"
    assert not Instruction.objects.exists()


def test_an_instruction_is_asked_for_once_and_can_be_withdrawn(world: World) -> None:
    in_safe(world, 1)
    instruction_id = _asked(world, 1)
    with pytest.raises(ReferenceUsed):
        _asked(world, 1)
    with pytest.raises(ReferenceUsed):
        _asked(world, 1, reference="<b>")
    actions.withdraw_destruction(instruction_id, **ACT)
    with pytest.raises(ListClosed):
        actions.confirm_destruction(instruction_id, now=NOW, actor=LEAD)
    assert _put(world, 1).before == "out"


def test_what_was_handed_over_cannot_be_destroyed(world: World) -> None:
    handed_over(world, 1)
    with pytest.raises(MoveNotPossible):
        _asked(world, 1)


# --- the sum ---------------------------------------------------------------
def test_the_day_adds_up_from_what_was_written_down(world: World) -> None:
    yesterday = NOW - timedelta(days=1)
    for number in (1, 2, 3):
        in_safe(world, number, now=yesterday)
    handed_over(world, 4)
    in_safe(world, 5)
    actions.mark_missing(Document.objects.get(number=row(1).number).id, reason="stock_take", **ACT)
    actions.take_out(Document.objects.get(number=row(2).number).id, reason="check", **ACT)
    day = queries.day_balance(world.location_id, TODAY)
    assert day.sum.start == 3
    assert {name: count for name, count in day.sum.flows.items() if count} == {
        "scanned_in": 2, "handed_over": 1, "missing": 1,
    }  # fmt: skip
    assert day.sum.places == {"in_safe": 2, "out": 1, "at_counter": 0}
    assert day.sum.adds_up
    assert day.faults == ()


TAMPERED = {
    "a stay is gone": "DELETE FROM documents_stay WHERE place = 'at_counter'",
    "a document vanished": "UPDATE documents_stay SET ended_at = began_at"
    " WHERE place = 'in_safe' AND ended_at IS NULL",
    "it was somewhere else": "UPDATE documents_stay SET place = 'returned' WHERE place = 'handed_over'",
    "it was somewhere at another time": "UPDATE documents_stay SET began_at = began_at - interval '1 hour'"
    " WHERE place = 'at_counter'",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_row_that_somebody_changed_shows_with_its_document(world: World, how: str) -> None:
    handed_over(world, 1)
    in_safe(world, 2)
    assert queries.chain_faults(world.location_id) == ()
    with connection.cursor() as cursor:
        cursor.execute(TAMPERED[how])
    day = queries.day_balance(world.location_id, TODAY)
    assert len(day.faults) == 1
    assert day.faults[0].number in (row(1).number, row(2).number)
