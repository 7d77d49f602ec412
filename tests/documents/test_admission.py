"""Who may come for a document, and who hears why not."""

from datetime import date

import pytest

from servicepoint.documents import actions, queries
from servicepoint.documents.codes import code_of
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.queries import Admission, Comer
from tests.documents.shelf import BORN, KEEPER, OFFICE, delivered, handed_over, in_safe, invited, row
from tests.world import NOW, THURSDAY, TUESDAY, World

STRANGER = date(1971, 1, 1)
ACT = {"now": NOW, "actor": OFFICE}


def _refusal(world: World, birth_date: date | None = BORN, *, day: date = TUESDAY, **changes: object) -> str:
    comer = Comer("DOC", "0000000001", birth_date)
    asked = {"matched_services": ("DOC",)} | changes
    return queries.refusals([comer], admission=Admission(world.location_id, **asked), day=day)[0]


def test_who_has_a_document_in_the_safe_may_come(world: World) -> None:
    in_safe(world)
    assert _refusal(world) == ""
    assert _refusal(world, None) == ""  # asked by V-number alone


def test_a_stranger_hears_the_same_whatever_is_the_matter(world: World) -> None:
    before = _refusal(world, STRANGER)
    handed_over(world)
    assert _refusal(world, STRANGER) == before == "document_none"
    assert _refusal(world, None) == "document_none"


def test_its_owner_hears_that_it_was_collected(world: World) -> None:
    handed_over(world)
    assert _refusal(world) == "document_handed_over"


def test_announced_for_a_day_it_may_be_booked_from_that_day_on(world: World) -> None:
    delivered(world, announced_for=THURSDAY)
    assert _refusal(world, day=TUESDAY) == "document_not_yet"
    assert _refusal(world, day=THURSDAY) == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"elsewhere": "DH"}, "document_elsewhere"),
        ({"collect_before": date(2026, 11, 23)}, "document_too_late"),
    ],
)
def test_elsewhere_and_too_late(world: World, changes: dict[str, object], reason: str) -> None:
    in_safe(world, **changes)
    assert _refusal(world) == reason


def test_courier_and_block(world: World) -> None:
    document_id = in_safe(world)
    actions.block(document_id, reason="instruction", **ACT)
    assert _refusal(world) == "document_blocked"
    actions.block(document_id, reason="", **ACT)
    assert _refusal(world) == ""
    actions.switch_to_courier(document_id, **ACT)
    assert _refusal(world) == "document_courier"


def test_a_location_without_rules_asks_nothing(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert _refusal(world, matched_services=()) == ""


def test_where_a_letter_is_needed_the_document_alone_is_not_enough(world: World) -> None:
    document_id = in_safe(world)
    assert _refusal(world, letter_services=("DOC",)) == "letter_needed"
    letter = queries.invitation(invited(world, document_id))
    comer = Comer("DOC", "0000000001", BORN, letter.people[0].id)
    admission = Admission(world.location_id, letter_services=("DOC",))
    assert queries.refusals([comer], admission=admission, day=TUESDAY) == [""]
    assert queries.refusals([comer], admission=admission, day=date(2027, 3, 2)) == ["document_too_late"]


def test_a_code_opens_with_a_birth_date_of_its_letter_only(world: World) -> None:
    letter_id = invited(world, in_safe(world, 1), in_safe(world, 2, birth_date=date(2015, 1, 2)))
    code = queries.printed_code(letter_id)
    assert queries.opened_by(f" {code[:4].lower()}-{code[4:]}", BORN).id == letter_id
    assert queries.opened_by(code, date(2015, 1, 2)).id == letter_id
    for typed, birth_date in ((code, STRANGER), ("ACDEFGHJ", BORN)):
        with pytest.raises(InvitationUnknown):
            queries.opened_by(typed, birth_date)


def test_a_replaced_code_opens_nothing_and_the_new_one_does(world: World) -> None:
    letter_id = invited(world, in_safe(world))
    old = queries.printed_code(letter_id)
    actions.replace_code(letter_id, reason="lost", now=NOW, actor=KEEPER)
    new = queries.printed_code(letter_id)
    assert new != old
    with pytest.raises(InvitationUnknown):
        queries.opened_by(old, BORN)
    assert queries.opened_by(new, BORN).id == letter_id


def test_a_code_can_be_printed_again_after_the_data_key_changed(world: World, settings) -> None:
    letter_id = invited(world, in_safe(world))
    code = queries.printed_code(letter_id)
    settings.DATA_KEYS_OLD, settings.DATA_KEY = [settings.DATA_KEY], "another-data-key-of-32-characters!!"
    assert queries.printed_code(letter_id) == code
    assert queries.opened_by(code, BORN).id == letter_id


def test_a_revoked_letter_opens_to_its_owner_but_books_nothing(world: World) -> None:
    letter_id = invited(world, in_safe(world))
    actions.revoke(letter_id, reason="wrong_address", now=NOW, actor=KEEPER)
    view = queries.opened_by(queries.printed_code(letter_id), BORN)
    assert not view.is_usable_on(TUESDAY)
    assert not view.people[0].is_open


def test_biometrics_go_by_invitation_too(world: World) -> None:
    admission = Admission(world.location_id, matched_services=("BIO",))
    comer = Comer("BIO", "0000000001", BORN)
    assert queries.refusals([comer], admission=admission, day=TUESDAY) == ["invitation_none"]
    call = actions.Call(world.location_id, "BIO", "poor", TUESDAY, THURSDAY, "en", row().address)
    actions.invite(call, [actions.Guest("0000000001", "Testa", "Voorbeeld-1", BORN)], now=NOW, actor=KEEPER)
    assert queries.refusals([comer], admission=admission, day=TUESDAY) == [""]
    assert queries.refusals([comer], admission=admission, day=date(2026, 12, 1)) == ["invitation_none"]


def test_codes_are_spread_and_unmistakable() -> None:
    codes = {code_of(number, 1) for number in range(2_000)}
    assert len(codes) == 2_000
    assert not set("".join(codes)) & set("0O1IL2Z5S8BUV")
