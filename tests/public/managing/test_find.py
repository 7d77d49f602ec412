"""Finding an appointment by code and birth date, and learning nothing by guessing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from servicepoint.appointments.actions import Booked
from tests.public.conftest import words
from tests.public.managing.conftest import page_of
from tests.world import TUESDAY, at, book, person

FIND = "/en/manage/"
UNKNOWN_CODE = "AAAAAA"


def asked(code: str, day: object = 17, month: object = 5, year: object = 1990) -> dict[str, object]:
    return {"code": code, "birth_date_day": day, "birth_date_month": month, "birth_date_year": year}


def with_number(code: str, number: str) -> dict[str, object]:
    return {**asked(code, "", "", ""), "v_number": number}


@pytest.fixture
def undated(world) -> Booked:
    """Two who were not asked for a birth date, and one who was."""
    people = (person(3, birth_date=None), person(4, birth_date=None), person(5))
    return book(world, at(TUESDAY, 11), *people)


def test_the_code_and_a_birth_date_lead_to_the_appointment(client, owners):
    answer = client.post(FIND, asked(owners.code))
    assert answer.status_code == 303
    assert answer["Location"] == page_of(owners)


@pytest.mark.parametrize("form", ["{}-{}", " {} {} ", "{}.{}"])
def test_a_code_may_be_typed_as_people_write_it(client, owners, form):
    typed = form.format(owners.code[:3].lower(), owners.code[3:])
    assert client.post(FIND, asked(typed)).status_code == 303


def test_in_dutch_it_leads_to_the_dutch_page(client, owners):
    answer = client.post("/nl/manage/", asked(owners.code))
    assert answer["Location"] == page_of(owners, language="nl")


def test_an_unknown_code_and_a_wrong_birth_date_get_the_same_answer(client, owners):
    wrong_date = client.post(FIND, asked(owners.code, year=1991))
    unknown = client.post(FIND, asked(UNKNOWN_CODE, year=1991))
    assert wrong_date.status_code == unknown.status_code == 422
    said = words(wrong_date.content.decode())
    assert "We find no appointment with this code and this date of birth" in said
    assert "088 043 04 30" in said
    assert said == words(unknown.content.decode())


def test_an_unknown_code_costs_as_many_queries_as_a_wrong_birth_date(client, owners):
    counts = []
    for code in (owners.code, UNKNOWN_CODE):
        with CaptureQueriesContext(connection) as seen:
            client.post(FIND, asked(code, year=1991))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_birth_date_of_someone_else_opens_nothing(client, owners, strangers):
    stranger = person(7).birth_date.replace(year=1971)
    assert client.post(FIND, asked(owners.code, year=stranger.year)).status_code == 422


def test_guessing_at_one_code_ends_soon_whether_it_exists_or_not(client, owners, settings):
    settings.RATE_LIMITS = True
    for code in (owners.code, UNKNOWN_CODE):
        for tries in range(12):
            assert client.post(FIND, asked(code, year=1900 + tries)).status_code == 422
        refused = client.post(FIND, asked(code))
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0


def test_a_family_behind_one_address_may_each_look_twice(client, owners, settings):
    settings.RATE_LIMITS = True
    for _ in range(12):
        assert client.post(FIND, asked(owners.code)).status_code == 303


def test_one_code_tried_too_often_leaves_the_others_alone(client, owners, strangers, settings):
    settings.RATE_LIMITS = True
    for tries in range(13):
        client.post(FIND, asked(owners.code, year=1900 + tries))
    assert client.post(FIND, asked(strangers.code)).status_code == 303


def test_what_is_missing_is_said_at_its_field(client, world):
    answer = client.post(FIND, asked("", day="", month="", year=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert 'href="#id_code"' in page
    assert 'href="#id_birth_date_day"' in page


def test_only_reading_and_sending_is_answered(client, world):
    assert client.get(FIND).status_code == 200
    assert client.put(FIND).status_code == 405


def test_the_page_is_kept_by_nobody(client, world):
    assert "no-store" in client.get(FIND)["Cache-Control"]
    assert client.get(FIND)["Referrer-Policy"] == "same-origin"


def test_code_and_birth_date_in_the_address_do_nothing(client, owners):
    answer = client.get(FIND, asked(owners.code))
    assert answer.status_code == 200
    assert "Voorbeeld-1" not in answer.content.decode()


@pytest.mark.parametrize("number", ["0000000003", "V 000 000 00 04"])
def test_who_was_not_asked_for_a_birth_date_is_known_by_the_v_number(client, undated, number):
    answer = client.post(FIND, with_number(undated.code, number))
    assert (answer.status_code, answer["Location"]) == (303, page_of(undated))


def test_who_gave_a_birth_date_is_never_found_by_the_v_number(client, undated, owners):
    for code, number in ((undated.code, person(5).v_number), (owners.code, person(1).v_number)):
        answer = client.post(FIND, with_number(code, number))
        assert answer.status_code == 422
        said = words(answer.content.decode())
        assert "We find no appointment with this code and what you entered about the person" in said


def test_the_v_number_of_someone_else_opens_nothing(client, undated, strangers):
    assert client.post(FIND, with_number(undated.code, person(7).v_number)).status_code == 422


def test_a_birth_date_beside_the_v_number_is_enough_where_it_was_asked(client, undated):
    answer = client.post(FIND, {**asked(undated.code), "v_number": person(7).v_number})
    assert answer["Location"] == page_of(undated)


def test_a_wrong_v_number_is_said_at_its_field_and_no_birth_date_is_asked_then(client, undated):
    page = client.post(FIND, with_number(undated.code, "12")).content.decode()
    assert 'href="#id_v_number"' in page
    assert 'href="#id_birth_date_day"' not in page


def test_guessing_v_numbers_ends_as_soon_as_guessing_birth_dates(client, undated, settings):
    settings.RATE_LIMITS = True
    for number in range(12):
        assert client.post(FIND, with_number(undated.code, f"{number + 100:010d}")).status_code == 422
    assert client.post(FIND, with_number(undated.code, "0000000003")).status_code == 429


def test_a_person_without_a_birth_date_is_shown_on_every_page(client, undated):
    for name in ("", "move", "cancel", "contact", "add", "letter", "calendar"):
        assert client.get(page_of(undated, name)).status_code == 200
