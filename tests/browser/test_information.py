"""The pages of information and questions in a real browser."""

import pytest

from tests.browser.checks import assert_accessible, assert_fits, tab_to

LANGUAGES = ["nl", "en"]
WIDTHS = [320, 1200]
PAGES = [
    "",
    "check/",
    "check/?asked=1",
    "check/collect/",
    "check/collect/no-letter/",
    "check/something-else/",
    "telephone/",
    "accessibility/",
    "privacy/",
    "programs/",
    "nowhere/",
]
BOOKABLE = "check/collect/maastricht/in-person/has-document/"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_and_fits(browse, language, width):
    page = browse(language=language, width=width)
    for address in [*PAGES, BOOKABLE]:
        page.goto(f"/{language}/{address}")
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_error_summary_has_the_focus_and_leads_to_the_choice(browse, javascript):
    page = browse(javascript=javascript)
    page.goto("/en/check/")
    page.get_by_role("button", name="Continue").click()
    summary = page.locator(".ind-errors")
    assert summary.is_visible()
    assert summary.evaluate("one => one === document.activeElement")
    summary.get_by_role("link").click()
    assert page.locator("#id_answer_0").evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_without_javascript_gets_from_the_start_to_an_outcome_and_back(browse, language):
    page = browse(language=language, javascript=False, width=320)
    page.goto("/")
    assert page.url.endswith(f"/{language}/")
    page.locator("a.ind-start").click()
    for answer in ["collect", "maastricht"]:
        page.locator(f"input[value={answer}] + label").click()
        page.locator("button[type=submit]").click()
    page.locator(".ind-back").click()
    assert page.locator("input[value=maastricht]").is_checked()
    page.locator("input[value=no-letter] + label").click()
    page.locator("button[type=submit]").click()
    assert page.url.endswith("/check/collect/no-letter/")
    assert page.locator(".ind-summary__row").count() == 2


def test_the_keyboard_alone_gets_to_an_outcome(page):
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.locator(".utrecht-skip-link").evaluate("one => one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    tab_to(page, "/en/check/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/check/")
    tab_to(page, "id_answer_0")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/check/collect/")


def test_the_language_switch_keeps_the_answers(page):
    page.goto("/en/check/collect/")
    page.get_by_role("link", name="Nederlands").click()
    assert page.url.endswith("/nl/check/collect/")
    assert page.locator("html").get_attribute("lang") == "nl"


def test_twice_the_letter_size_still_fits(browse):
    page = browse(width=640)
    for address in ["/nl/", "/nl/check/", f"/nl/{BOOKABLE}"]:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_forced_colours_keep_every_control_visible(chromium, live_server, real_content):
    context = chromium.new_context(base_url=live_server.url, forced_colors="active")
    page = context.new_page()
    page.goto("/en/check/?was=collect")
    border = page.locator(".ind-choice").first.evaluate("one => getComputedStyle(one).borderTopWidth")
    assert border == "3px"
    context.close()


def test_from_right_to_left_nothing_sticks_out(browse):
    page = browse(width=320)
    for address in ["/en/", "/en/check/?asked=1", f"/en/{BOOKABLE}"]:
        page.goto(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        back = page.locator(".ind-back")
        if back.count():
            assert back.evaluate("one => one.getBoundingClientRect().right > innerWidth / 2")


def test_paper_shows_the_outcome_without_buttons(page):
    page.goto(f"/en/{BOOKABLE}")
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".ind-header").is_visible()
    assert not page.locator("a.ind-start").is_visible()
