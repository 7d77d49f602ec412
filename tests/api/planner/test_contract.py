"""One test for each row of what client programs expect, compared as bytes."""

import re

import pytest

from servicepoint.locations.models import Location
from servicepoint.services.models import Service
from tests.api.planner.conftest import (
    GENERAL,
    INVALID,
    NINE,
    PREFIX,
    SIMILAR,
    TAKEN,
    booking,
    customer,
)

FIRST_SLOT = (
    rb'\)\]\}\',\n\{"status":"OK","data":\[\{"key":"[0-9a-f]{32}","date":"2026-11-24",'
    rb'"startTime":"09:00","endTime":"09:10","parts":1\},\{"key":"[0-9a-f]{32}","date":"2026-11-24",'
    rb'"startTime":"09:10",'
)
BOOKED = (
    rb'\)\]\}\',\n\{"status":"OK","data":\{"key":"[0-9a-f]{32}","version":0,"code":"[A-Z0-9]{6}",'
    rb'"productKey":"DOC","date":"2026-11-24","startTime":"09:00","endTime":"09:10",'
    rb'"email":"testa@example\.org","hasEmail":true,"phone":"\+31612345678","language":"en","status":null,'
    rb'"hasDetail":true,"customers":\[\{"vNumber":"0000000001","vnumber":"0000000001","bsn":"",'
    rb'"firstName":"Testa","lastName":"Voorbeeld-1","fullName":"Testa Voorbeeld-1"\}\],"birthDate":null,'
    rb'"user":null\}\}'
)


@pytest.mark.parametrize("path", ["desks", "desks/"])
def test_desks(program, path):
    version = Location.objects.get().version
    answer = program.get(f"{path}?productKey=doc")
    expected = f'{{"status":"OK","data":[{{"key":"{program.desk}","version":{version},"name":"Proefstad"}}]}}'
    assert (answer.status_code, answer.content) == (200, PREFIX + expected.encode())


def test_names_of_desks_follow_the_header(program):
    assert b'"name":"Testville"' in program.get("desks/?productKey=DOC", **{"oap-locale": "en"}).content
    assert b'"name":"Proefstad"' in program.get("desks/?productKey=DOC", **{"oap-locale": "nl"}).content
    assert b'"name":"Proefstad"' in program.get("desks/?productKey=DOC", **{"oap-locale": "xx"}).content


def test_a_product_that_is_not_offered_now_has_no_desks(program):
    Service.objects.filter(code="BIO").update(active=False)
    assert program.get("desks/?productKey=BIO").content == PREFIX + b'{"status":"OK","data":[]}'


@pytest.mark.parametrize("path", ["slots", "slots/"])
def test_slots(program, path):
    answer = program.get(f"desks/{program.desk}/{path}?productKey=DOC&persons=1")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json;charset=UTF-8"
    assert re.match(FIRST_SLOT, answer.content)
    assert answer.content.count(b"\n") == 1


def test_slots_ascend_by_day_and_time(program):
    listed = program.get(f"desks/{program.desk}/slots/?productKey=DOC").content.decode()
    starts = re.findall(r'"date":"([0-9-]+)","startTime":"([0-9:]+)"', listed)
    assert len(starts) > 100
    assert starts == sorted(starts)


def test_slots_for_a_party_are_longer_and_have_keys_of_their_own(program):
    one = program.get(f"desks/{program.desk}/slots/?productKey=DOC&persons=1").content
    four = program.get(f"desks/{program.desk}/slots/?productKey=DOC&persons=4").content
    assert b'"startTime":"09:00","endTime":"09:40","parts":4}' in four
    assert not set(re.findall(rb"[0-9a-f]{32}", one)) & set(re.findall(rb"[0-9a-f]{32}", four))


def test_parts_are_whole_steps(program):
    listed = program.get(f"desks/{program.desk}/slots/?productKey=BIO").content
    assert b'"startTime":"09:00","endTime":"09:15","parts":2}' in listed


def test_no_slots_are_an_empty_list(program):
    Location.objects.get().counters.update(active=False)
    answer = program.get(f"desks/{program.desk}/slots/?productKey=DOC")
    assert (answer.status_code, answer.content) == (200, PREFIX + b'{"status":"OK","data":[]}')


@pytest.mark.parametrize("form", ["desks/{desk}/slots/{key}", "desks/DOC/{desk}/slots/{key}"])
@pytest.mark.parametrize("end", ["", "/"])
def test_hold(program, form, end):
    key = program.key()
    answer = program.post(form.format(desk=program.desk, key=key) + end, {"key": key, **NINE, "parts": 1})
    expected = (
        f'{{"status":"OK","data":{{"key":"{key}","date":"2026-11-24","startTime":"09:00","endTime":"09:10",'
        '"parts":1}}'
    )
    assert (answer.status_code, answer.content) == (200, PREFIX + expected.encode())


def test_held_and_booked_times_are_left_out(program, later):
    program.hold(program.key())
    program.book(
        program.key(time="09:10"), startTime="09:10", endTime="09:20", slot={"key": program.key(time="09:10")}
    )
    later(seconds=1)
    listed = program.get(f"desks/{program.desk}/slots/?productKey=DOC").content
    assert b'"date":"2026-11-24","startTime":"09:00"' not in listed
    assert b'"date":"2026-11-24","startTime":"09:10"' not in listed
    assert b'"date":"2026-11-24","startTime":"09:20"' in listed


@pytest.mark.parametrize("path", ["appointments", "appointments/"])
@pytest.mark.parametrize("held", [True, False])
def test_book_with_a_hold_and_without(program, path, held):
    key = program.key()
    if held:
        program.hold(key)
    answer = program.post(f"desks/{program.desk}/{path}", booking(key))
    assert answer.status_code == 200
    assert re.fullmatch(BOOKED, answer.content)


def test_taken_is_409(program):
    key = program.key()
    program.hold(key)
    again = program.hold(key)
    assert (again.status_code, again.content) == (409, TAKEN)
    program.book(key)
    late = program.book(key, customers=[customer(2)])
    assert (late.status_code, late.content) == (409, TAKEN)


def test_the_same_person_and_product_again_is_409(program):
    program.book(program.key())
    key = program.key(time="09:10")
    changes = {"startTime": "09:10", "endTime": "09:20", "slot": {"key": key}}
    again = program.book(key, **changes)
    assert (again.status_code, again.content) == (409, SIMILAR)
    assert program.book(key, customers=[customer(2)], **changes).status_code == 200  # nothing was kept of it


def test_one_person_twice_in_a_party_is_409(program):
    key = program.key(persons=2)
    twice = program.book(key, endTime="09:20", customers=[customer(), customer()], slot={"key": key})
    assert (twice.status_code, twice.content) == (409, SIMILAR)


def test_an_unknown_desk_is_404(program):
    for answer in (
        program.get("desks/ZZ/slots/?productKey=DOC"),
        program.post(f"desks/ZZ/slots/{program.key()}", {}),
        program.post("desks/ZZ/appointments", booking(program.key())),
    ):
        assert (answer.status_code, answer.content) == (404, GENERAL)


def test_an_unknown_slot_is_404(program):
    for answer in (program.hold("0" * 32), program.hold("nonsense"), program.book("0" * 32)):
        assert (answer.status_code, answer.content) == (404, GENERAL)


def test_the_slot_of_another_desk_is_404(program, world):
    from tests.world import make_world  # noqa: PLC0415

    make_world(1, name="elders")
    key = program.key()
    for answer in (
        program.post(f"desks/ELDERS/slots/{key}", {}),
        program.post("desks/ELDERS/appointments", booking(key)),
        program.post(f"desks/BIO/{program.desk}/slots/{key}", {}),
    ):
        assert (answer.status_code, answer.content) == (404, GENERAL)


def test_malformed_is_400(program):
    for answer in (
        program.get("desks/"),
        program.get("desks/?productKey=XXX"),
        program.get(f"desks/{program.desk}/slots/?productKey=DOC&persons=7"),
        program.post(f"desks/{program.desk}/appointments", b"{"),
        program.post(f"desks/{program.desk}/slots/{program.key()}", b"[]"),
    ):
        assert (answer.status_code, answer.content) == (400, INVALID)


def test_a_hold_that_ran_out_and_was_taken_by_someone_else_is_410(program, later, settings):
    key = program.key()
    program.hold(key)
    later(minutes=settings.HOLD_MINUTES, seconds=1)
    assert program.hold(key).status_code == 200  # somebody else
    assert program.book(key, customers=[customer(2)]).status_code == 200
    late = program.book(key)
    assert (late.status_code, late.content) == (410, TAKEN)


def test_a_hold_that_ran_out_is_still_good_while_nobody_took_the_place(program, later, settings):
    key = program.key()
    program.hold(key)
    later(minutes=settings.HOLD_MINUTES + 5)
    assert program.book(key).status_code == 200


def test_other_methods_are_405_and_say_which_are_answered(program):
    for method, path, allowed in (
        ("post", "desks/", "GET, HEAD"),
        ("delete", f"desks/{program.desk}/slots", "GET, HEAD"),
        ("get", f"desks/{program.desk}/slots/{program.key()}", "POST"),
        ("put", f"desks/{program.desk}/appointments", "POST"),
    ):
        answer = getattr(program.client, method)(f"/oap/api/{path}")
        assert (answer.status_code, answer.content, answer["Allow"]) == (405, INVALID, allowed)


def test_head_says_what_get_would(program):
    for path in ("desks/?productKey=DOC", f"desks/{program.desk}/slots/?productKey=DOC"):
        answer = program.client.head(f"/oap/api/{path}")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["ETag"] == program.get(path)["ETag"]
