"""A link of the feed in a real browser: both languages, on a phone, without JavaScript, by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from servicepoint.appointments import queries
from servicepoint.appointments.party import Ask
from servicepoint.kit import clock
from servicepoint.locations.queries import location
from servicepoint.public.slot_list import slot_value
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.browser.test_booking import enter, go_on, pick

ADDED = "&source=abc&booking-referral=34d1a803"
GONE = "2020-01-07T08:00Z"


def link(value: str = "") -> str:
    """Return the link of a time that is free, or of one that is not."""
    free = queries.free_slots(Ask(location("maastricht").id, ("DOC",)), now=clock.now())
    at = value or slot_value([slot.starts_at for slot in free][7])
    return f"/book/?location=maastricht&service=DOC&at={at}{ADDED}"


def look(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(("language", "width", "javascript"), [("en", 1200, True), ("nl", 320, False)])
def test_the_time_is_shown_and_kept_with_one_press(browse, language, width, javascript):
    page = browse(language=language, width=width, javascript=javascript)
    page.goto(link())
    assert f"/{language}/book/" in page.url and "source" not in page.url
    expect(page.locator(".utrecht-alert--info")).to_contain_text(
        "Dutch time" if language == "en" else "Nederlandse tijd"
    )
    if javascript:
        look(page)
    assert_fits(page)
    go_on(page)
    expect(page.locator(".ind-hold")).to_be_visible()
    assert_fits(page)


def test_a_link_that_is_too_old_leads_to_other_times(browse):
    page = browse(language="nl", width=320)
    page.goto(link(GONE))
    expect(page.locator(".utrecht-alert--warning")).to_contain_text("kunt u niet meer kiezen")
    look(page)
    go_on(page)
    expect(page.locator("input[name=starts_at]").first).to_be_attached()
    look(page)


def test_a_time_that_was_taken_meanwhile_is_said_on_the_page_with_others(browse):
    page = browse(language="nl", width=320)
    page.goto(link())
    page.locator("input[name=at]").evaluate("one => one.value = '2020-01-07T08:00Z'")
    go_on(page)
    expect(page.locator(".utrecht-alert--warning")).to_contain_text("is niet mogelijk voor dit bezoek")
    look(page)


def test_a_family_answers_for_each_and_keeps_the_time(browse):
    page = browse()
    page.goto(link())
    pick(page, "persons", "3")
    go_on(page)
    expect(page.locator(".ind-hold")).to_be_visible()
    look(page)
    go_on(page)
    expect(page.locator("h1")).to_contain_text("Person 1 of 3")


def test_it_works_by_keyboard_alone(browse):
    page = browse()
    page.goto(link())
    tab_to(page, "Continue")
    enter(page)
    expect(page.locator(".ind-hold")).to_be_visible()
