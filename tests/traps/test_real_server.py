"""Many callers over HTTP, through the server as it runs: one wins, all others get a page that helps."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.kit import clock
from servicepoint.locations.models import Closure, DatedOpening, Holiday, WeeklyOpening
from servicepoint.locations.models import Counter as Desk
from servicepoint.notifications.models import Message
from servicepoint.public.slot_list import slot_value
from tests.documents.shelf import lies_ready
from tests.notifications.test_worker import database_of_the_tests
from tests.races.conftest import overlapping_claims
from tests.traps.real_server import Answer, Caller, at_once, running, started, wait_until, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CALLERS = 50
CLICKS = 8
FAMILIES = 20
ROUNDS = 6


@pytest.fixture
def quiet_days(transactional_db: None) -> list[date]:
    """Load the real content; return days in a week or later that are no holidays."""
    call_command("load_content", verbosity=0)
    lies_ready(*(f"{number:010d}" for number in range(1, FAMILIES * 10 + 3)))
    lies_ready("7123456789", birth_date=date(1931, 7, 17))
    today = clock.dutch_day(clock.now())
    days = (today + timedelta(days=8 + number) for number in range(5 * ROUNDS))
    closed = set(Holiday.objects.filter(office_closed=True).values_list("on", flat=True))
    return [day for day in days if day not in closed][:ROUNDS]


@pytest.fixture
def server(tmp_path: Path, quiet_days: list[date]) -> Iterator[int]:
    """The real service point, open only for twenty minutes from nine on each of the quiet days."""
    WeeklyOpening.objects.all().delete()
    Closure.objects.all().delete()
    desk = Desk.objects.filter(location__slug="maastricht").first()
    for day in quiet_days:
        DatedOpening.objects.create(
            counter=desk, on=day, opens_at=time(9), closes_at=time(9, 20), services=["DOC", "BIO"]
        )
    with running(database_of_the_tests(), tmp_path / "web.log") as port:
        yield port


def nine(day: date, minute: int = 0) -> str:
    """Return a start as the form of the times posts it."""
    return slot_value(clock.moment_on(day, time(9, minute)))


def somebody(number: int, **changes: str) -> dict[str, str]:
    """Return what an invented person types."""
    typed = {
        "first_name": "Testa",
        "last_name": f"Voorbeeld-{number}",
        "birth_date_day": "17",
        "birth_date_month": "5",
        "birth_date_year": "1990",
        "v_number": f"{number:010d}",
        "situation": "no-document",
    }
    return {**typed, **changes}


def ready_to_book(port: int, start: str, *numbers: int) -> Caller:
    """Return a caller who has come to the last button."""
    caller = Caller(port)
    caller.begin(len(numbers))
    assert caller.send("times", starts_at=start).status == 303
    caller.fill_in(*(somebody(number) for number in numbers))
    return caller


def statuses(answers: list[Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


def test_of_fifty_callers_for_the_last_place_one_gets_it_and_all_others_a_page(
    server: int, quiet_days: list[date]
) -> None:
    callers = [Caller(server) for _ in range(CALLERS)]
    for caller in callers:
        caller.begin(2)  # two persons fill the whole opening
    start = nine(quiet_days[0])
    answers = at_once([lambda caller=caller: caller.send("times", starts_at=start) for caller in callers])
    assert statuses(answers) == {303: 1, 409: CALLERS - 1}
    for answer in answers:
        assert answer.status == 303 or "Someone else has just taken this time" in answer.text
        assert answer.status == 303 or "Choose another time" in answer.text
    winner = next(caller for caller, answer in zip(callers, answers, strict=True) if answer.status == 303)
    winner.fill_in(somebody(1), somebody(2))
    booked = at_once([lambda: winner.send("review") for _ in range(CLICKS)])
    assert statuses(booked) == {303: CLICKS}
    assert {answer.location for answer in booked} == {f"/en/book/{winner.draft}/booked/"}
    assert (Appointment.objects.count(), Message.objects.filter(kind="confirmed").count()) == (1, 1)


def test_two_persons_and_two_singles_for_twenty_minutes_share_them_without_loss(
    server: int, quiet_days: list[date]
) -> None:
    for day in quiet_days:
        pair, early, late = Caller(server), Caller(server), Caller(server)
        pair.begin(2)
        early.begin()
        late.begin()
        wishes = [(pair, 0), (early, 0), (late, 10)]
        answers = at_once([partial(who.send, "times", starts_at=nine(day, when)) for who, when in wishes])
        got = [answer.status for answer in answers]
        assert got in ([303, 409, 409], [409, 303, 303], [409, 409, 303], [409, 303, 409])
        retried = [
            who.send("times", starts_at=nine(day, when)).status
            if status == 409 and who is not pair
            else status
            for (who, when), status in zip(wishes, got, strict=True)
        ]
        assert retried in ([303, 409, 409], [409, 303, 303])  # nobody is told no while the place is free
        assert overlapping_claims() == 0


def test_a_double_click_on_cancel_and_two_tabs_with_one_link_end_in_one_state(
    server: int, quiet_days: list[date]
) -> None:
    caller = ready_to_book(server, nine(quiet_days[0]), 1)
    caller.send("review")
    page = f"/en/appointment/{caller.key()}/"
    tabs = [
        lambda: caller.post(f"{page}cancel/"),
        lambda: caller.post(f"{page}move/confirm/", to=nine(quiet_days[1])),
    ]
    answers = at_once(tabs * (CLICKS // 2))
    assert statuses(answers) == {303: CLICKS}
    appointment = Appointment.objects.get()
    assert appointment.status == "cancelled"
    assert not Claim.objects.exists()
    assert not Attendee.objects.filter(is_open=True).exists()
    assert not Message.objects.filter(kind="reminder", state="queued").exists()
    assert Message.objects.filter(kind="cancelled").count() == 1
    assert "cancelled" in caller.get(page).text


def test_two_moves_at_once_with_one_link_leave_one_place_and_truthful_mails(
    server: int, quiet_days: list[date]
) -> None:
    caller = ready_to_book(server, nine(quiet_days[0]), 1)
    caller.send("review")
    page = f"/en/appointment/{caller.key()}/move/confirm/"
    answers = at_once([lambda day=day: caller.post(page, to=nine(day)) for day in quiet_days[1:4]])
    assert statuses(answers) == {303: 3}
    appointment, claim = Appointment.objects.get(), Claim.objects.get()
    assert claim.day == clock.dutch_day(appointment.starts_at)
    last = Message.objects.filter(kind="moved").order_by("id").last()
    assert last is not None
    assert last.note["starts_at"] == appointment.starts_at.isoformat()
    assert last.note["sequence"] == appointment.sequence


def test_twenty_families_from_one_address_book_within_the_hour_and_a_bot_is_stopped(
    server: int, quiet_days: list[date]
) -> None:
    desks = Desk.objects.filter(location__slug="maastricht")
    DatedOpening.objects.all().delete()
    for desk in desks:
        DatedOpening.objects.create(
            counter=desk, on=quiet_days[0], opens_at=time(9), closes_at=time(16), services=["DOC"]
        )
    for family in range(FAMILIES):
        caller = Caller(server, headers={"X-Forwarded-For": f"192.0.2.{family}"})  # believed by nobody
        numbers = (10 * family + 1, 10 * family + 2)
        caller.begin(len(numbers))
        start = _first_time(caller)
        assert caller.send("times", starts_at=start).status == 303, family
        caller.fill_in(*(somebody(number) for number in numbers))
        assert caller.send("review").status == 303, family
    assert Appointment.objects.count() == 20
    bot = Caller(server, headers={"X-Forwarded-For": "198.51.100.7"})
    answers = [bot.post("/en/book/", service="DOC", persons="1") for _ in range(120)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and all("minute" in answer.text for answer in refused)
    assert {answer.status for answer in answers} == {303, 429}


def _first_time(caller: Caller) -> str:
    found = re.search(r'name="starts_at" value="([^"]+)"', caller.see("times").text)
    assert found
    return found[1]


UNUSUAL = somebody(
    7123456789,
    first_name="Zeldzaamheid",
    last_name="Ongewoonsen",
    birth_date_year="1931",
    birth_date_month="7",
)
MAIL = "post.zeldzaam@familie.example"


def test_nothing_a_party_types_and_no_key_reaches_a_log(
    server: int, quiet_days: list[date], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caller = Caller(server)
    caller.begin()
    caller.send("times", starts_at=nine(quiet_days[0]))
    caller.fill_in(UNUSUAL, email=MAIL)
    caller.send("review")
    key, appointment = caller.key(), Appointment.objects.get()
    page = f"/en/appointment/{key}/"
    for path in ("", "letter.pdf", "appointment.ics", "move/", "contact/", "nothing-here/"):
        caller.get(page + path)
    wrong = {"birth_date_day": "3", "birth_date_month": "2", "birth_date_year": "1901"}
    caller.post("/en/manage/", code=appointment.code, **wrong)
    caller.get(f"/en/book/?v={UNUSUAL['v_number']}&name={UNUSUAL['last_name']}")
    _one_round_of_the_worker(tmp_path)
    caller.post(f"{page}move/confirm/", to=nine(quiet_days[1]))
    caller.post(f"{page}cancel/")
    told = (tmp_path / "web.log").read_text() + (tmp_path / "worker.log").read_text() + caplog.text
    assert "public:review" in told and "mail_delayed" in told  # the logs are those of this journey
    secret = (*UNUSUAL.values(), MAIL, key, appointment.code, caller.draft, caller.cookies["visitor"])
    leaked = [
        each for each in secret if len(each) > 4 and each not in ("Testa", "no-document") and each in told
    ]
    assert leaked == []
    assert "1931-07-17" not in told


def _one_round_of_the_worker(tmp_path: Path) -> None:
    """Let a worker try to send, with a mail server that is down."""
    environment = {**os.environ, "DATABASE_URL": database_of_the_tests(), "EMAIL_URL": "smtp://127.0.0.1:9"}
    environment.pop("MAIL_BACKEND", None)
    with started(worker(), environment, tmp_path / "worker.log"):
        wait_until(lambda: Message.objects.filter(kind="confirmed", attempts__gt=0, state="queued").exists())
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
