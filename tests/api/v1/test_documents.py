"""The back office announces documents, changes them, and sees where one is: with a key only."""

from datetime import date
from typing import Any

import pytest

from servicepoint.accounts import client_keys
from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.documents.models import Delivery, Document
from servicepoint.documents.safe import Spot
from servicepoint.kit.actor import SYSTEM
from tests.api.v1.conftest import Program, codes, new_key
from tests.documents.files import fields, number_of
from tests.documents.shelf import KEEPER, delivered, handed_over, invited, row
from tests.world import NOW, World, make_world

NOBODY = "indkey_" + "0" * 32


def key_for(world: World, *scopes: str, name: str = "testoffice") -> str:
    """Return the token of a new key."""
    return client_keys.make_key(
        name, location_id=world.location_id, scopes=scopes, now=NOW, actor=SYSTEM
    )  # fmt: skip


@pytest.fixture
def token(world: World) -> str:
    """The key of a program that may do everything with documents."""
    return key_for(world, "documents")


def sent(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an invented document as a program sends it."""
    names = {name: "".join(part.title() for part in name.split("_")) for name in fields()}
    camel = {name: title[0].lower() + title[1:] for name, title in names.items()}
    return {camel[name]: value for name, value in fields(number).items()} | changes


def announce(program: Program, token: str, *documents: dict[str, Any], **more: Any) -> Any:
    body = {"documents": list(documents)} | more.pop("body", {})
    return program.post("/documents", body, token=token, **more)


def change(program: Program, token: str, number: str, **changes: Any) -> Any:
    return program.ask("PATCH", f"/documents/{number}", changes, token=token)


# --- who may --------------------------------------------------------------------------------------------

ASKS = [("GET", "/documents/VAAAAAAAB"), ("POST", "/documents"), ("PATCH", "/documents/VAAAAAAAB"),
        ("POST", "/invitations")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ASKS)
@pytest.mark.parametrize("token", ["", NOBODY, "0" * 32, "indkey_"])
def test_without_a_key_nothing_is_told_but_how_to_get_one(program, method, path, token):
    delivered(World(program_location(), ()), 1)
    answer = program.ask(method, path, {} if method != "GET" else None, token=token, key=new_key())
    assert (answer.status_code, answer.json()["code"]) == (401, "key_missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "key" in answer.json()["detail"]


def program_location() -> int:
    from servicepoint.locations.models import Location  # noqa: PLC0415 - the only one of these tests

    return Location.objects.get().pk


def test_a_key_for_something_else_opens_nothing(program, world):
    token = key_for(world, "invitations")
    answer = announce(program, token, sent())
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert not Document.objects.exists()


def test_a_revoked_key_opens_nothing_from_that_moment(program, token):
    assert announce(program, token, sent()).status_code == 200
    client_keys.revoke_key("testoffice", now=NOW, actor=SYSTEM)
    assert announce(program, token, sent(2)).status_code == 401


def test_documents_of_another_location_are_not_there(program, world):
    delivered(world, 1)
    other = key_for(make_world(name="elders"), "documents", name="otheroffice")
    number = number_of(1)
    assert program.get(f"/documents/{number}", token=other).status_code == 404
    assert change(program, other, number, language="nl").status_code == 404


def test_a_key_is_counted_by_itself(program, token):
    answer = announce(program, token, sent())
    assert '"client.key";q=600;w=60' in answer.headers["RateLimit-Policy"]


# --- announce ---------------------------------------------------------------------------------------------


def test_each_document_has_its_own_result(program, token):
    answer = announce(program, token, sent(1), sent(2, kind="?", vNumber="1"))
    assert answer.status_code == 200
    first, second = answer.json()["results"]
    assert first == {"position": 0, "result": "added", "errors": []}
    assert second["result"] == "refused"
    assert [(each["in"], each["code"]) for each in second["errors"]] == [
        ("/documents/1/kind", "kind_unknown"),
        ("/documents/1/vNumber", "v_number_wrong"),
    ]
    assert Document.objects.get().number == number_of(1)
    entry = Entry.objects.get(act="documents.delivered")
    assert (entry.actor_kind, entry.actor_name) == ("client", "testoffice")


def test_all_or_nothing_is_a_400_with_every_fault(program, token):
    body = {"allOrNothing": True}
    answer = announce(program, token, sent(1), sent(2, kind="?", email="?"), body=body)
    assert answer.status_code == 400
    assert codes(answer) == {"/documents/1/kind": "kind_unknown", "/documents/1/email": "email_wrong"}
    assert not Document.objects.exists()


WITHOUT_PLACE = {name: value for name, value in sent(1).items() if name != "place"}


@pytest.mark.parametrize(
    ("documents", "errors"),
    [
        ([], {"/documents": "too_few"}),
        ([sent(1)] * 201, {"/documents": "too_many"}),
        ([sent(1, shoeSize="44")], {"/documents/0/shoeSize": "unknown_field"}),
        ([sent(1, kind=1)], {"/documents/0/kind": "wrong_type"}),
        ([WITHOUT_PLACE], {"/documents/0/place": "missing"}),
    ],
)  # fmt: skip
def test_what_is_no_list_of_documents_is_refused_as_a_whole(program, token, documents, errors):
    answer = announce(program, token, *documents)
    assert (answer.status_code, codes(answer)) == (400, errors)


def test_a_repeated_call_is_answered_the_same_and_with_another_content_refused(program, token):
    key = new_key()
    first = announce(program, token, sent(1), key=key).json()
    assert announce(program, token, sent(1), key=key).json() == first
    assert announce(program, token, sent(1)).json()["results"][0]["result"] == "unchanged"
    assert Delivery.objects.count() == 1
    other = announce(program, token, sent(2), key=key)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")


def test_without_an_idempotency_key_nothing_is_announced(program, token):
    assert announce(program, token, sent(1), key="").status_code == 400


# --- see and change -----------------------------------------------------------------------------------------


def test_where_a_document_is_is_told_without_whose_it_is(program, world, token):
    delivered(world, 1)
    actions.put_in(number_of(1), location_id=world.location_id, spot=Spot("A", 1), now=NOW, actor=KEEPER)
    answer = program.get(f"/documents/{number_of(1).lower()}", token=token)
    assert answer.json() == {
        "documentNumber": number_of(1), "kind": "I", "place": "in_safe", "since": "2026-11-23T08:00:00Z",
        "elsewhere": "", "courier": False, "blocked": "", "collectBefore": "2027-02-26", "announcedFor": None,
    }  # fmt: skip
    assert "Voorbeeld" not in answer.content.decode()


def test_how_the_owner_is_reached_can_be_changed(program, world, token):
    document_id = delivered(world, 1)
    address = {"street": "Voorbeeldstraat 2", "postcode": "0000xx", "city": "Proefstad"}
    changes = {"language": "nl", "email": "", "address": address, "announcedFor": "2026-11-30"}
    assert change(program, token, number_of(1), **changes).json()["announcedFor"] == "2026-11-30"
    document = Document.objects.get(id=document_id)
    assert (document.language, document.email) == ("nl", "")
    assert document.address["postcode"] == "0000 XX"
    facts = Entry.objects.get(act="documents.updated").facts
    assert facts == {"fields": ["language", "email", "announced_for", "address"]}
    change(program, token, number_of(1), **changes)
    assert Entry.objects.filter(act="documents.updated").count() == 1


def test_the_letter_that_invites_for_it_goes_to_the_new_address(program, world, token):
    letter = invited(world, delivered(world, 1))
    address = {"street": "Voorbeeldstraat 2", "postcode": "0000 XX", "city": "Proefstad"}
    change(program, token, number_of(1), address=address, collectBefore="2027-01-15")
    view = queries.invitation(letter)
    assert (view.address.street, view.closes_on) == ("Voorbeeldstraat 2", date(2027, 1, 15))


def test_courier_block_and_another_desk(program, world, token):
    delivered(world, 1)
    answer = change(program, token, number_of(1), courier=True, blocked="instruction", place="DH").json()
    assert (answer["courier"], answer["blocked"], answer["elsewhere"]) == (True, "instruction", "DH")
    answer = change(program, token, number_of(1), blocked="", place="MAA").json()
    assert (answer["courier"], answer["blocked"], answer["elsewhere"]) == (True, "", "MAA")
    answer = change(program, token, number_of(1), place="PROEFSTA").json()  # the key of this desk itself
    assert answer["elsewhere"] == ""


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"email": "?"}, {"/email": "email_wrong"}),
        ({"language": "Engels"}, {"/language": "language_wrong"}),
        ({"place": "XX"}, {"/place": "place_unknown"}),
        ({"address": {"street": "Voorbeeldstraat 2"}}, {"/address/city": "address_incomplete"}),
        ({"collectBefore": "2026-11-22"}, {"/collectBefore": "collect_before_past"}),
        ({"announcedFor": "x"}, {"/announcedFor": "day_wrong"}),
        ({"blocked": "because"}, {"/blocked": "wrong_value"}),
        ({"courier": False}, {"/courier": "wrong_value"}),
        ({"lastName": "Beispiel"}, {"/lastName": "unknown_field"}),
    ],
)
def test_wrong_changes_are_told_with_their_place(program, world, token, changes, errors):
    delivered(world, 1)
    answer = change(program, token, number_of(1), **changes)
    assert (answer.status_code, codes(answer)) == (400, errors)


def test_a_day_to_collect_before_can_be_put_off(program, world, token):
    delivered(world, 1, collect_before=date(2026, 11, 20))
    assert change(program, token, number_of(1), collectBefore="2026-12-20").status_code == 200


def test_a_document_that_left_us_is_not_changed(program, world, token):
    handed_over(world, 1)
    answer = change(program, token, number_of(1), courier=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "document_gone")
    assert queries.by_number(number_of(1)).facts.is_courier is False


def test_an_unknown_document_is_not_found(program, token):
    for answer in (change(program, token, number_of(9)), program.get("/documents/x", token=token)):
        assert (answer.status_code, answer.json()["code"]) == (404, "document_unknown")


# --- invitations ----------------------------------------------------------------------------------------

PERSON = {"vNumber": "0000000001", "firstName": "Testa", "lastName": "Voorbeeld", "birthDate": "1990-05-17"}


def invitation(*persons: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "persons": list(persons or (PERSON,)),
        "reason": "poor",
        "respondBefore": "2026-12-18",
        "language": "en",
        "address": {"street": "Voorbeeldstraat 1", "postcode": "0000 XX", "city": "Proefstad"},
        **changes,
    }


@pytest.fixture
def inviter(world: World) -> str:
    """The key of a program that may invite."""
    return key_for(world, "invitations", name="testinviter")


def test_people_are_invited_with_one_letter_and_its_code_is_not_told(program, world, inviter):
    second = PERSON | {"vNumber": "0000000002", "birthDate": "2015-01-02"}
    answer = program.post("/invitations", invitation(PERSON, second), token=inviter)
    made = answer.json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"], "service": "BIO", "reason": "poor", "opensOn": "2026-11-23",
        "closesOn": "2026-12-18", "persons": 2,
    }  # fmt: skip
    assert queries.printed_code(made["id"]) not in answer.content.decode()
    assert program.get(answer.headers["Location"].removeprefix("/v1"), token=inviter).json() == made
    view = queries.invitation(made["id"])
    assert [each.v_number for each in view.people] == ["0000000001", "0000000002"]
    assert view.address == row().address
    assert view.location_id == world.location_id


def test_a_repeated_invitation_is_one_letter(program, inviter):
    key = new_key()
    first = program.post("/invitations", invitation(), token=inviter, key=key).json()
    assert program.post("/invitations", invitation(), token=inviter, key=key).json() == first


def test_who_has_an_open_invitation_is_not_invited_twice(program, inviter):
    program.post("/invitations", invitation(), token=inviter)
    other = PERSON | {"vNumber": "0000000002"}
    answer = program.post("/invitations", invitation(other, PERSON), token=inviter)
    assert (answer.status_code, codes(answer)) == (409, {"/persons/1/vNumber": "already_invited"})


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"persons": []}, {"/persons": "too_few"}),
        ({"persons": [PERSON | {"vNumber": ""}]}, {"/persons/0/vNumber": "missing"}),
        ({"persons": [PERSON | {"vNumber": "1"}]}, {"/persons/0/vNumber": "v_number_wrong"}),
        ({"respondBefore": "2026-11-22"}, {"/respondBefore": "wrong_value"}),
        ({"reason": "ready"}, {"/reason": "wrong_value"}),
        ({"address": {}}, {"/address/street": "unreachable"}),
        ({"address": {"city": "Proefstad"}}, {"/address/street": "address_incomplete"}),
        ({"email": "?"}, {"/email": "email_wrong"}),
    ],
)
def test_wrong_invitations_are_told_with_their_place(program, inviter, changes, errors):
    answer = program.post("/invitations", invitation(**changes), token=inviter)
    assert (answer.status_code, codes(answer)) == (400, errors)


def test_only_invitations_for_biometrics_of_the_own_location_are_told(program, world, inviter):
    made = program.post("/invitations", invitation(), token=inviter).headers["Location"].removeprefix("/v1")
    elsewhere = key_for(make_world(name="elders"), "invitations", name="otheroffice")
    ready = invited(world, delivered(world, 1))
    for address, token in (
        (made, elsewhere),
        (f"/invitations/{ready}", inviter),
        ("/invitations/0", inviter),
    ):
        answer = program.get(address, token=token)
        assert (answer.status_code, answer.json()["code"]) == (404, "invitation_unknown")


def test_a_key_for_documents_invites_nobody(program, token):
    assert program.post("/invitations", invitation(), token=token).status_code == 403


# --- what is published ------------------------------------------------------------------------------------


def test_the_description_of_the_file_is_public(program):
    answer = program.get("/delivery-schema.json")
    assert answer.headers["Content-Type"].startswith("application/csvm+json")
    assert answer.json()["tableSchema"]["primaryKey"] == "document_number"
    example = program.get("/delivery-example.csv")
    assert example.content.decode().startswith("document_number;kind;v_number;")
