from datetime import timedelta

import pytest
from django.test import Client

from servicepoint.api.v1 import tokens
from servicepoint.appointments import queries
from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.kit import clock
from servicepoint.notifications.models import Message
from tests.api.v1.conftest import CONTACT, Program, codes, somebody, written
from tests.documents.shelf import lies_ready
from tests.world import NOW, THURSDAY, TUESDAY, at


def test_a_party_of_four_books_and_each_learns_what_to_bring(
    client: Client, real_content: None, monday_morning: None
) -> None:
    lies_ready("0000000001")
    program = Program(client)
    basket = ["DOC", "BIO", "BIO", "VAA"]
    situations = ["no-document", "has-document", "document-lost", "extension"]
    first = program.get(f"/locations/maastricht/slots?services={','.join(basket)}").json()["slots"][0]
    held = program.post(
        "/holds", {"location": "maastricht", "services": basket, "startsAt": first["startsAt"]}
    )
    persons = [
        somebody(number, service=service, situation=situation)
        for number, (service, situation) in enumerate(zip(basket, situations, strict=True), start=1)
    ]
    persons[2]["birthDate"] = "2015-05-17"
    body = {
        "holdToken": held.json()["token"],
        "persons": persons,
        "contact": CONTACT,
        "needs": {"infant": True},
    }
    response = program.post("/appointments", body)
    made = response.json()
    assert response.status_code == 201
    assert (made["startsAt"], made["endsAt"]) == (first["startsAt"], first["endsAt"])
    assert [each["service"] for each in made["persons"]] == basket
    assert all(each["requirements"] for each in made["persons"])
    assert made["persons"][1]["requirements"] != made["persons"][2]["requirements"]
    assert [each["service"] for each in made["visits"]] == ["DOC", "BIO", "VAA"]
    assert response.headers["Location"] == f"/v1/appointments/{made['id']}"
    assert Message.objects.filter(kind="confirmed", recipient="testa@example.org").count() == 1


def test_what_is_told_opens_the_page_and_repeats_no_number(program: Program) -> None:
    made = program.book()
    assert program.client.get(made["manageUrl"].removeprefix("http://localhost:8000")).status_code == 200
    told = program.get(f"/appointments/{made['id']}", token=made["token"])
    assert told.json() == made
    assert made["contact"] == {"language": "en", "hasEmail": True, "hasPhone": False}
    for detail in ("0000000001", "1990", "testa@example.org"):
        assert detail not in told.content.decode()


def test_every_error_in_a_party_is_named_at_once(program: Program) -> None:
    wrong = somebody(1, firstName="\u202e", birthDate="2999-01-01", vNumber="123", bsn="1", situation="none")
    body = {
        "holdToken": "no token",
        "persons": [wrong, somebody(2, service="XYZ"), {"service": "DOC"}],
        "contact": {"language": "fr", "phone": "12"},
        "needs": {"interpreter": "Klingon", "wheelchair": "yes"},
    }
    response = program.post("/appointments", body, key="x")
    assert response.status_code == 400
    assert codes(response) == {
        "/holdToken": "wrong_value",
        "/persons/0/situation": "situation_unknown",
        "/persons/0/firstName": "first_name_wrong",
        "/persons/0/birthDate": "birth_date_wrong",
        "/persons/0/vNumber": "v_number_wrong",
        "/persons/0/bsn": "bsn_wrong",
        "/persons/1/service": "service_unknown",
        "/persons/2/firstName": "missing",
        "/persons/2/lastName": "missing",
        "/persons/2/birthDate": "missing",
        "/contact/language": "wrong_value",
        "/contact/phone": "phone_wrong",
        "/needs/interpreter": "wrong_value",
        "/needs/wheelchair": "wrong_type",
        "header/Idempotency-Key": "key_wrong",
    }
    assert not Appointment.objects.exists()


def test_a_sentence_is_in_the_language_asked_for(program: Program) -> None:
    asked = {"Accept-Language": "nl"}
    dutch = program.post("/holds", {}, **asked).json()
    assert (dutch["title"], dutch["errors"][0]["detail"]) == (
        "Er zitten fouten in de vraag",
        "Dit is verplicht",
    )


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"email": ""}, "/contact/email", "unreachable"),
        ({"email": "testa@", "phone": "06 12345678"}, "/contact/email", "email_wrong"),
    ],
)
def test_the_party_must_be_reachable(program: Program, change: dict, place: str, code: str) -> None:
    body = program.booking() | {"contact": CONTACT | change}
    assert codes(program.post("/appointments", body)) == {place: code}


@pytest.mark.usefixtures("real_content")
def test_a_service_asks_for_its_situation_its_number_and_no_bsn(client: Client) -> None:
    body = {
        "holdToken": "0" * 32,
        "persons": [{key: value for key, value in somebody(bsn="111222333").items() if key != "vNumber"}],
        "contact": CONTACT,
    }
    assert codes(Program(client).post("/appointments", body)) == {
        "/persons/0/situation": "situation_missing",
        "/persons/0/vNumber": "v_number_missing",
        "/persons/0/bsn": "bsn_not_asked",
    }


def test_a_person_with_an_appointment_is_named_and_the_day_only_to_who_knows_the_birth_date(
    program: Program,
) -> None:
    program.book(somebody(1), starts_at=at(TUESDAY, 9))
    body = program.booking(somebody(2), somebody(1))
    known = program.post("/appointments", body)
    assert (known.status_code, known.json()["code"], codes(known)) == (
        409,
        "already_booked",
        {"/persons/1": "already_booked"},
    )
    assert "2026-11-24" in known.json()["errors"][0]["detail"]
    body["persons"][1]["birthDate"] = "1990-05-18"
    assert "2026-11-24" not in program.post("/appointments", body).content.decode()


def test_who_cannot_have_the_service_is_told_why(program: Program) -> None:
    baby = somebody(1, service="BIO", birthDate="2026-05-17")
    response = program.post("/appointments", program.booking(baby))
    assert (response.status_code, response.json()["code"]) == (409, "not_eligible")
    assert codes(response) == {"/persons/0": "biometrics_under_one"}


@pytest.mark.parametrize(
    ("people", "code"),
    [([somebody(1, service="BIO")], "wrong_basket"), ([somebody(1), somebody(2)], "wrong_basket")],
)
def test_persons_must_be_those_the_time_is_held_for(program: Program, people: list, code: str) -> None:
    body = program.booking(somebody(1)) | {"persons": people}
    response = program.post("/appointments", body)
    assert (response.status_code, response.json()["code"]) == (409, code)


def test_the_same_person_twice_is_refused(program: Program) -> None:
    response = program.post("/appointments", program.booking(somebody(1), somebody(1)))
    assert response.json()["code"] == "same_person_twice"


def test_an_appointment_moves_to_a_time_that_is_free_for_it(program: Program) -> None:
    made = program.book(starts_at=at(TUESDAY, 9))
    here, token = f"/appointments/{made['id']}", made["token"]
    free = program.get(f"{here}/slots?until={TUESDAY}", token=token).json()["slots"]
    assert written(at(TUESDAY, 9)) not in {each["startsAt"] for each in free}
    moved = program.ask("PUT", f"{here}/time", {"startsAt": free[0]["startsAt"]}, token=token).json()
    assert (moved["startsAt"], moved["endsAt"], moved["movesLeft"]) == (
        free[0]["startsAt"],
        free[0]["endsAt"],
        2,
    )
    assert (moved["id"], moved["token"]) == (made["id"], token)


def test_a_move_to_a_time_that_is_gone_leaves_everything_as_it_was(program: Program) -> None:
    made = program.book(somebody(1), starts_at=at(TUESDAY, 9))
    program.book(somebody(2), starts_at=at(TUESDAY, 10))
    here, token = f"/appointments/{made['id']}", made["token"]
    response = program.ask("PUT", f"{here}/time", {"startsAt": written(at(TUESDAY, 10))}, token=token)
    assert (response.status_code, response.json()["code"]) == (409, "slot_taken")
    assert program.get(here, token=token).json() == made


def test_moves_come_to_an_end(program: Program) -> None:
    made = program.book(starts_at=at(TUESDAY, 9))
    here, token = f"/appointments/{made['id']}/time", made["token"]
    starts = [written(at(THURSDAY, 9, minute)) for minute in (0, 10, 20, 30)]
    answers = [program.ask("PUT", here, {"startsAt": each}, token=token) for each in starts]
    assert [each.status_code for each in answers] == [200, 200, 200, 409]
    assert answers[3].json()["code"] == "move_limit_reached"


def test_persons_are_added_and_taken_out(program: Program) -> None:
    made = program.book(somebody(1), starts_at=at(TUESDAY, 9))
    here, token = f"/appointments/{made['id']}/persons", made["token"]
    added = program.post(here, somebody(2), token=token)
    assert (added.status_code, [each["position"] for each in added.json()["persons"]]) == (201, [1, 2])
    assert added.json()["endsAt"] == written(at(TUESDAY, 9, 20))
    left = program.ask("DELETE", f"{here}/1", token=token)
    assert [each["position"] for each in left.json()["persons"]] == [2]
    assert program.ask("DELETE", f"{here}/1", token=token).json() == left.json()
    assert program.ask("DELETE", f"{here}/2", token=token).json()["code"] == "last_person"


@pytest.mark.parametrize("position", ["9", "0", "-1", "99999999999"])
def test_who_is_not_in_the_appointment_cannot_be_taken_out(program: Program, position: str) -> None:
    made = program.book()
    response = program.ask("DELETE", f"/appointments/{made['id']}/persons/{position}", token=made["token"])
    assert response.status_code == 404


def test_a_longer_visit_that_does_not_fit_is_refused_and_its_person_named(program: Program) -> None:
    made = program.book(somebody(1), starts_at=at(TUESDAY, 9))
    program.book(somebody(2), starts_at=at(TUESDAY, 9, 10))
    here = f"/appointments/{made['id']}/persons"
    assert program.post(here, somebody(3), token=made["token"]).json()["code"] == "no_room_for_party"
    again = program.post(here, somebody(2), token=made["token"])
    assert codes(again) == {"": "already_booked"}


def test_a_new_mail_address_brings_a_new_token_and_ends_the_old_one(program: Program) -> None:
    made = program.book()
    here = f"/appointments/{made['id']}"
    contact = {"language": "nl", "email": "ander@example.org", "phone": "06 12345678"}
    changed = program.ask("PUT", f"{here}/contact", contact, token=made["token"]).json()
    assert changed["token"] != made["token"]
    assert changed["contact"] == {"language": "nl", "hasEmail": True, "hasPhone": True}
    assert Appointment.objects.get().phone == "+31612345678"
    assert program.get(here, token=made["token"]).status_code == 404
    assert program.get(here, token=changed["token"]).status_code == 200


def test_a_cancelled_appointment_stays_readable_and_gives_its_time_back(program: Program) -> None:
    made = program.book(starts_at=at(TUESDAY, 9))
    here, token = f"/appointments/{made['id']}", made["token"]
    for _ in range(2):
        assert program.ask("DELETE", here, token=token).json()["status"] == "cancelled"
    assert written(at(TUESDAY, 9)) in program.free("DOC")
    late = program.ask("PUT", f"{here}/time", {"startsAt": written(at(TUESDAY, 9))}, token=token)
    assert (late.status_code, late.json()["code"]) == (409, "not_open")


def test_it_is_too_late_to_move_an_hour_before(program: Program) -> None:
    made = program.book(starts_at=at(TUESDAY, 9))
    with clock.frozen(at(TUESDAY, 8, 1)):
        response = program.ask(
            "PUT",
            f"/appointments/{made['id']}/time",
            {"startsAt": written(at(TUESDAY, 14))},
            token=made["token"],
        )
    assert response.json()["code"] == "too_late_to_change"


ROUTES = [
    ("GET", "", None),
    ("DELETE", "", None),
    ("GET", "/slots", None),
    ("PUT", "/time", {"startsAt": "2026-11-26T08:00:00Z"}),
    ("POST", "/persons", somebody(7)),
    ("DELETE", "/persons/1", None),
    ("PUT", "/contact", CONTACT),
    ("GET", "/letter", None),
    ("GET", "/calendar", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_only_the_token_of_the_very_appointment_opens_it(
    program: Program, method: str, path: str, body: object
) -> None:
    mine, theirs = program.book(somebody(1)), program.book(somebody(2))
    here = f"/appointments/{mine['id']}{path}"

    def send(token: str = ""):
        return (
            program.post(here, body, token=token)
            if method == "POST"
            else program.ask(method, here, body, token=token)
        )

    assert send().status_code == 401
    wrong, made_up = send(theirs["token"]), send("0" * 32)
    assert (wrong.status_code, wrong.content) == (made_up.status_code, made_up.content)
    assert wrong.status_code == 404
    assert program.get(f"/appointments/{mine['id']}", token=mine["token"]).json() == mine


def test_the_name_of_an_appointment_stays_right_after_a_new_data_key(program: Program, settings) -> None:
    made = program.book()
    settings.DATA_KEYS_OLD = [settings.DATA_KEY]
    settings.DATA_KEY = "another data key of thirty-two characters"
    response = program.get(f"/appointments/{made['id']}", token=made["token"])
    assert response.status_code == 200
    assert response.json()["id"] != made["id"]
    assert program.get(f"/appointments/{response.json()['id']}", token=made["token"]).status_code == 200


def test_the_name_says_nothing_of_the_code(program: Program) -> None:
    made = program.book()
    appointment = queries.by_key(made["token"])
    assert made["code"].lower() not in made["id"]
    assert tokens.appointment_id(appointment) == made["id"]


def test_code_and_date_of_birth_bring_the_token(program: Program) -> None:
    made = program.book()
    typed = f"{made['code'][:3]}-{made['code'][3:]}".lower()
    response = program.post("/appointment-tokens", {"code": typed, "birthDate": "1990-05-17"}, key="")
    assert response.status_code == 201
    assert response.json() == {
        "appointmentId": made["id"],
        "token": made["token"],
        "manageUrl": made["manageUrl"],
    }
    assert response.headers["RateLimit-Policy"] == '"lookup.address";q=30;w=600, "lookup.code";q=12;w=3600'


def test_an_unknown_code_and_a_wrong_date_are_answered_alike_and_not_for_long(program: Program) -> None:
    made = program.book()

    def ask(code: str, birth_date: str = "1990-05-18"):
        return program.post("/appointment-tokens", {"code": code, "birthDate": birth_date})

    wrong, unknown = ask(made["code"]), ask("AAAAAA")
    assert (wrong.status_code, wrong.content) == (404, unknown.content)
    answers = [ask(made["code"]).status_code for _ in range(12)]
    assert answers == [404] * 11 + [429]
    assert ask(made["code"], "1990-05-17").status_code == 429  # guessing on does not help
    assert codes(ask("A")) == {"/code": "code_wrong"}


def test_the_letter_and_the_calendar_entry_can_be_had(program: Program) -> None:
    made = program.book()
    letter = program.get(f"/appointments/{made['id']}/letter", token=made["token"])
    entry = program.get(f"/appointments/{made['id']}/calendar", token=made["token"])
    assert (letter.headers["Content-Type"], letter.content[:4]) == ("application/pdf", b"%PDF")
    assert b"BEGIN:VCALENDAR" in entry.content
    for answer in (letter, entry):
        assert made["code"] in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_bookings_count_for_the_address_and_for_the_v_number(program: Program) -> None:
    program.book(somebody(1), starts_at=at(TUESDAY, 9))
    answers = [program.post("/appointments", program.booking(somebody(1))) for _ in range(10)]
    assert [each.status_code for each in answers] == [409] * 9 + [429]
    assert '"book.v_number";r=0' in answers[9].headers["RateLimit"]


def test_dashes_for_no_first_name_and_a_bsn_where_it_is_asked_are_kept(
    client: Client, real_content: None, monday_morning: None
) -> None:
    program = Program(client)
    first = program.get("/locations/maastricht/slots?services=NAT").json()["slots"][0]["startsAt"]
    held = program.post("/holds", {"location": "maastricht", "services": ["NAT"], "startsAt": first}).json()
    person = somebody(service="NAT", situation="partner", firstName="-", vNumber="", bsn="111222333")
    body = {
        "holdToken": held["token"],
        "persons": [person],
        "contact": CONTACT,
        "needs": {"interpreter": "Dari"},
    }
    assert program.post("/appointments", body).status_code == 201
    kept = Attendee.objects.get()
    assert (kept.first_name, kept.bsn, kept.appointment.needs) == ("", "111222333", {"interpreter": "Dari"})


def test_a_forgotten_appointment_is_not_found(program: Program) -> None:
    made = program.book()
    Appointment.objects.update(forgotten_at=NOW + timedelta(days=60))
    assert program.get(f"/appointments/{made['id']}", token=made["token"]).status_code == 404


def test_who_was_not_asked_for_a_date_of_birth_proves_it_by_v_number(program: Program) -> None:
    made = program.book()
    ask = {"code": made["code"], "vNumber": "0000000001"}
    assert program.post("/appointment-tokens", ask).status_code == 404
    Attendee.objects.update(birth_date=None)
    assert program.post("/appointment-tokens", ask).json()["token"] == made["token"]
    assert program.post("/appointment-tokens", ask | {"vNumber": "0000000002"}).status_code == 404
    assert codes(program.post("/appointment-tokens", {"code": made["code"]})) == {"/birthDate": "missing"}
    assert program.get(f"/appointments/{made['id']}", token=made["token"]).status_code == 200
