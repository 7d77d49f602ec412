"""Client programs differ: what they leave out, add or write in their own way is understood."""

import json

import pytest
from django.test import Client

from servicepoint.appointments.models import Attendee
from servicepoint.services.models import Service
from tests.api.planner.conftest import NINE, PREFIX, booking, customer


@pytest.mark.parametrize("product", ["DOC", "doc", "Doc"])
def test_a_product_in_any_case(program, product):
    assert program.get(f"desks/{program.desk}/slots/?productKey={product}").status_code == 200
    assert program.post(f"desks/{product}/{program.desk}/slots/{program.key()}", {}).status_code == 200


@pytest.mark.parametrize("desk", ["proefsta", "PROEFSTA", "Proefsta"])
def test_a_desk_by_its_alias_in_any_case(program, desk):
    assert program.get(f"desks/{desk}/slots/?productKey=DOC").status_code == 200


def test_a_desk_by_its_key_in_capitals(program):
    assert program.get(f"desks/{program.desk.upper()}/slots?productKey=DOC").status_code == 200


def test_persons_left_out_is_one(program):
    base = f"desks/{program.desk}/slots/?productKey=DOC"
    assert program.get(base).content == program.get(f"{base}&persons=1").content


@pytest.mark.parametrize("booked", [False, "false", "False", None])
def test_booked_as_false_in_any_form(program, booked):
    key = program.key()
    slot = {"key": key, **NINE, "booked": booked, "colour": "green"}
    assert program.hold(key, slot=slot).status_code == 200
    assert program.book(key, slot=slot).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"customers": [customer(bsn=...)]},
        {"customers": [customer(bsn=None)]},
        {"customers": [customer(bsn="not asked for this product, so not looked at")]},
        {"customers": [customer(vNumber="V 000.000.000-1", nickname="T")]},
        {"birthDate": None},
        {"birthDate": ""},
        {"birthDate": "1990-05-17"},
        {"language": "NL"},
        {"phone": ...},
        {"phone": "06 12345678"},
        {"email": None},
        {"productKey": "doc"},
        {"unknown": {"deeper": [1]}},
    ],
)
def test_what_differs_from_program_to_program(program, changes):
    assert program.book(program.key(), **changes).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "nonsense"])
def test_any_content_type(program, content_type):
    path = f"desks/{program.desk}/appointments"
    assert program.post(path, booking(program.key()), content_type=content_type).status_code == 200


def test_any_accept_and_no_user_agent(program):
    for accept in ("text/html", "image/png", "application/json", ""):
        answer = program.get("desks/?productKey=DOC", Accept=accept, **{"User-Agent": ""})
        assert answer["Content-Type"] == "application/json;charset=UTF-8"


def test_a_strict_client_needs_no_token_against_forged_forms(program):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        f"/oap/api/desks/{program.desk}/slots/{program.key()}",
        b"{}",
        content_type="text/plain",
        headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 200


def test_a_hold_needs_no_body(program):
    assert program.post(f"desks/{program.desk}/slots/{program.key()}", b"").status_code == 200


def test_the_mark_that_follows_the_prefix_is_nowhere_else(program):
    tricky = customer(firstName="Te}',sta", lastName="}',Voorbeeld")
    answer = program.book(program.key(), customers=[tricky])
    assert answer.status_code == 200
    assert answer.content.count(b"}',") == 1
    assert b"Te}\\u0027,sta" in answer.content
    assert json.loads(answer.content.removeprefix(PREFIX))["data"]["customers"][0]["firstName"] == "Te}',sta"


def test_letters_of_other_alphabets_stay_as_they_are(program):
    answer = program.book(program.key(), customers=[customer(firstName="Żó", lastName="نام")])
    assert '"fullName":"Żó نام"'.encode() in answer.content


def test_a_party_of_four_in_one_visit(program):
    key = program.key(persons=4)
    people = [customer(number) for number in (1, 2, 3, 4)]
    answer = program.book(key, endTime="09:40", customers=people, slot={"key": key}, birthDate="1990-05-17")
    assert answer.status_code == 200
    assert answer.content.count(b'"vNumber"') == 4
    kept = Attendee.objects.order_by("position").values_list("birth_date__year", "v_number", "situation")
    assert [row[0] for row in kept] == [1990, None, None, None]  # a birth date is the first person's
    assert [row[1] for row in kept] == [f"{number:010d}" for number in (1, 2, 3, 4)]


def test_a_bsn_is_kept_where_the_service_asks_for_it_and_never_said_again(program):
    Service.objects.update(asks_bsn=True)
    answer = program.book(program.key(), customers=[customer(bsn="111222333")])
    assert b'"bsn":""' in answer.content
    assert b"111222333" not in answer.content
    assert Attendee.objects.get().bsn == "111222333"


def test_where_a_v_number_may_be_missing_the_birth_date_says_who_it_is(program):
    Service.objects.update(v_number="optional")
    nobody = program.book(program.key(), customers=[customer(vNumber="")])
    assert nobody.status_code == 400
    someone = program.book(program.key(), customers=[customer(vNumber="")], birthDate="1990-05-17")
    assert someone.status_code == 200
    assert b'"vNumber":"","vnumber":""' in someone.content
