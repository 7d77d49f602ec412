"""The counter's pages for who collects a document: where it lies, the receipt, and the way of a lead."""

import pytest

from servicepoint.documents import actions as documents
from servicepoint.documents import queries
from servicepoint.documents.models import HandOver
from servicepoint.kit import clock
from servicepoint.locations.models import Location
from servicepoint.locations.queries import forget_locations
from servicepoint.visits.models import Step
from tests.documents.shelf import KEEPER, in_safe, row
from tests.staff.conftest import PASSWORD
from tests.staff.test_counter import COUNTER, Desk
from tests.visits.hall import Hall
from tests.world import NOW, TUESDAY, at, make_world

PATH = "M10 20L60 90L120 30"
OWNER = {"v_number": "0000000010"}


@pytest.fixture
def hall(db):
    with clock.frozen(at(TUESDAY, 9)):
        world = make_world(2)
        Location.objects.update(matched_services=["DOC"])
        forget_locations()
        yield Hall(world)


@pytest.fixture
def card(hall):
    return in_safe(hall.world, 7, **OWNER)


@pytest.fixture
def desk(hall, card):
    desk = Desk("anna.voorbeeld")
    desk.opens(hall.world.counters[0])
    hall.arrive(hall.booked())
    desk.act("next"), desk.act("start")
    return desk


def _hand_over(desk: Desk, card: int) -> str:
    return f"{COUNTER}hand-over/{desk.visit}/1/{card}/"


def _signs(desk: Desk, card: int, **fields: str):
    return desk.browser.post(_hand_over(desk, card), fields)


def _place(card: int) -> str:
    return queries.of_ids([card])[0].facts.place


def test_from_the_screen_to_the_receipt(desk, card) -> None:
    page = desk.sees()
    assert '<b class="safe-spot" dir="ltr">A 7</b>' in page
    assert "Taken from the safe" in page
    assert "Card handed over" not in page
    desk.note("1/by_eye/-/-/")
    page = desk.note(f"1/paper/{card}/fetch/")
    assert "It lies at this counter" in page
    answer = desk.browser.post(f"{COUNTER}note/", {"choice": f"1/paper/{card}/give/", "visit": desk.visit})
    assert answer["Location"] == _hand_over(desk, card)
    page = desk.sees(answer["Location"])
    for told in ("Testa Voorbeeld-10", row(7).number, "Checked by eye", "I have received this document"):
        assert told in page
    assert _signs(desk, card, signature="drawn", drawing=PATH)["Location"] == COUNTER
    assert (_place(card), HandOver.objects.get().drawing) == ("handed_over", PATH)
    page = desk.note("1/outcome/-/done/")
    assert "Handed over" in page
    keeper = Desk("bert.voorbeeld")
    assert f'<path d="{PATH}">' in keeper.sees(f"/staff/documents/{card}/")


@pytest.mark.parametrize(
    ("identity", "fields", "says"),
    [
        (False, {"signature": "paper"}, "the identity is not checked"),
        (True, {}, "the receipt is not signed"),
        (True, {"signature": "drawn", "drawing": ""}, "the receipt is not signed"),
        (True, {"signature": "drawn", "drawing": "M1 1L2 2"}, "This is no signature"),
        (True, {"signature": "drawn", "drawing": "<script>"}, "This is no signature"),
        (True, {"signature": "drawn", "drawing": PATH * 4000}, "This is no signature"),
    ],
)
def test_what_is_not_proved_is_said_and_nothing_is_given(desk, card, identity, fields, says) -> None:
    if identity:
        desk.note("1/by_eye/-/-/")
    desk.note(f"1/paper/{card}/fetch/")
    answer = _signs(desk, card, **fields)
    page = answer.content.decode()
    assert (answer.status_code, says in page, "<title>Error:" in page) == (422, True, True)
    assert (_place(card), HandOver.objects.count()) == ("at_counter", 0)


def test_nobody_signs_for_what_would_be_refused_afterwards(desk, card) -> None:
    desk.note(f"1/paper/{card}/fetch/")
    page = desk.sees(_hand_over(desk, card))
    assert "the identity is not checked" in page
    assert "I have received this document" not in page


def test_the_receipt_can_be_printed_and_signed_with_a_pen(desk, card) -> None:
    desk.note("1/by_eye/-/-/"), desk.note(f"1/paper/{card}/fetch/")
    page = desk.sees(_hand_over(desk, card) + "receipt/")
    assert "Testa Voorbeeld-10" in page
    assert row(7).number in page
    _signs(desk, card, signature="paper")
    assert HandOver.objects.get().signature == "paper"


def test_put_back_says_where_and_a_slip_is_undone(desk, card) -> None:
    desk.note("1/by_eye/-/-/"), desk.note(f"1/paper/{card}/fetch/")
    assert "Lay it at A-7" in desk.note(f"1/paper/{card}/back/")
    desk.note(f"1/paper/{card}/fetch/")
    _signs(desk, card, signature="paper")
    assert "Undo: it was not handed over" in desk.sees()
    desk.note(f"1/paper/{card}/undo/")
    assert (_place(card), HandOver.objects.count()) == ("at_counter", 0)
    assert "Hand it over, or put it back, first" in desk.note("1/outcome/-/done/")


def test_what_cannot_be_given_says_why_and_offers_no_hand_over(desk, card) -> None:
    documents.block(card, reason="instruction", now=NOW, actor=KEEPER)
    page = desk.sees()
    assert "The IND keeps this document back" in page
    assert f"1/paper/{card}/" not in page
    assert "Call the IND" in desk.note(f"1/paper/{card}/fetch/")


@pytest.mark.parametrize(
    "choice", ["1/paper/x/fetch/", "1/paper/999999/fetch/", "1/paper/1/dance/", f"1/paper/{'9' * 30}/fetch/"]
)
def test_nonsense_does_nothing(desk, card, choice: str) -> None:
    assert desk.browser.post(f"{COUNTER}note/", {"choice": choice, "visit": desk.visit}).status_code == 302
    assert _place(card) == "in_safe"


def test_the_old_way_of_saying_so_is_refused(desk) -> None:
    assert "Take the document from the safe" in desk.note("1/step/document_out/card/")
    assert not Step.objects.exists()


def test_another_counter_sees_nothing_of_this_visit(hall, desk, card) -> None:
    desk.note(f"1/paper/{card}/fetch/")
    other = Desk("bert.voorbeeld")
    other.opens(hall.world.counters[1])
    for address in (_hand_over(desk, card), _hand_over(desk, card) + "receipt/"):
        answer = other.browser.get(address)
        assert (answer.status_code, answer["Location"]) == (302, COUNTER)
    assert other.browser.post(_hand_over(desk, card), {"signature": "paper"}).status_code == 302
    assert _place(card) == "at_counter"


def test_a_lead_at_this_screen_notes_a_document_that_nobody_knows(desk, card, account) -> None:
    documents.mark_missing(card, reason="stock_take", now=NOW, actor=KEEPER)
    account("lead")
    answer = desk.browser.post(f"{COUNTER}note/", {"choice": "1/paper/0/other/", "visit": desk.visit})
    address = answer["Location"]
    assert "Nobody collects for somebody else" in desk.sees(address)
    asked = {"reason": "not_in_records", "code": "card"}
    for wrong in ({}, {"username": "lead.voorbeeld", "password": "wrong"}):
        refused = desk.browser.post(address, asked | wrong)
        assert (refused.status_code, "A lead has to enter" in refused.content.decode()) == (422, True)
    right = {"username": "lead.voorbeeld", "password": PASSWORD}
    assert desk.browser.post(address, asked | right).status_code == 302
    step = Step.objects.get(kind="document_out")
    assert (step.by, step.codes) == ("lead.voorbeeld", ["card"])


def test_somebody_else_collects_only_when_a_lead_decides_so(desk, card, account) -> None:
    account("lead")
    desk.note("1/by_eye/-/-/"), desk.note(f"1/paper/{card}/fetch/")
    asked = {"signature": "paper", "signer": "signed_by_guardian"}
    right = {"username": "lead.voorbeeld", "password": PASSWORD}
    for wrong in (asked, asked | right | {"password": "wrong"}, asked | right | {"signer": "neighbour"}):
        assert _signs(desk, card, **wrong).status_code == 422
    assert _place(card) == "at_counter"
    assert _signs(desk, card, **asked, **right).status_code == 302
    receipt = HandOver.objects.get()
    assert (receipt.by, receipt.identity[-1]) == ("lead.voorbeeld", "signed_by_guardian")
    assert "Parent or guardian of the owner" in desk.sees(f"/staff/documents/{card}/")


def test_a_lead_cannot_note_it_while_the_document_can_be_handed_over(hall, card) -> None:
    lead = Desk("lead.voorbeeld", "lead")
    lead.opens(hall.world.counters[0])
    hall.arrive(hall.booked())
    lead.act("next"), lead.act("start")
    address = f"{COUNTER}other-document/{lead.visit}/1/"
    answer = lead.browser.post(address, {"reason": "not_in_records", "code": "card"})
    assert (answer.status_code, "Take the document from the safe" in answer.content.decode()) == (422, True)
    assert not Step.objects.exists()
