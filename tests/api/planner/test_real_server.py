"""The planner's surface over real HTTP: a whole journey, bodies in pieces, and many at once for one slot."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.management import call_command

from servicepoint.appointments.models import Appointment, Claim
from servicepoint.kit import clock
from servicepoint.locations.models import Closure, DatedOpening, Holiday, WeeklyOpening
from servicepoint.locations.models import Counter as Desk
from tests.api.planner.client_program import PlannerClient, Refused
from tests.api.planner.conftest import GENERAL, TAKEN, booking, customer
from tests.documents.shelf import lies_ready
from tests.notifications.test_worker import database_of_the_tests
from tests.races.conftest import overlapping_claims
from tests.traps.real_server import SECONDS_MAX, at_once, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CLIENTS = 64
MAASTRICHT = "6c5280823686521552efe85094e607cf"
FORMS = [f"/oap/api/desks/{MAASTRICHT}/slots/", f"/oap/api/desks/DOC/{MAASTRICHT}/slots/"]


@pytest.fixture
def server(tmp_path: Path, transactional_db: None) -> Iterator[int]:
    """The real service point, open for forty minutes on one day in a week or so."""
    call_command("load_content", verbosity=0)
    lies_ready(*(f"{number:010d}" for number in range(3 * CLIENTS + 2)))
    WeeklyOpening.objects.all().delete()
    Closure.objects.all().delete()
    Holiday.objects.all().delete()
    DatedOpening.objects.create(
        counter=Desk.objects.filter(location__slug="maastricht").first(),
        on=clock.dutch_day(clock.now()) + timedelta(days=8),
        opens_at=time(9),
        closes_at=time(9, 40),
        services=["DOC", "BIO"],
    )
    with running(database_of_the_tests(), tmp_path / "web.log", RATE_LIMITS="0") as port:
        yield port


@pytest.fixture
def planner(server: int) -> PlannerClient:
    return PlannerClient(f"http://localhost:{server}")


def send(port: int, path: str, body: object, *, in_pieces: bool = False) -> tuple[int, bytes]:
    """Post a body, with its length or without."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_MAX)
    data = json.dumps(body).encode()
    if in_pieces:
        pieces = (data[begin : begin + 7] for begin in range(0, len(data), 7))
        headers = {"Transfer-Encoding": "chunked"}
        connection.request("POST", path, body=pieces, headers=headers, encode_chunked=True)
    else:
        connection.request("POST", path, body=data)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def booked_with(slot: dict, number: int) -> dict:
    times = {name: slot[name] for name in ("date", "startTime", "endTime")}
    return booking(slot["key"], slot={**slot, "booked": False}, customers=[customer(number)], **times)


def test_a_program_made_for_the_planner_lists_holds_books_and_finds_the_link(planner):
    (desk,) = planner.desks("DOC")
    assert desk["key"] == MAASTRICHT
    slots = planner.slots(desk["key"], "DOC", 2)
    slot = planner.hold(desk["key"], "DOC", slots[0])
    assert slot == slots[0]
    with pytest.raises(Refused, match="409 APT_TAKEN"):
        planner.hold(desk["key"], "DOC", slots[0])
    asked = {
        "productKey": "DOC",
        "email": "testa@example.org",
        "phone": "0612345678",
        "language": "nl",
        "customers": [customer(1), customer(2)],
    }
    made = planner.book(desk["key"], slot, asked)
    assert [each["lastName"] for each in made["customers"]] == ["Voorbeeld-1", "Voorbeeld-2"]
    with pytest.raises(Refused, match="409 SIMILAR_APT_EXISTS"):
        left = planner.slots(desk["key"], "DOC", 2)
        planner.book(desk["key"], left[-1], asked)

    link = planner.cancel_link(made, "en")
    with urlopen(link) as page:
        assert b"planner_link" in page.read()
    with urlopen(f"{planner.base}/en/appointment/{made['key']}/") as page:
        assert "Testa Voorbeeld-2" in page.read().decode()


def assert_one_of_many_books(server, slot, first):
    path = f"/oap/api/desks/{MAASTRICHT}/appointments"
    numbers = range(first, first + CLIENTS)
    booked = at_once([partial(send, server, path, booked_with(slot, each)) for each in numbers])
    assert Counter(status for status, _ in booked) == {200: 1, 409: CLIENTS - 1}
    assert {body for status, body in booked if status == 409} == {TAKEN}


def test_one_of_many_gets_a_slot_whether_they_hold_it_first_or_not(server, planner):
    first, second, third = planner.slots(MAASTRICHT, "DOC", 1)[:3]
    for slot, form in ((first, FORMS[0]), (second, FORMS[1])):
        held = at_once([partial(send, server, form + slot["key"], slot)] * CLIENTS)
        assert Counter(status for status, _ in held) == {200: 1, 409: CLIENTS - 1}
        assert {body for status, body in held if status == 409} == {TAKEN}
        assert_one_of_many_books(server, slot, first=CLIENTS * FORMS.index(form) + 1)
    assert_one_of_many_books(server, third, first=CLIENTS * 2 + 1)
    assert (Appointment.objects.count(), Claim.objects.count(), overlapping_claims()) == (3, 3, 0)


def test_bodies_in_pieces_without_a_length_are_read(server, planner):
    slot = planner.slots(MAASTRICHT, "DOC", 1)[0]
    status, _ = send(server, FORMS[1] + slot["key"], slot, in_pieces=True)
    assert status == 200
    path = f"/oap/api/desks/{MAASTRICHT}/appointments"
    status, body = send(server, path, booked_with(slot, 1), in_pieces=True)
    assert (status, body.count(b'"code":')) == (200, 1)
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{planner.base}/oap/api/nothing-here")
    assert refused.value.code == 404
    assert refused.value.read() == GENERAL
