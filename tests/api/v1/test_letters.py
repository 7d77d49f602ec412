"""Letters for programs: what a code opens, and bookings that need one."""

from typing import Any

import pytest

from servicepoint.appointments.models import Attendee
from servicepoint.documents import actions, queries
from servicepoint.limits.rules import LIMITS
from servicepoint.locations.models import Location
from servicepoint.locations.queries import forget_locations
from tests.api.v1.conftest import Program, codes, somebody
from tests.documents.shelf import KEEPER, in_safe, invited
from tests.world import NOW, World


@pytest.fixture
def code(world: World) -> str:
    """The code of a letter to two people whose documents lie here; the location asks for it."""
    Location.objects.update(letter_services=["DOC"])
    forget_locations()
    return queries.printed_code(invited(world, in_safe(world, 1), in_safe(world, 2)))


def look(program: Program, code: str, birth_date: str = "1990-05-17") -> Any:
    return program.post("/letter-lookups", {"code": code, "birthDate": birth_date}, key="")


def test_a_code_and_a_birth_date_tell_what_can_be_booked_and_name_nobody(program: Program, code: str) -> None:
    response = look(program, f"{code[:4]}-{code[4:].lower()}")
    assert response.status_code == 200
    told = response.json()
    assert (told["location"], told["service"]) == ("proefstad", "DOC")
    assert [each["position"] for each in told["persons"]] == [1, 2]
    assert told["persons"][0] == {
        "position": 1,
        "state": "ready",
        "canBook": True,
        "firstDay": "2026-11-23",
        "lastDay": "2027-02-26",
        "bookedAt": None,
    }
    assert "Voorbeeld" not in response.content.decode()


def test_a_wrong_code_and_a_wrong_date_are_answered_alike(program: Program, code: str) -> None:
    wrong = [look(program, "ACDEFGHJ"), look(program, code, "1971-01-01")]
    assert [each.status_code for each in wrong] == [404, 404]
    assert wrong[0].json() == wrong[1].json()
    assert wrong[0].json()["code"] == "letter_unknown"


def test_a_code_that_is_none_is_an_input_error(program: Program, code: str) -> None:
    assert codes(look(program, "ABC")) == {"/code": "letter_code_wrong"}


def test_a_code_that_was_tried_too_often_is_locked(program: Program, code: str) -> None:
    for year in range(LIMITS["letter.code"].times):
        assert look(program, code, f"{1950 + year}-05-17").status_code == 404
    response = look(program, code)
    assert (response.status_code, response.json()["code"]) == (409, "letter_locked")


def test_each_person_shows_the_code_of_their_letter(program: Program, code: str) -> None:
    people = [somebody(1, letterCode=code), somebody(2, letterCode=code)]
    made = program.book(*people)
    assert len(made["persons"]) == 2
    assert Attendee.objects.count() == 2
    states = [each["state"] for each in look(program, code).json()["persons"]]
    assert states == ["booked", "booked"]


def test_without_a_code_it_says_who_needs_one(program: Program, code: str) -> None:
    people = [somebody(1, letterCode=code), somebody(2)]
    response = program.post("/appointments", program.booking(*people))
    assert (response.status_code, response.json()["code"]) == (409, "not_admitted")
    assert codes(response) == {"/persons/1": "letter_needed"}


def test_a_letter_is_not_for_somebody_else(program: Program, code: str, world: World) -> None:
    in_safe(world, 3)
    response = program.post("/appointments", program.booking(somebody(3, letterCode=code)))
    assert (response.status_code, response.json()["code"]) == (404, "letter_unknown")
    assert not Attendee.objects.exists()


def test_its_owner_hears_what_is_the_matter_and_nobody_else(program: Program, code: str) -> None:
    document_id = queries.of_v_numbers(["0000000001"])[0].id
    actions.block(document_id, reason="instruction", now=NOW, actor=KEEPER)
    assert look(program, code).json()["persons"][0]["state"] == "document_blocked"
    mine = program.post("/appointments", program.booking(somebody(1)))
    assert codes(mine) == {"/persons/0": "document_blocked"}
    other = somebody(1, birthDate="1971-01-01")
    assert codes(program.post("/appointments", program.booking(other))) == {"/persons/0": "document_none"}


def test_a_person_is_added_with_their_letter(program: Program, code: str) -> None:
    made = program.book(somebody(1, letterCode=code))
    path = f"/appointments/{made['id']}/persons"
    assert program.post(path, somebody(2), token=made["token"]).json()["code"] == "not_admitted"
    added = program.post(path, somebody(2, letterCode=code), token=made["token"])
    assert added.status_code == 201
