"""What a stranger learns by asking: as little as the pages must say, and as seldom as the limits allow."""

from datetime import date
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from servicepoint.appointments import queries
from servicepoint.limits.rules import LIMITS
from tests.world import THURSDAY, TUESDAY, World, at, book, person

BORN = person().birth_date
ANOTHER_DAY = date(1901, 2, 3)
TRIES = 60


def typed(number: int, birth_date: date) -> dict[str, str]:
    """Return what a form for a person holds."""
    return {
        "first_name": "Iemand",
        "last_name": "Anders",
        "birth_date_day": str(birth_date.day),
        "birth_date_month": str(birth_date.month),
        "birth_date_year": str(birth_date.year),
        "v_number": f"{number:010d}",
    }


def asked(client: Client, code: str, birth_date: date):
    """Look an appointment up, as the find page does."""
    day = {"day": birth_date.day, "month": birth_date.month, "year": birth_date.year}
    return client.post("/en/manage/", {"code": code, **{f"birth_date_{part}": day[part] for part in day}})


def test_an_unknown_code_and_a_wrong_birth_date_are_answered_with_the_same_bytes(
    world: World, client: Client
) -> None:
    booked = book(world, at(TUESDAY, 9))
    known = asked(client, booked.code, ANOTHER_DAY)
    unknown = asked(client, "AAAAAA", ANOTHER_DAY)
    assert known.status_code == unknown.status_code == 422
    one = known.content.decode().replace(booked.code, "AAAAAA")
    assert _without_token(one) == _without_token(unknown.content.decode())


def test_an_unknown_code_is_limited_like_a_known_one(world: World, client: Client) -> None:
    booked = book(world, at(TUESDAY, 9))
    times = LIMITS["lookup.code"].times
    for code in (booked.code, "AAAAAA"):
        statuses = [asked(client, code, ANOTHER_DAY).status_code for _ in range(times + 1)]
        assert statuses == [422] * times + [429]


def test_a_code_and_a_wrong_day_take_as_long_as_no_code(world: World) -> None:
    people = [person(number) for number in range(1, 7)]
    booked = book(world, at(TUESDAY, 9), *people)
    known, unknown = [], []
    for _ in range(TRIES):
        known.append(_seconds(booked.code))
        unknown.append(_seconds("AAAAAA"))
    assert median(known) < 2 * median(unknown) + 0.001
    with CaptureQueriesContext(connection) as of_known:
        queries.by_code(booked.code, ANOTHER_DAY)
    with CaptureQueriesContext(connection) as of_unknown:
        queries.by_code("AAAAAA", ANOTHER_DAY)
    assert len(of_known) == len(of_unknown) == 1


def test_adding_a_person_cannot_be_used_to_try_birth_dates_of_a_v_number(
    world: World, client: Client
) -> None:
    book(world, at(THURSDAY, 10), person(7))
    own = book(world, at(TUESDAY, 9), person(1))
    times = LIMITS["book.v_number"].times
    address = f"/en/appointment/{own.key}/persons/add/?service=DOC"
    answers = [client.post(address, typed(7, ANOTHER_DAY)) for _ in range(times + 1)]
    assert [each.status_code for each in answers] == [422] * times + [429]
    assert answers[-1].headers["Retry-After"]
    assert all("26 November" not in each.content.decode() for each in answers)


def test_another_v_number_is_still_free_to_be_added(world: World, client: Client) -> None:
    own = book(world, at(TUESDAY, 9), person(1))
    address = f"/en/appointment/{own.key}/persons/add/?service=DOC"
    for _ in range(LIMITS["book.v_number"].times + 1):
        client.post(address, typed(1, ANOTHER_DAY))
    assert client.post(address, typed(8, BORN)).status_code == 303


@pytest.mark.parametrize(
    "page", ["", "move/", "cancel/", "contact/", "persons/add/", "letter.pdf", "appointment.ics"]
)
def test_an_unknown_key_is_answered_alike_on_every_page_and_kept_by_nobody(
    world: World, client: Client, page: str
) -> None:
    book(world, at(TUESDAY, 9))
    answer = client.get(f"/en/appointment/{'0' * 32}/{page}")
    assert answer.status_code == 404
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def _seconds(code: str) -> float:
    started = perf_counter()
    queries.by_code(code, ANOTHER_DAY)
    return perf_counter() - started


def _without_token(page: str) -> str:
    start = page.index('name="csrfmiddlewaretoken"')
    return page[:start] + page[page.index(">", start) :]
