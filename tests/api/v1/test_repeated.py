"""A lost answer is asked for again with the same key: once done, and nobody else gets it."""

import pytest
from django.test import Client

from servicepoint.appointments.models import Appointment, Claim
from servicepoint.notifications.models import Message
from tests.api.v1.conftest import CONTACT, Program, new_key, somebody, written
from tests.races.conftest import at_once
from tests.world import NOW, THURSDAY, TUESDAY, at, make_world

KEY = new_key()


def same(one, other) -> bool:
    return (one.status_code, one.content) == (other.status_code, other.content)


def test_a_repeated_hold_is_the_same_hold(program: Program) -> None:
    first, again = (program.hold(starts_at=at(TUESDAY, 9), key=KEY) for _ in range(2))
    assert same(first, again)
    assert Claim.objects.count() == 1


def test_the_same_key_with_another_wish_is_refused_and_the_hold_stands(program: Program) -> None:
    program.hold(starts_at=at(TUESDAY, 9), key=KEY)
    other = program.hold(starts_at=at(TUESDAY, 10), key=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert written(at(TUESDAY, 9)) not in program.free("DOC")


def test_a_hold_that_became_an_appointment_is_not_made_a_second_time(program: Program) -> None:
    first = program.hold(starts_at=at(TUESDAY, 9), key=KEY)
    body = {"holdToken": first.json()["token"], "persons": [somebody()], "contact": CONTACT}
    program.post("/appointments", body)
    assert same(program.hold(starts_at=at(TUESDAY, 9), key=KEY), first)
    assert Claim.objects.count() == 1


def test_a_repeated_extension_extends_once(program: Program) -> None:
    held = program.hold().json()
    here = f"/holds/{held['id']}/extensions"
    first, again = (program.post(here, token=held["token"], key=KEY) for _ in range(2))
    assert same(first, again)
    assert again.json()["extensionsLeft"] == 1


def test_a_repeated_booking_is_the_same_appointment_though_its_hold_is_gone(program: Program) -> None:
    body = program.booking()
    first, again = (program.post("/appointments", body, key=KEY) for _ in range(2))
    assert same(first, again)
    assert (Appointment.objects.count(), Message.objects.filter(kind="confirmed").count()) == (1, 1)


def test_it_may_be_written_in_another_way(program: Program) -> None:
    body = program.booking()
    first = program.post("/appointments", body, key=KEY)
    body["persons"][0] |= {"vNumber": "00.0000.0001", "bsn": ""}
    assert same(program.post("/appointments", dict(reversed(body.items())), key=KEY.upper()), first)


@pytest.mark.parametrize("change", [{"persons": [somebody(2)]}, {"contact": CONTACT | {"language": "nl"}}])
def test_the_same_key_with_other_persons_or_contact_is_refused(program: Program, change: dict) -> None:
    body = program.booking()
    program.post("/appointments", body, key=KEY)
    response = program.post("/appointments", body | change, key=KEY)
    assert (response.status_code, response.json()["code"]) == (409, "key_reused")


def test_a_refused_booking_may_be_tried_again_with_its_key(program: Program) -> None:
    body = program.booking(somebody(1, service="BIO", birthDate="2026-05-17"))
    assert program.post("/appointments", body, key=KEY).status_code == 409
    body["persons"][0]["birthDate"] = "1990-05-17"
    assert program.post("/appointments", body, key=KEY).status_code == 201


def test_the_key_of_another_client_gives_nothing_of_theirs(program: Program) -> None:
    theirs = program.post("/appointments", program.booking(somebody(1)), key=KEY).json()
    mine = program.post("/appointments", program.booking(somebody(2)), key=KEY).json()
    assert mine["id"] != theirs["id"]


def test_after_a_new_mail_address_a_repeated_booking_gives_nothing_away(program: Program) -> None:
    body = program.booking()
    made = program.post("/appointments", body, key=KEY).json()
    contact = CONTACT | {"email": "ander@example.org"}
    program.ask("PUT", f"/appointments/{made['id']}/contact", contact, token=made["token"])
    assert program.post("/appointments", body, key=KEY).status_code == 404


def test_a_person_is_added_once(program: Program) -> None:
    made = program.book(somebody(1), starts_at=at(TUESDAY, 9))
    here = f"/appointments/{made['id']}/persons"
    first, again = (program.post(here, somebody(2), token=made["token"], key=KEY) for _ in range(2))
    assert same(first, again)
    assert len(again.json()["persons"]) == 2
    other = program.post(here, somebody(3), token=made["token"], key=KEY)
    assert other.json()["code"] == "key_reused"


def test_a_late_repetition_of_a_move_does_not_undo_a_newer_one(program: Program) -> None:
    made = program.book(starts_at=at(TUESDAY, 9))
    here, token = f"/appointments/{made['id']}/time", made["token"]
    early, late = ({"startsAt": written(at(THURSDAY, hour))} for hour in (9, 10))
    program.ask("PUT", here, early, token=token, key=KEY)
    program.ask("PUT", here, late, token=token, key=new_key())
    again = program.ask("PUT", here, early, token=token, key=KEY)
    assert (again.status_code, again.json()["startsAt"]) == (200, late["startsAt"])
    assert program.ask("PUT", here, late, token=token, key=KEY).json()["code"] == "key_reused"


def test_a_lost_answer_with_the_new_token_is_told_again_to_the_same_request_only(program: Program) -> None:
    made = program.book()
    here = f"/appointments/{made['id']}/contact"
    contact = CONTACT | {"email": "ander@example.org"}
    first, again = (program.ask("PUT", here, contact, token=made["token"], key=KEY) for _ in range(2))
    assert same(first, again)
    other = program.ask("PUT", here, CONTACT, token=made["token"], key=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert program.ask("PUT", here, contact, token=made["token"], key=new_key()).status_code == 404
    assert program.ask("PUT", here, contact, token=made["token"]).status_code == 404


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_are_one_booking(enough_connections: None, monkeypatch) -> None:
    monkeypatch.setattr("servicepoint.kit.clock.now", lambda: NOW)
    make_world(2)
    program = Program(Client())
    body = program.booking()
    answers = at_once([lambda: Program(Client()).post("/appointments", body, key=KEY) for _ in range(8)])
    assert {(each.status_code, each.content) for each in answers} == {(201, answers[0].content)}
    assert Appointment.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_are_one_hold(enough_connections: None, monkeypatch) -> None:
    monkeypatch.setattr("servicepoint.kit.clock.now", lambda: NOW)
    make_world(4)
    answers = at_once([lambda: Program(Client()).hold(starts_at=at(TUESDAY, 9), key=KEY) for _ in range(8)])
    assert {(each.status_code, each.content) for each in answers} == {(201, answers[0].content)}
    assert Claim.objects.count() == 1
