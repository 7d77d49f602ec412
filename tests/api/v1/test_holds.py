from datetime import timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from tests.api.v1.conftest import Program, codes, new_key, somebody
from tests.world import NOW, TUESDAY, at


def test_a_time_is_held_and_nobody_else_gets_it(program: Program) -> None:
    response = program.hold("DOC", "BIO", starts_at=at(TUESDAY, 9))
    held = response.json()
    assert response.status_code == 201
    assert (held["startsAt"], held["endsAt"]) == ("2026-11-24T08:00:00Z", "2026-11-24T08:25:00Z")
    assert (held["services"], held["extensionsLeft"]) == (["DOC", "BIO"], 2)
    assert response.headers["Location"] == f"/v1/holds/{held['id']}"
    assert held["token"] not in response.headers["Location"]
    rival = program.hold(starts_at=at(TUESDAY, 9, 10))
    assert (rival.status_code, rival.json()["code"]) == (409, "slot_taken")


def test_the_record_says_that_a_program_did_it(program: Program) -> None:
    program.hold()
    entry = Entry.objects.get(act="appointments.held")
    assert (entry.actor_kind, entry.actor_name) == ("client", "v1")


def test_a_hold_is_read_extended_and_released_with_its_token(program: Program) -> None:
    held = program.hold().json()
    here, token = f"/holds/{held['id']}", held["token"]
    assert program.get(here, token=token).json() == held
    with clock.frozen(NOW + timedelta(minutes=5)):
        longer = program.post(f"{here}/extensions", token=token).json()
    assert longer["expiresAt"] == "2026-11-23T08:15:00Z"
    assert longer["extensionsLeft"] == 1
    assert program.ask("DELETE", here, token=token).status_code == 204
    assert program.get(here, token=token).json()["code"] == "hold_expired"
    assert program.ask("DELETE", here, token=token).status_code == 204


def test_a_hold_cannot_be_extended_without_end(program: Program) -> None:
    held = program.hold().json()
    here = f"/holds/{held['id']}/extensions"
    answers = [program.post(here, token=held["token"]) for _ in range(3)]
    assert [each.status_code for each in answers] == [201, 201, 409]
    assert answers[2].json()["code"] == "hold_limit_reached"


def test_an_expired_hold_is_gone(program: Program) -> None:
    held = program.hold().json()
    with clock.frozen(NOW + timedelta(minutes=11)):
        response = program.get(f"/holds/{held['id']}", token=held["token"])
    assert (response.status_code, response.json()["code"]) == (410, "hold_expired")


def test_without_a_token_and_with_another_one_a_hold_stays_shut(program: Program) -> None:
    mine, theirs = program.hold().json(), program.hold().json()
    bare = program.get(f"/holds/{mine['id']}")
    assert (bare.status_code, bare.headers["WWW-Authenticate"]) == (401, "Bearer")
    for token in (theirs["token"], "0" * 32):
        assert program.get(f"/holds/{mine['id']}", token=token).status_code == 404
        assert program.ask("DELETE", f"/holds/{mine['id']}", token=token).status_code == 404
    assert program.get(f"/holds/{mine['id']}", token="no token").status_code == 401
    assert program.get(f"/holds/{mine['id']}", token=mine["token"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"location": "nergens"}, "/location", "location_unknown"),
        ({"location": "\u0000"}, "/location", "location_unknown"),
        ({"services": ["XYZ"]}, "/services/0", "service_unknown"),
        ({"services": []}, "/services", "too_few"),
        ({"services": ["DOC"] * 7}, "/services", "too_many"),
        ({"services": "DOC"}, "/services", "wrong_type"),
        ({"startsAt": "2026-11-24T09:00:00"}, "/startsAt", "moment_wrong"),
        ({"startsAt": "2026-02-30T09:00:00Z"}, "/startsAt", "moment_wrong"),
        ({"startsAt": "0001-01-01T00:00:00+23:00"}, "/startsAt", "moment_wrong"),
        ({"startsAt": 1}, "/startsAt", "moment_wrong"),
        ({"who": "me"}, "/who", "unknown_field"),
    ],
)
def test_wrong_input_is_named(program: Program, change: dict, place: str, code: str) -> None:
    wish = {"location": "proefstad", "services": ["DOC"], "startsAt": "2026-11-24T08:00:00Z", **change}
    response = program.post("/holds", wish)
    assert response.status_code == 400
    assert codes(response) == {place: code}


def test_a_moment_may_come_with_any_offset(program: Program) -> None:
    wish = {"location": "proefstad", "services": ["DOC"], "startsAt": "2026-11-24T09:00:00+01:00"}
    assert program.post("/holds", wish).json()["startsAt"] == "2026-11-24T08:00:00Z"


@pytest.mark.parametrize("key", ["", "abc", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "0" * 36])
def test_a_key_that_is_no_random_uuid_is_refused(program: Program, key: str) -> None:
    wish = {"location": "proefstad", "services": ["DOC"], "startsAt": "2026-11-24T08:00:00Z"}
    response = program.post("/holds", wish, key=key)
    assert codes(response) == {"header/Idempotency-Key": "key_wrong" if key else "missing"}


def test_holds_count_for_the_limit_that_the_pages_share(program: Program, settings) -> None:
    response = program.hold()
    assert response.headers["RateLimit-Policy"] == '"hold.address";q=60;w=3600'
    assert response.headers["RateLimit"] == '"hold.address";r=59'
    for _ in range(59):
        program.hold(starts_at=at(TUESDAY, 9))
    refused = program.hold(starts_at=at(TUESDAY, 9))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")


def test_a_body_that_is_no_json_is_said_to_be_none(client, program: Program) -> None:
    def sent(body: bytes, kind: str = "application/json"):
        return client.post("/v1/holds", body, content_type=kind, headers={"Idempotency-Key": new_key()})

    for body in (b"{", b'{"a":NaN}', b'{"a":"\\ud800"}', b"\xff", b"[" * 10_000):
        assert (sent(body).status_code, sent(body).json()["code"]) == (400, "bad_json"), body[:20]
    assert sent(b"a=b", "application/x-www-form-urlencoded").status_code == 415
    assert codes(sent(b"[]")) == {"": "wrong_type"}


def test_booking_what_is_not_held_any_more_is_gone(program: Program) -> None:
    booking = program.booking(somebody())
    with clock.frozen(NOW + timedelta(minutes=11)):
        program.hold(starts_at=at(TUESDAY, 9))  # takes the place of the hold that ran out
        response = program.post("/appointments", booking)
    assert (response.status_code, response.json()["code"]) == (410, "hold_expired")
