"""A NATO family of four books on a phone, is reminded, comes, is helped, and one of them has to come again.

From the first page to the end of the day, with everyone in a browser of their own: the family's phone, the
kiosk, the display, an assistant with a camera and a scanner, the lead. Scanner and receiver run as programs.
The clock goes as it always does, and jumps to the next thing that happens.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from playwright.sync_api import Page, expect

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries
from servicepoint.appointments.models import Appointment
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.appointments.telling import REMINDER_AT
from servicepoint.biometrics import tasks as capture_tasks
from servicepoint.biometrics.models import Capture
from servicepoint.devices import actions as devices
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.locations import queries as locations
from servicepoint.notifications import tasks as mail_tasks
from servicepoint.typeset.qr import qr_svg
from servicepoint.visits import actions
from servicepoint.visits.models import Stage, Visit, VisitPerson
from tests.biometrics.programs import receiver, receiver_program
from tests.browser.camera import said, take_photo
from tests.browser.checks import assert_fits
from tests.browser.conftest import HEIGHT, PATIENCE_MS, Watch
from tests.browser.test_booking import choose_time, go_on, pick, start
from tests.browser.test_capture import PASSWORD, camera, scanner
from tests.browser.test_counter import scan
from tests.documents.shelf import lies_ready
from tests.visits.test_mrz import passport

__all__ = ["camera", "receiver", "receiver_program", "scanner"]

FAMILY = (  # first name, date of birth, situation
    ("Testa", date(1984, 5, 17), "civilian-staff"),
    ("Proefa", date(1986, 2, 3), "partner"),
    ("Fictia", date(2017, 9, 9), "child"),
    ("Demo", date(2023, 3, 12), "child"),
)
CHILD, SMALL_CHILD = 3, 4
MISSING = "birth-certificate"
MISSING_WORDS, BROUGHT_WORDS = "Your birth certificate", "Proof of your address"
NOT_CHECKS = re.compile(r"-(photo|fingerprints|application_taken|outcome)$")
LIVE_MS = 8_000
LEAD = Actor("staff", "lead.voorbeeld")
BERT = Actor("staff", "bert.voorbeeld")


class Days:
    """The clock of everyone in this process: it runs, and jumps ahead when a day is over."""

    def __init__(self) -> None:
        self.real, self.ahead = clock.now, timedelta()

    def now(self) -> datetime:
        return self.real() + self.ahead

    def jump(self, moment: datetime) -> None:
        assert moment > self.now(), "time goes one way"
        self.ahead = moment - self.real()


@pytest.fixture
def days(monkeypatch) -> Days:
    days = Days()
    monkeypatch.setattr(clock, "now", days.now)
    return days


@pytest.fixture
def opened(browse, camera, live_server, scanner, days) -> Iterator[Callable[..., Page]]:
    """Open a browser: `opened(390)`; with `has_camera=True` one that sees a face and reaches the scanner."""
    watch, contexts = Watch(live_server.url), []

    def made(width: int, *, has_camera: bool = False) -> Page:
        if not has_camera:
            return browse(width=width)
        context = camera.new_context(
            base_url=live_server.url,
            locale="en-GB",
            viewport={"width": width, "height": HEIGHT},
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield made
    for context in contexts:
        context.close()
    to_scanner = f"asked another host: {scanner.address}"
    assert [each for each in watch.complaints if not each.startswith(to_scanner)] == []


@pytest.fixture
def staff(opened, live_server) -> Callable[..., Page]:
    """Log an account of a role in, by the log-in page."""

    def logged_in(role: str, **kind: bool) -> Page:
        user = User.objects.create_user(f"{role}.voorbeeld", password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        page = opened(1280, **kind)
        page.goto("/staff/login/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url("**/staff/")
        return page

    return logged_in


def sent(subject: str) -> list:
    """Return the mails sent until now whose subject has these words; the worker sweeps first."""
    mail_tasks.sweep(0)
    return [each for each in mail.outbox if subject in each.subject]


# --- weeks before ------------------------------------------------------------------------------------------
def fill_in(page: Page, name: str, born: date, situation: str) -> None:
    typed = {"first_name": name, "last_name": "Voorbeeld", "v_number": ""}
    typed |= {"birth_date_day": born.day, "birth_date_month": born.month, "birth_date_year": born.year}
    for field, text in typed.items():
        page.fill(f"#id_{field}", str(text))
    pick(page, "situation", situation)
    go_on(page)


def book_on_the_phone(page: Page) -> queries.AppointmentView:
    start(page, "en", "NAT", len(FAMILY))
    go_on(page)
    go_on(page)
    choose_time(page)
    for name, born, situation in FAMILY:
        expect(page.locator("#id_first_name")).to_have_value("")
        fill_in(page, name, born, situation)
    page.fill("#id_email", "testa@example.org")
    for _ in ("contact", "needs", "review"):
        go_on(page)
    expect(page.locator("h1")).to_have_text("Your appointment is made")
    assert_fits(page)
    booked = queries.by_id(Appointment.objects.get().id)
    assert booked is not None
    assert [each.situation for each in booked.people] == [each[2] for each in FAMILY]
    return booked


def others_book(location_id: int, *, at: datetime, number: int, now: datetime) -> int:
    """Let a party of one book a document, which lies ready; return its appointment."""
    lies_ready(f"{number:010d}", location_id=location_id, birth_date=date(1979, 1, 1))
    coming = Person("DOC", "no-document", "Mustafa", "Test", date(1979, 1, 1), f"{number:010d}")
    ask, secret = Ask(location_id, ("DOC",)), secrets.token_hex(16)
    appointments.hold(ask, starts_at=at, secret=secret, now=now, actor=RESIDENT)
    party = Party((coming,), Contact("en", email=f"mustafa{number}@example.org"))
    return appointments.book(party, hold_secret=secret, now=now, actor=RESIDENT).appointment_id


def free_time_on(location_id: int, day: date, now: datetime, *, but: datetime) -> datetime:
    wish = queries.Wish(first_day=day, last_day=day)
    slots = queries.free_slots(Ask(location_id, ("DOC",)), now=now, wish=wish)
    return next(slot.starts_at for slot in slots if slot.starts_at != but)


def is_reminded(booked: queries.AppointmentView, days: Days) -> str:
    """Return the link of the reminder."""
    assert len(sent("Your IND appointment")) >= 1
    assert sent("Reminder") == []
    before = clock.dutch_day(booked.starts_at) - timedelta(days=1)
    days.jump(clock.moment_on(before, REMINDER_AT) + timedelta(minutes=1))
    (reminder, *_earlier) = [each for each in sent("Reminder") if each.to == ["testa@example.org"]]
    assert BROUGHT_WORDS in reminder.body
    return re.search(r"https?://[^/\s]+(/\S*appointment/\S+)", reminder.body)[1]


# --- in the hall -------------------------------------------------------------------------------------------
def machine(page: Page, kind: str, location_id: int) -> Page:
    told = devices.announce(location_id, kind=kind, name="Hall", now=clock.now(), actor=LEAD)
    page.goto("/device/")
    page.fill("#id_code", told.code)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/{kind}/maastricht/")
    page.evaluate("window.stayed = true")
    return page


def arrives_with_the_qr(phone: Page, kiosk: Page, code: str) -> str:
    """Hold the phone before the scanner, which types what the code says; return the ticket."""
    shown = phone.locator(".ind-qr svg").evaluate("one => one.outerHTML")
    assert re.findall(r' d="([^"]+)"', shown) == re.findall(r' d="([^"]+)"', qr_svg(code))
    kiosk.keyboard.type(code, delay=5)
    kiosk.keyboard.press("Enter")
    kiosk.locator(".ind-kiosk__ticket").wait_for()
    return kiosk.locator(".ind-kiosk__ticket").inner_text()


def waits(phone: Page, call_other: Callable[[], None]) -> None:
    """Watch the place in the line on the phone."""
    part = phone.locator("[data-live]")
    expect(part).to_contain_text("1 visitor before you", timeout=LIVE_MS)
    call_other()
    expect(part).to_contain_text("You are the first in the line", timeout=LIVE_MS)


def is_called(counter: Page, display: Page, phone: Page, ticket: str) -> None:
    counter.keyboard.press("n")
    counter.locator("#act-start").wait_for()
    assert counter.locator(".ind-visit__ticket bdi").inner_text() == ticket
    expect(display.locator(f".ind-calls__row--now[data-ticket={ticket}]")).to_be_visible(timeout=LIVE_MS)
    expect(phone.locator("[data-live]")).to_contain_text("It is your turn", timeout=LIVE_MS)
    assert display.evaluate("window.stayed")
    assert phone.evaluate("window.stayed")
    counter.keyboard.press("s")
    counter.locator("[data-row]").first.wait_for()


# --- at the counter ----------------------------------------------------------------------------------------
def answer(page: Page, row: str, words: str) -> None:
    """Press an answer of a line, and wait until it is written down."""
    option = page.locator(f"#{row} .ind-option", has_text=re.compile(f"^\\s*\\d?\\s*{re.escape(words)}"))
    option.first.click()
    page.locator(f"#{row}.ind-row--settled, #{row}.ind-row--missing").wait_for()


def is_identified(page: Page, position: int) -> None:
    """The first by the scanner, the others by eye."""
    if position == 1:
        scan(page, passport("VOORBEELD", "TESTA", birth="840517"))
        page.get_by_text("The document fits the booking").first.wait_for()
        return
    page.locator(f"#by-eye-{position}").click()
    expect(page.locator(f"#identity-{position}-label")).to_contain_text("Checked by eye")


def shows_papers(page: Page, position: int) -> None:
    """Tick what the family brought: everything but one paper of the child."""
    rows = page.locator(f"[data-person='{position}'] [data-row]").evaluate_all(
        "all => all.map(one => one.id)"
    )
    papers = [each for each in rows if not NOT_CHECKS.search(each)]
    assert len(papers) >= 3
    for row in papers:
        is_missing = position == CHILD and row.endswith(MISSING)
        answer(page, row, "Missing" if is_missing else "Seen")


def is_photographed(page: Page, position: int) -> None:
    page.locator(f"#row-{position}-photo .ind-option", has_text="Take now").first.click()
    page.wait_for_url("**/photo/**")
    expect(page.locator("main")).to_contain_text(f"{FAMILY[position - 1][0]} Voorbeeld")
    take_photo(page)
    expect(page.locator("[data-found]")).to_contain_text("good")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_printed(page: Page) -> None:
    """Both hands, and back to the counter; the page of the photo led here."""
    page.wait_for_url("**/fingers/**")
    said(page, "ready")
    page.keyboard.press("Space")
    page.locator("[data-done]").wait_for(timeout=30_000)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def has_an_outcome(page: Page, position: int) -> None:
    if position == CHILD:
        answer(page, f"row-{position}-outcome", "Incomplete")
        return
    answer(page, f"row-{position}-application_taken", "On paper")
    answer(page, f"row-{position}-outcome", "Application taken")


def is_helped(page: Page, position: int, scanner) -> None:
    is_identified(page, position)
    shows_papers(page, position)
    if position == 1:
        scanner.behave("poor", 3)  # the right index finger, three times
    is_photographed(page, position)
    if position != SMALL_CHILD:
        is_printed(page)
    page.wait_for_url("**/staff/counter/**")
    expect(page.locator(f"#row-{position}-photo")).to_contain_text("Taken")
    has_an_outcome(page, position)


def comes_again(page: Page) -> queries.AppointmentView:
    """Book the new appointment of the child from the same screen."""
    page.locator(f"#row-{CHILD}-follow-up .ind-option").first.click()
    page.locator(f"[data-person='{CHILD}'] .ind-person__advice").wait_for()
    follow_up = VisitPerson.objects.get(position=CHILD).follow_up_id
    found = queries.by_id(follow_up)
    assert found is not None
    (confirmed,) = [each for each in sent("Your IND appointment") if found.code in each.body]
    assert MISSING_WORDS in confirmed.body
    assert BROUGHT_WORDS not in confirmed.body
    return found


# --- afterwards --------------------------------------------------------------------------------------------
def captures_are_handed_over(program) -> None:
    """Four photos and six prints: the receiver opened each, and nothing of them is here any more."""
    right = Capture.objects.get(hand="right", sitting__subject__endswith="/1", accepted_at__isnull=False)
    assert (right.finger, right.attempt) == ("middle", 1)
    assert Capture.objects.filter(accepted_at__isnull=False).count() == 10
    capture_tasks.sweep(0)
    accepted = Capture.objects.filter(accepted_at__isnull=False)
    assert set(accepted.values_list("state", flat=True)) == {"acknowledged"}
    assert not Capture.objects.exclude(sealed=None).exists()
    arrived = {each["capture"] for each in program.received()["opened"]}
    assert {str(each) for each in accepted.values_list("id", flat=True)} <= arrived


def the_day_is_closed(page: Page, absent: int) -> None:
    page.goto("/staff/board/")
    page.get_by_role("button", name="Close the day now").click()
    page.get_by_text("Did not come: 1").wait_for()
    assert Stage.objects.get(state="no_show").visit.appointment_id == absent
    page.locator("#tell-all").click()
    page.get_by_text("1 mail is on its way").wait_for()
    assert [each.to for each in sent("missed")] == [["mustafa2@example.org"]]
    page.locator("#tell-all").click()
    page.get_by_text("0 mails are on their way").wait_for()
    assert len(sent("missed")) == 1


def test_a_family_books_comes_is_helped_and_comes_again(opened, staff, days, scanner, receiver):
    place = locations.locations()[0]
    phone = opened(390)
    booked = book_on_the_phone(phone)
    day = clock.dutch_day(booked.starts_at)
    earlier = others_book(place.id, at=booked.starts_at, number=1, now=days.now())
    late = free_time_on(place.id, day, days.now(), but=booked.starts_at)
    absent = others_book(place.id, at=late, number=2, now=days.now())

    link = is_reminded(booked, days)
    days.jump(booked.starts_at - timedelta(minutes=10))
    kiosk, display = (machine(opened(1280), kind, place.id) for kind in ("kiosk", "display"))
    actions.check_in(earlier, location_id=place.id, now=days.now(), actor=RESIDENT)
    phone.goto(link)
    phone.evaluate("window.stayed = true")
    ticket = arrives_with_the_qr(phone, kiosk, booked.code)

    counter = staff("assistant", has_camera=True)
    counter.goto("/staff/counter/")
    counter.get_by_role("button", name=re.compile("^Open.*3")).click()
    counter.locator("#act-next").wait_for()

    def call_other() -> None:
        other = locations.counter_names(place.id)
        first = min(other)
        actions.open_counter(first, for_services=["DOC"], now=days.now(), actor=BERT)
        call = actions.call_next(first, now=days.now(), actor=BERT)
        actions.leave(call.visit_id, now=days.now(), actor=BERT)

    waits(phone, call_other)
    is_called(counter, display, phone, ticket)
    for position in range(1, len(FAMILY) + 1):
        is_helped(counter, position, scanner)
    comes_again(counter)
    counter.keyboard.press("f")
    counter.locator("#act-next").wait_for()
    captures_are_handed_over(receiver)

    days.jump(clock.moment_on(day, time(17, 30)))
    the_day_is_closed(staff("lead"), absent)
    assert (
        Stage.objects.get(visit=Visit.objects.get(appointment_id=booked.id), ended_at=None).state
        == "finished"
    )
