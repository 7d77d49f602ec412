from datetime import timedelta

import pytest

from servicepoint.api import kept
from servicepoint.api.v1.api import api
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import free_slots
from servicepoint.kit import clock
from tests.api.v1.conftest import Program, codes, written
from tests.world import NOW, THURSDAY, TUESDAY, World, at

SLOTS = "/locations/proefstad/slots"


@pytest.fixture(autouse=True)
def catalogue_remembered(settings) -> None:
    settings.CATALOGUE_SECONDS = 5


def described(program: Program, query: str):
    """Ask the framework's own view of the address, as the description has it."""
    operation = next(
        each
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for each in view.operations
        if each.operation_id == "listSlots"
    )
    request = program.client.get(f"/v1{SLOTS}{query}").wsgi_request
    return operation.run(request, slug="proefstad")


def test_free_times_of_a_party_are_those_that_the_pages_offer(program: Program, world: World) -> None:
    told = program.get(f"{SLOTS}?services=DOC,BIO").json()["slots"]
    found = free_slots(Ask(world.location_id, ("DOC", "BIO")), now=NOW)
    assert told == [{"startsAt": written(each.starts_at), "endsAt": written(each.ends_at)} for each in found]
    assert told[0] == {"startsAt": "2026-11-24T08:00:00Z", "endsAt": "2026-11-24T08:25:00Z"}


def test_from_and_until_are_dutch_days_and_both_included(program: Program) -> None:
    def days(query: str) -> set[str]:
        slots = program.get(f"{SLOTS}?services=DOC{query}").json()["slots"]
        return {each["startsAt"][:10] for each in slots}

    assert days(f"&from={THURSDAY}&until={THURSDAY}") == {str(THURSDAY)}
    assert days(f"&until={TUESDAY}") == {str(TUESDAY)}
    assert str(TUESDAY) not in days(f"&from={THURSDAY}")
    assert days("&from=2026-11-25&until=2026-11-25") == set()


def test_while_nothing_changed_no_statement_is_sent_and_who_has_the_answer_gets_none(
    program: Program, django_assert_num_queries
) -> None:
    first = program.get(f"{SLOTS}?services=DOC")
    with django_assert_num_queries(0):
        again = program.get(f"{SLOTS}?services=DOC", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=1"
    assert {"API-Version", "RateLimit", "Access-Control-Allow-Origin"} <= set(again.headers)


def test_a_hold_is_seen_within_a_second(program: Program) -> None:
    first = program.get(f"{SLOTS}?services=DOC")
    program.hold(starts_at=at(TUESDAY, 9))
    with clock.frozen(NOW + timedelta(seconds=kept.FRESH_SECONDS)):
        then = program.get(f"{SLOTS}?services=DOC", **{"If-None-Match": first.headers["ETag"]})
    assert then.status_code == 200
    assert first.json()["slots"][1:] == then.json()["slots"]


@pytest.mark.parametrize(
    ("query", "place", "code"),
    [
        ("", "query/services", "missing"),
        ("?services=", "query/services", "wrong_value"),
        ("?services=DOC,", "query/services", "wrong_value"),
        ("?services=XYZ", "query/services", "service_unknown"),
        ("?services=" + ",".join(["DOC"] * 7), "query/services", "wrong_value"),
        ("?services=DOC&from=24-11-2026", "query/from", "wrong_value"),
        ("?services=DOC&from=9999-12-31", "query/from", "wrong_value"),
        ("?services=DOC&from=2026-11-26&until=2026-11-24", "query/until", "until_before_from"),
    ],
)
def test_what_is_asked_wrongly_is_said(program: Program, query: str, place: str, code: str) -> None:
    response = program.get(SLOTS + query)
    assert response.status_code == 400
    assert codes(response) == {place: code}


def test_everything_that_is_wrong_is_said_at_once(program: Program) -> None:
    assert len(codes(program.get(f"{SLOTS}?services=XYZ&from=x&until=y"))) == 3


def test_another_location_is_not_found(program: Program) -> None:
    assert program.get("/locations/nergens/slots?services=DOC").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?services=DOC",
        "?services=BIO,DOC,DOC&from=2026-11-25",
        "?services=DOC&until=2026-11-24",
        "?services=DOC&services=BIO",
        "?services=DOC&other=1",
        "?services=DOC%2CBIO",
    ],
)
def test_the_ready_answer_is_the_one_that_the_description_promises(program: Program, query: str) -> None:
    ready, promised = program.get(SLOTS + query), described(program, query)
    assert (ready.status_code, ready.content) == (promised.status_code, promised.content)
    assert ready.headers["ETag"] == promised.headers["ETag"]


def test_who_asks_too_often_waits_and_is_told_how_long(program: Program, monkeypatch) -> None:
    from servicepoint.limits import http  # noqa: PLC0415
    from servicepoint.limits.rules import Limit  # noqa: PLC0415

    monkeypatch.setattr(http, "LIMITS", {**http.LIMITS, "look.address": Limit(2, 60)})
    statuses = [program.get(f"{SLOTS}?services=DOC").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = program.get(f"{SLOTS}?services=DOC")
    assert refused.headers["Retry-After"] == "30"
    assert refused.json()["code"] == "too_often"
    assert refused.headers["RateLimit"] == '"look.address";r=0;t=30'
