"""The safe: scanned in, found, taken out, put back, counted, returned, destroyed by two."""

from datetime import date, timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.documents.errors import (
    CustodyReasonUnknown,
    DocumentOfOtherLocation,
    DocumentUnknown,
    DrawerFull,
    MoveNotPossible,
    NotCollectable,
    PlaceOccupied,
    TooLateToTakeBack,
)
from servicepoint.documents.models import Document, HandOver, Invitation, Invited, Stay
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
    numbers = [row(1).number]
    actions.ask_destruction(world.location_id, numbers, ind_reference="IND-2026/17", **ACT)
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
