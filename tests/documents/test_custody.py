"""The safe: scanned in, found, taken out, put back, counted, returned, destroyed by two."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.documents.errors import (
    CustodyReasonUnknown,
    DocumentOfOtherLocation,
    DocumentUnknown,
    DrawerFull,
    ListClosed,
    ListEmpty,
    MoveNotPossible,
    NotCollectable,
    PlaceOccupied,
    ReferenceUsed,
    SamePersonConfirms,
    StockTakeClosed,
    StockTakeOpen,
    TooLateToTakeBack,
)
from servicepoint.documents.models import Document, HandOver, Instruction, Invitation, Invited, Stay
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.documents.shelf import KEEPER, PROOF, delivered, handed_over, in_safe, invited, row
from tests.world import NOW, World, make_world

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


# --- the safe --------------------------------------------------------------
def test_one_after_the_other_goes_to_the_next_free_position(world: World) -> None:
    for number in (1, 2, 3):
        delivered(world, number)
    _put(world, 1, Spot("A", 2))
    assert [_put(world, number).spot for number in (2, 3)] == [Spot("A", 1), Spot("A", 3)]


def test_a_document_in_its_drawer_already_stays_where_it_lies(world: World) -> None:
    document_id = in_safe(world, 7)
    again = _put(world, 7)
    assert (again.document_id, again.spot, again.moved) == (document_id, Spot("A", 7), False)
    assert Stay.objects.filter(document_id=document_id).count() == 2


def test_it_moves_to_another_drawer_or_position_when_that_is_scanned(world: World) -> None:
    document_id = in_safe(world, 7)
    assert _put(world, 7, Spot("B")).moved
    assert _put(world, 7, Spot("B", 9)).spot == Spot("B", 9)
    assert _place(document_id) == ("in_safe", "B", 9)


def test_a_full_drawer_and_an_occupied_position_are_refused(world: World) -> None:
    in_safe(world, 1)
    delivered(world, 2)
    with pytest.raises(PlaceOccupied):
        _put(world, 2, Spot("A", 1))
    first = Stay.objects.get(place="in_safe")
    for position in range(2, 1000):
        other = Document.objects.create(
            location_id=world.location_id, number=row(position + 2000).number, kind="I", v_number="1",
            last_name="Vol", birth_date=date(2000, 1, 1), language="nl", collect_before=TODAY,
            delivered_at=NOW,
        )  # fmt: skip
        Stay.objects.create(
            document=other, location_id=world.location_id, number=2, place="in_safe", drawer="A",
            position=position, began_at=NOW, began_by=first.began_by,
        )  # fmt: skip
    with pytest.raises(DrawerFull):
        _put(world, 2)
    assert queries.next_position(world.location_id, "A") is None


def test_of_another_location_unknown_or_gone_it_does_not_come_in(world: World) -> None:
    other = make_world(name="elders")
    delivered(other, 1)
    with pytest.raises(DocumentOfOtherLocation):
        _put(world, 1)
    with pytest.raises(DocumentUnknown):
        _put(world, 2)
    handed_over(world, 3)
    with pytest.raises(MoveNotPossible):
        _put(world, 3)


def test_taken_out_for_a_reason_and_put_back_where_it_lay(world: World) -> None:
    document_id = in_safe(world, 4)
    with pytest.raises(CustodyReasonUnknown):
        actions.take_out(document_id, reason="because", **ACT)
    actions.take_out(document_id, reason="check", **ACT)
    assert _place(document_id) == ("out", "", None)
    assert actions.put_back(document_id, **ACT) == Spot("A", 4)


def test_put_back_when_its_position_was_given_away_it_goes_to_the_next(world: World) -> None:
    document_id = in_safe(world, 4)
    actions.take_out(document_id, reason="check", **ACT)
    delivered(world, 5)
    _put(world, 5, Spot("A", 4))
    assert actions.put_back(document_id, **ACT) == Spot("A", 5)


def test_missing_and_found_again(world: World) -> None:
    document_id = in_safe(world, 1)
    actions.mark_missing(document_id, reason="not_at_its_place", **ACT)
    assert [each.id for each in queries.missing(world.location_id)] == [document_id]
    assert _put(world, 1).before == "missing"


def test_it_is_found_by_name_and_birth_date_and_all_that_was_is_told(world: World) -> None:
    document_id = handed_over(world, 1)
    born = row().birth_date
    for name in ("voorbeeld-1", "Testa  Voorbeeld-1"):
        assert [each.id for each in queries.by_name(world.location_id, name, born)] == [document_id]
    assert queries.by_name(world.location_id, "Voorbeeld-1", date(1971, 1, 1)) == []
    known = queries.dossier(document_id)
    assert [past.place for past in known.past] == ["announced", "in_safe", "at_counter", "handed_over"]
    assert known.receipt.by == KEEPER.name


def test_promised_and_not_here_is_late_by_days(world: World) -> None:
    delivered(world, 1, announced_for=TODAY - timedelta(days=3))
    delivered(world, 2)
    delivered(world, 3, announced_for=TODAY + timedelta(days=1))
    in_safe(world, 4)
    late = {each.document.number: each.days_late for each in queries.promised(world.location_id, today=TODAY)}
    assert late == {row(1).number: 3, row(2).number: None, row(3).number: 0}
    assert queries.counts(world.location_id)["announced"] == 3


# --- to its owner ----------------------------------------------------------
def _fetched(world: World, number: int = 1, reference: str = HERE, **changes: object) -> int:
    document_id = in_safe(world, number, **changes)
    actions.fetch(document_id, reference=reference, day=TODAY, **ACT)
    return document_id


def test_fetched_for_one_counter_no_other_has_it(world: World) -> None:
    document_id = _fetched(world)
    actions.fetch(document_id, reference=HERE, day=TODAY, **ACT)
    for act in (
        lambda: actions.fetch(document_id, reference="visit:2/1", day=TODAY, **ACT),
        lambda: actions.give(document_id, proof=PROOF, reference="visit:2/1", **ACT),
        lambda: actions.bring_back(document_id, reference="visit:2/1", **ACT),
    ):
        with pytest.raises(MoveNotPossible):
            act()
    assert [each.id for each in queries.at_counter_for("visit:1")] == [document_id]


@pytest.mark.parametrize(
    ("changes", "reason"), [({"elsewhere": "DH"}, "document_elsewhere"), (OLD, "document_too_late")]
)
def test_what_cannot_be_collected_is_not_fetched(world: World, changes: dict, reason: str) -> None:
    with pytest.raises(NotCollectable) as refused:
        _fetched(world, **changes)
    assert refused.value.reason == reason


def test_laid_aside_for_the_ind_it_is_not_fetched(world: World) -> None:
    document_id = in_safe(world)
    _asked(world, 1)
    with pytest.raises(NotCollectable) as refused:
        actions.fetch(document_id, reference=HERE, day=TODAY, **ACT)
    assert refused.value.reason == "document_laid_aside"


def test_blocked_while_it_lies_at_the_counter_it_stays_here(world: World) -> None:
    document_id = _fetched(world)
    actions.block(document_id, reason="instruction", **ACT)
    with pytest.raises(NotCollectable):
        actions.give(document_id, proof=PROOF, reference=HERE, **ACT)
    assert actions.bring_back(document_id, reference=HERE, **ACT) == Spot("A", 1)


def test_a_hand_over_taken_back_at_once_leaves_no_receipt_and_the_invitation_open(world: World) -> None:
    document_id = in_safe(world)
    invited(world, document_id)
    actions.fetch(document_id, reference=HERE, day=TODAY, **ACT)
    actions.give(document_id, proof=PROOF, reference=HERE, **ACT)
    assert not Invited.objects.get().is_open
    later = {"now": NOW + timedelta(seconds=60), "actor": KEEPER}
    actions.take_back(document_id, reference=HERE, seconds_max=60, **later)
    assert _place(document_id)[0] == "at_counter"
    assert not HandOver.objects.exists()
    assert Invited.objects.get().is_open
    actions.give(document_id, proof=PROOF, reference=HERE, **later)
    assert HandOver.objects.count() == 1


def test_a_minute_later_it_is_no_slip_any_more(world: World) -> None:
    document_id = _fetched(world)
    actions.give(document_id, proof=PROOF, reference=HERE, **ACT)
    late = {"now": NOW + timedelta(seconds=61), "actor": KEEPER}
    with pytest.raises(TooLateToTakeBack):
        actions.take_back(document_id, reference=HERE, seconds_max=60, **late)
    assert HandOver.objects.count() == 1


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


# --- forgetting ------------------------------------------------------------
def test_after_its_time_nobody_stands_behind_a_document_and_its_letter(world: World, settings) -> None:
    document_id = handed_over(world, 1)
    letter_id = invited(world, in_safe(world, 2))
    Invited.objects.create(
        invitation_id=letter_id, position=2, document_id=document_id, v_number="0000000001", is_open=False
    )
    HandOver.objects.update(signature="drawn", drawing="M1 1L99 99")
    until = NOW + timedelta(days=settings.KEEP_DAYS)
    assert actions.forget(until - timedelta(seconds=1)) == (0, 0)
    assert actions.forget(until) == (1, 0)
    assert actions.forget(until) == (0, 0)
    gone = Document.objects.get(id=document_id)
    assert (gone.v_number, gone.first_name, gone.last_name, gone.email) == ("", "", "", "")
    assert gone.birth_date is None
    assert (gone.address, gone.household_digest, gone.replaces) == ({}, None, "")
    assert HandOver.objects.get().drawing is None
    assert Invited.objects.get(document_id=document_id).v_number == ""
    assert Invited.objects.get(document__number=row(2).number).v_number == "0000000002"
    assert queries.dossier(document_id) is None
    assert Entry.objects.filter(act="documents.forgotten").count() == 1


def test_an_invitation_is_forgotten_when_it_is_over(world: World, settings) -> None:
    letter_id = invited(world, in_safe(world, 1))
    assert actions.forget(NOW + timedelta(days=settings.KEEP_DAYS)) == (0, 0)
    actions.revoke(letter_id, reason="wrong_address", now=NOW, actor=KEEPER)
    assert actions.forget(NOW + timedelta(days=settings.KEEP_DAYS)) == (0, 1)
    letter = Invitation.objects.get()
    assert (letter.email, letter.address, letter.code_digest) == ("", {}, None)
    assert Invited.objects.get().last_name == ""


def test_an_invitation_is_forgotten_some_time_after_its_last_day(world: World, settings) -> None:
    invited(world, in_safe(world, 1))
    last = clock.moment_on(date(2027, 2, 26), NOW.time())
    assert actions.forget(last + timedelta(days=settings.KEEP_DAYS - 1)) == (0, 0)
    assert actions.forget(last + timedelta(days=settings.KEEP_DAYS)) == (0, 1)
