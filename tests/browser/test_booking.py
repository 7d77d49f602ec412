"""Booking in a real browser: with and without JavaScript, on a phone, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from servicepoint.appointments.models import Appointment, Attendee
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.documents.shelf import lies_ready

NATO_FAMILY = ["civilian-staff", "partner", "child", "child"]
DETAILS = {
    "id_first_name": "Testa",
    "id_birth_date_day": "17",
    "id_birth_date_month": "5",
    "id_birth_date_year": "1990",
}
LATE_SECONDS, OVER_SECONDS = 430, 180  # of the ten minutes that a time is kept
LOOK_SECONDS = 6  # the page looks at its clock every five


@pytest.fixture(autouse=True)
def documents_lie_ready(live_server, real_content) -> None:
    """A document lies ready for everybody who comes here, as `fill_in` names them."""
    lies_ready(*(f"123456789{number}" for number in range(5)))


def go_on(page: Page) -> None:
    """Press the page's main button."""
    page.locator("form[method=post] button[type=submit]:not([formaction])").first.click()


def pick(page: Page, name: str, value: str) -> None:
    """Choose a radio by its label, as people do."""
    page.locator(f"input[name={name}][value='{value}'] + label").first.click()


def start(page: Page, language: str, service: str, persons: int) -> None:
    page.goto(f"/{language}/book/")
    pick(page, "service", service)
    page.locator(".ind-form button").click()
    pick(page, "persons", str(persons))


def choose_time(page: Page) -> None:
    page.locator("input[name=starts_at] + label").nth(1).click()
    go_on(page)


def fill_in(page: Page, number: int, situation: str = "") -> None:
    for name, typed in DETAILS.items():
        page.fill(f"#{name}", typed)
    page.fill("#id_last_name", f"Voorbeeld-{number}")
    page.fill("#id_v_number", f"V 123 456 789{number}")
    if situation:
        pick(page, "situation", situation)
    else:
        page.locator("input[name=situation] + label").first.click()


def enter(page: Page) -> None:
    """Press Enter and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach_person(page: Page, language: str = "en") -> None:
    """Come to the page about the one person who collects a document."""
    start(page, language, "DOC", 1)
    go_on(page)
    choose_time(page)


@pytest.mark.parametrize(("language", "width"), [("en", 1200), ("nl", 320)])
def test_a_card_for_two_on_pages_that_everyone_can_use(browse, language, width):
    page = browse(language=language, width=width)
    seen = []

    def look() -> None:
        assert_accessible(page)
        assert_fits(page)
        seen.append(page.title())

    page.goto(f"/{language}/book/?asked=1")
    look()
    start(page, language, "DOC", 2)
    look()
    go_on(page)
    look()
    page.select_option("#id_person_2", "BIO")
    for _ in range(2):  # the second time without a choice
        go_on(page)
        look()
    choose_time(page)
    for number in (1, 2):
        go_on(page)
        look()
        fill_in(page, number)
        go_on(page)
    go_on(page)
    look()
    page.fill("#id_email", "testa@example.org")
    go_on(page)
    look()
    go_on(page)
    look()
    go_on(page)
    look()
    assert page.locator(".ind-result__code").inner_text() == Appointment.objects.get().code
    assert len(set(seen)) == len(seen)


def test_a_nato_family_of_four_without_javascript_on_a_phone(browse):
    page = browse(language="nl", javascript=False, width=320)
    start(page, "nl", "NAT", 4)
    go_on(page)
    go_on(page)
    assert_fits(page)
    choose_time(page)
    for number, situation in enumerate(NATO_FAMILY, start=1):
        expect(page.locator("h1")).to_contain_text(f"Persoon {number} van 4")
        expect(page.locator(".ind-hold")).to_contain_text("voor u vast tot")
        fill_in(page, number, situation)
        go_on(page)
    page.fill("#id_phone", "06 12345678")
    go_on(page)
    page.select_option("#id_interpreter", "Ukrainian")
    go_on(page)
    assert_fits(page)
    go_on(page)
    expect(page.locator("h1")).to_have_text("Uw afspraak is gemaakt")
    assert_fits(page)
    assert page.locator("section[aria-labelledby^=person-]").count() == 4
    assert Appointment.objects.get().needs == {"interpreter": "Ukrainian"}


def test_a_booking_by_keyboard_alone(browse):
    page = browse()
    page.goto("/en/book/?service=DOC")
    tab_to(page, "id_persons_0")
    page.keyboard.press("Space")
    tab_to(page, "Continue")
    enter(page)
    tab_to(page, "starts_at_0")
    page.keyboard.press("Space")
    enter(page)
    for name, typed in {**DETAILS, "id_last_name": "Voorbeeld"}.items():
        page.locator(f"#{name}").focus()
        page.keyboard.type(typed)
    tab_to(page, "id_v_number")
    page.keyboard.type("1234567890")
    tab_to(page, "id_situation_0")
    page.keyboard.press("Space")
    enter(page)
    tab_to(page, "id_email")
    page.keyboard.type("testa@example.org")
    enter(page)
    for button in ("Continue", "Make this appointment"):
        tab_to(page, button)
        enter(page)
    expect(page.locator("h1")).to_have_text("Your appointment is made")


def test_a_double_click_on_the_last_button_makes_one_appointment(browse):
    page = browse()
    reach_person(page)
    fill_in(page, 1)
    go_on(page)
    page.fill("#id_email", "testa@example.org")
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="Make this appointment").dblclick()
    expect(page.locator("h1")).to_have_text("Your appointment is made")
    assert Appointment.objects.count() == 1
    page.go_back()
    expect(page.locator("h1")).to_have_text("Your appointment is made")
    assert Attendee.objects.count() == 1


def test_the_way_to_more_time_shows_when_little_is_left_and_keeps_what_is_typed(browse):
    page = browse()
    page.clock.install()
    reach_person(page)
    more = page.locator("#more-time")
    expect(page.locator(".ind-hold")).to_contain_text("until")
    expect(more).to_be_hidden()
    page.fill("#id_first_name", "Testa")
    page.clock.fast_forward(LATE_SECONDS * 1000)
    expect(page.get_by_role("status").filter(has_text="little time")).to_be_visible()
    page.get_by_role("link", name="Do you need more time?").click()
    expect(more).to_be_focused()
    assert_accessible(page)
    more.click()
    expect(page.locator("#id_first_name")).to_have_value("Testa")
    expect(more).to_be_hidden()


def test_when_the_time_is_over_the_page_says_that_nothing_is_lost(browse):
    page = browse()
    page.clock.install()
    reach_person(page)
    expect(page.locator("#more-time")).to_be_hidden()  # the script runs: only then does it count
    for seconds in (LATE_SECONDS, OVER_SECONDS, LOOK_SECONDS):
        page.clock.fast_forward(seconds * 1000)
    expect(page.get_by_text("The time is not kept any more")).to_be_visible()
    expect(page.get_by_text("There is little time left")).to_be_hidden()


def test_without_javascript_more_time_can_be_had_at_any_moment(browse):
    page = browse(javascript=False)
    reach_person(page)
    page.fill("#id_first_name", "Testa")
    page.locator("#more-time").click()
    expect(page.locator("#id_first_name")).to_have_value("Testa")


def test_enter_in_a_field_continues_and_asks_for_no_more_time(browse):
    page = browse(javascript=False)
    reach_person(page)
    page.locator("#id_last_name").press("Enter")
    expect(page.locator(".ind-errors")).to_be_visible()


def test_an_error_in_a_closed_day_can_be_reached(browse):
    page = browse()
    start(page, "en", "DOC", 1)
    go_on(page)
    go_on(page)
    page.locator(".ind-errors a").click()
    expect(page.locator("#starts_at_0")).to_be_focused()


def test_a_lost_page_is_accessible_and_leads_back_to_the_start(browse):
    page = browse()
    page.goto("/en/book/00000000-0000-4000-8000-000000000000/review/")
    assert_accessible(page)
    page.get_by_role("link", name="Start again").click()
    expect(page.locator("h1")).to_have_text("What do you want to come for?")
