"""The pages of the safe: what a scan answers, what is found, counted, returned, destroyed; the balance."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.documents.shelf import KEEPER, delivered, handed_over, in_safe, row
from tests.staff.test_counter import Desk
from tests.world import NOW, World, make_world

SAFE = "/staff/documents/"
ACT = {"now": NOW, "actor": KEEPER}
OLD = {"collect_before": date(2026, 9, 1)}


@pytest.fixture
def world(db):
    with clock.frozen(NOW):
        yield make_world(name="maastricht")


@pytest.fixture
def anna(world):
    return Desk("anna.voorbeeld")


@pytest.fixture
def lead(world):
    return Desk("lead.voorbeeld", "lead")


def _sent(desk: Desk, address: str, **fields: object) -> str:
    """Send a form as a browser without scripts does: POST, then the page it leads to."""
    answer = desk.browser.post(f"{SAFE}{address}", fields)
    assert answer.status_code == 302, answer.content.decode()
    return desk.browser.get(answer["Location"]).content.decode()


def _scan(desk: Desk, text: str) -> str:
    return _sent(desk, "scan/", scan=text)


def _tone(page: str) -> str:
    return re.search(r'data-tone="(\w+)"', page)[1]


def _place(number: int) -> str:
    return queries.by_number(row(number).number).facts.place


# --- scan in ------------------------------------------------------------------------------------
def test_a_drawer_and_then_one_document_after_the_other(world: World, anna: Desk) -> None:
    for number in (1, 2):
        delivered(world, number)
    page = _scan(anna, "a")
    assert (_tone(page), "A 1</b>" in page) == ("calm", True)
    for number, spot in ((1, "A 1"), (2, "A 2")):
        page = _scan(anna, row(number).number)
        assert (_tone(page), f'safe-answer__spot" dir="ltr">{spot}<' in page) == ("ok", True)
    assert "A 3</b>" in page
    assert "autofocus" in page


@pytest.mark.parametrize(
    ("what", "tone", "says"),
    [
        (lambda _world: None, "error", "No document with this number was announced"),
        (lambda world: in_safe(world, 1), "calm", "It lies there already"),
        (lambda world: handed_over(world, 1), "error", "By our records it is here: Handed over to its owner"),
        (lambda _world: delivered(make_world(name="zuid"), 1), "error", "belongs to another location"),
        (lambda world: delivered(world, 1, elsewhere="DH"), "warn", "at another desk of the IND"),
        (
            lambda world: actions.block(delivered(world, 1), reason="instruction", **ACT),
            "warn",
            "The IND keeps this document back",
        ),
        (lambda world: actions.switch_to_courier(delivered(world, 1), **ACT), "warn", "A courier brings"),
    ],
)
def test_every_scan_says_what_it_found_and_what_helps(world, anna, what, tone: str, says: str) -> None:
    what(world)
    _scan(anna, "A")
    page = _scan(anna, row(1).number)
    assert (_tone(page), says in page) == (tone, True)
    assert ("<title>Error:" in page) == (tone == "error")


def test_without_a_drawer_or_unreadable_nothing_is_laid_anywhere(world: World, anna: Desk) -> None:
    delivered(world, 1)
    assert "Which drawer?" in _scan(anna, row(1).number)
    assert "no document number and no place" in _scan(anna, "A-0-0")
    assert _place(1) == "announced"


def test_a_position_that_is_taken_says_by_which_document(world: World, anna: Desk) -> None:
    in_safe(world, 1)
    delivered(world, 2)
    _scan(anna, "A-1")
    page = _scan(anna, row(2).number)
    assert (_tone(page), row(1).number in page) == ("error", True)
    _scan(anna, "A-5")
    assert "A 5<" in _scan(anna, row(2).number)


# --- find ---------------------------------------------------------------------------------------
def test_a_scanned_number_leads_to_the_document_and_who_looks_is_recorded(world, anna) -> None:
    document_id = in_safe(world, 1)
    page = _sent(anna, "", number=row(1).number)
    assert "Voorbeeld-1" in page
    assert "A 1" in page
    seen = Entry.objects.filter(act="personal_data.viewed", subject=f"document:{document_id}")
    assert {each.facts["page"] for each in seen} == {"staff.document"}


def test_it_is_found_by_name_and_birth_date_and_nothing_stands_in_the_address(world, anna) -> None:
    in_safe(world, 1), in_safe(world, 2, last_name="Voorbeeld-1")
    born = {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990"}
    answer = anna.browser.post(SAFE, {"name": "Voorbeeld-1", **born})
    assert answer.status_code == 200
    assert answer.content.decode().count("<bdi>Testa Voorbeeld-1</bdi>") == 2


@pytest.mark.parametrize("fields", [{}, {"name": "Voorbeeld"}, {"number": "12"}, {"number": "VZZZZZZZZ"}])
def test_what_is_not_found_says_how_to_look(world, anna, fields: dict) -> None:
    answer = anna.browser.post(SAFE, fields)
    assert (answer.status_code, "<title>Error:" in answer.content.decode()) == (422, True)


def test_taken_out_put_back_missing_and_found(world: World, anna: Desk) -> None:
    address = f"{in_safe(world, 1)}/move/"
    assert "Choose one of the reasons" in _sent(anna, address, act="out", reason="")
    assert _place(1) == "in_safe"
    assert "Taken out" in _sent(anna, address, act="out", reason="check")
    assert "Lay it at A-1" in _sent(anna, address, act="back")
    assert "Not found" in _sent(anna, address, act="missing", reason="not_at_its_place")
    assert "no place of the safe" in _sent(anna, address, act="put", scan=row(2).number)
    page = _sent(anna, address, act="put", scan="B-4")
    assert _place(1) == "in_safe"
    for told in ("To look at it", "Not at its place", "B 4", "anna.voorbeeld"):
        assert told in page


def test_promised_and_held_are_compared(world: World, anna: Desk) -> None:
    today = clock.dutch_day(NOW)
    delivered(world, 1, announced_for=today - timedelta(days=2))
    in_safe(world, 2)
    page = anna.sees(f"{SAFE}promised/")
    assert row(1).number in page
    assert "2 days" in page
    assert row(2).number not in page
    assert anna.browser.get(f"{SAFE}promised/?delivery=nonsense").status_code == 200


# --- count --------------------------------------------------------------------------------------
def _take(page: str) -> str:
    return re.search(r"stock/(\d+)/", page)[0]


def test_two_people_count_and_what_does_not_fit_is_settled_one_by_one(world, anna, lead) -> None:
    for number in (1, 2):
        in_safe(world, number)
    take = _take(_sent(anna, "stock/", drawer=""))
    _sent(anna, take, scan="A")
    assert _tone(_sent(anna, take, scan=row(1).number)) == "ok"
    assert _tone(_sent(lead, take, scan=row(1).number)) == "calm"
    assert _tone(_sent(lead, take, scan=row(9).number)) == "error"
    state = anna.browser.get(f"{SAFE}{take}state/").content.decode()
    assert row(2).number in state
    assert row(9).number in state
    page = _sent(anna, f"{take}finish/")
    assert "Finished: 2 differences" in page
    lacking = re.search(r'aria-labelledby="difference-(\d+)".*?' + row(2).number, page, re.S)[1]
    assert "Choose one of the reasons" in _sent(anna, f"{take}settle/", difference=lacking, how="missing")
    page = _sent(anna, f"{take}settle/", difference=lacking, how="missing", reason="looked_twice")
    assert "Two people looked" in page
    assert _place(2) == "missing"


def test_a_second_count_waits_for_the_first(world: World, anna: Desk) -> None:
    _sent(anna, "stock/")
    assert "A count is going on" in _sent(anna, "stock/")


# --- leaving ------------------------------------------------------------------------------------
def test_the_assistant_takes_out_what_nobody_collected_and_the_lead_sends_it(world, anna, lead) -> None:
    in_safe(world, 1, **OLD), in_safe(world, 2, **OLD), in_safe(world, 3)
    page = anna.sees(f"{SAFE}return/")
    assert (row(1).number in page, row(3).number in page) == (True, False)
    _sent(anna, "return/", act="take", scan=row(1).number)
    page = _sent(anna, "return/", act="take", document=queries.by_number(row(2).number).id)
    assert "The lead sends the return" in page
    assert anna.browser.post(f"{SAFE}return/", {"act": "send"}).status_code == 403
    assert "can still be collected" in _sent(anna, "return/", act="take", scan=row(3).number)
    assert "2 documents went back to the IND" in _sent(lead, "return/", act="send")
    assert [_place(number) for number in (1, 2, 3)] == ["returned", "returned", "in_safe"]


def test_one_asks_for_destruction_and_another_confirms(world: World, anna: Desk, lead: Desk) -> None:
    in_safe(world, 1)
    page = _sent(lead, "destruction/", reference="ind-2026/4", numbers=row(1).number)
    assert "You asked for it" in page
    own = re.search(r"destruction/\d+/", page)[0]
    assert "Somebody else" in _sent(lead, own, act="confirm")
    assert anna.browser.post(f"{SAFE}{own}", {"act": "confirm"}).status_code == 403
    assert _place(1) == "out"
    boss = Desk("boss.voorbeeld", "lead")
    assert "1 document is destroyed" in _sent(boss, own, act="confirm")
    assert _place(1) == "destroyed"


# --- balance ------------------------------------------------------------------------------------
def test_the_day_adds_up_and_says_what_was_left_outside(world: World, anna: Desk, lead: Desk) -> None:
    document_id = in_safe(world, 1, now=NOW - timedelta(days=2))
    actions.take_out(document_id, reason="check", now=NOW - timedelta(days=1), actor=KEEPER)
    page = anna.sees(f"{SAFE}balance/")
    assert "The day adds up" in page
    assert row(1).number in page
    assert "1 document is outside the safe" in lead.sees("/staff/board/")
    actions.put_back(document_id, **ACT)
    assert "Nothing lay outside" in anna.sees(f"{SAFE}balance/")
    assert "outside the safe." not in lead.sees("/staff/board/")


def test_a_row_that_somebody_changed_shows(world: World, anna: Desk) -> None:
    in_safe(world, 1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_stay WHERE ended_at IS NULL")
    page = anna.sees(f"{SAFE}balance/")
    assert "The day does not add up" in page
    assert row(1).number in page
    assert "It is nowhere" in page


def test_who_asks_is_told_who_looked_at_their_document(world: World, anna: Desk) -> None:
    document_id = in_safe(world, 1)
    anna.sees(f"{SAFE}{document_id}/")
    auditor = Desk("auditor.voorbeeld", "auditor")
    born = {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990"}
    page = auditor.browser.post("/staff/record/", {"v_number": "0000000001", **born}).content.decode()
    assert "on the page of the document" in page
    assert "Noted where the document is now" in page
    assert Actor("staff", "anna.voorbeeld").name in page
