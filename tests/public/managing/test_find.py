"""Finding an appointment by code and birth date, and learning nothing by guessing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.public.conftest import words
from tests.public.managing.conftest import page_of
from tests.world import person

FIND = "/en/manage/"
UNKNOWN_CODE = "AAAAAA"


def asked(code: str, day: object = 17, month: object = 5, year: object = 1990) -> dict[str, object]:
    return {"code": code, "birth_date_day": day, "birth_date_month": month, "birth_date_year": year}


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
