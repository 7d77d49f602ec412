"""From a scanned letter to the confirmation in a browser: on a phone, by keyboard, without JavaScript."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from servicepoint.appointments.models import Appointment
from servicepoint.documents import actions, queries
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.documents.shelf import BORN, KEEPER, lies_ready, row

LOOK_AT = os.environ.get("LOOK_AT", "")  # a folder for pictures of each page


def letter(*v_numbers: str, service: str = "DOC", **changes: object) -> str:
    """Send a letter to these people; return its code."""
    now = clock.now()
    here = locations.location(LOCATION).id
    ids = lies_ready(*v_numbers, now=now, **changes) if service == "DOC" else [None] * len(v_numbers)
    guests = [
        actions.Guest(v_number, "Testa", f"Voorbeeld-{v_number[-1]}", BORN, document_id)
        for v_number, document_id in zip(v_numbers, ids, strict=True)
    ]
    today = clock.dutch_day(now)
    reason = "ready" if service == "DOC" else "poor"
    until = today + timedelta(days=80)
    call = actions.Call(here, service, reason, today, until, "nl", row().address)
    return queries.printed_code(actions.invite(call, guests, now=now, actor=KEEPER))


def blocked_letter(v_number: str) -> str:
    """Send a letter for a document that is kept back since."""
    code = letter(v_number)
    document_id = queries.of_v_numbers([v_number])[0].id
    actions.block(document_id, reason="instruction", now=clock.now(), actor=KEEPER)
    return code


def type_birth_date(page: Page, year: str = "1990") -> None:
    for part, typed in (("day", "17"), ("month", "5"), ("year", year)):
        page.fill(f"#id_birth_date_{part}", typed)


def add_family(page: Page, *codes: str) -> None:
    """Add the letters of family members."""
    for code in codes:
        page.locator("a[href$='/family/']").first.click()
        page.fill("#id_code", code)
        type_birth_date(page)
        go_on(page)


def go_on(page: Page) -> None:
    """Press the page's main button."""
    with page.expect_navigation():
        page.locator("form[method=post] button[type=submit]:not([formaction])").first.click()


@pytest.mark.parametrize(
    ("language", "width", "javascript"), [("en", 1200, True), ("nl", 320, True), ("nl", 320, False)]
)
def test_a_household_books_with_a_scanned_letter_on_pages_that_everyone_can_use(
    browse, language, width, javascript
):
    code = letter("0000000001", "0000000002", replaces="VAAAAAAA2")
    sibling, blocked = letter("0000000003"), blocked_letter("0000000004")
    page = browse(language=language, width=width, javascript=javascript)
    seen: list[str] = []

    def look() -> None:
        if LOOK_AT:
            name = f"letter-{language}-{width}-{len(seen)}.png"
            page.screenshot(path=Path(LOOK_AT) / name, full_page=True)
        if javascript:
            assert_accessible(page)
        assert_fits(page)
        seen.append(page.title())

    page.goto(f"/l/{code.lower()}")
    assert code not in page.url
    look()
    go_on(page)
    assert page.title().startswith(("Error:", "Fout:"))
    type_birth_date(page, "1971")
    go_on(page)
    look()
    type_birth_date(page)
    go_on(page)
    look()
    add_family(page, sibling, blocked)
    look()
    assert page.locator("input[name=people]").count() == 3
    page.locator("input[name=people] + label").nth(1).click()
    go_on(page)
    look()
    page.locator("input[name=starts_at] + label").nth(1).click()
    go_on(page)
    look()
    assert page.locator("#id_first_name").count() == 0
    page.locator("input[name=situation] + label").first.click()
    go_on(page)
    look()
    page.fill("#id_email", "testa@example.org")
    go_on(page)
    go_on(page)
    look()
    go_on(page)
    look()
    assert page.locator(".ind-result__code").inner_text() == Appointment.objects.get().code
    assert Appointment.objects.get().attendees.count() == 2
    page.goto(f"/l/{code}")
    type_birth_date(page)
    go_on(page)
    look()
    assert page.locator("input[name=people]").count() == 1


def test_the_code_is_typed_and_everything_chosen_by_keyboard(browse):
    code = letter("0000000001")
    page = browse()
    page.goto("/en/letter/")
    tab_to(page, "id_code")
    page.keyboard.type(f"{code[:4]} {code[4:]}".lower())
    for part, typed in (("day", "17"), ("month", "5"), ("year", "1990")):
        tab_to(page, f"id_birth_date_{part}")
        page.keyboard.type(typed)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Choose a time")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/times/")


def test_the_page_of_a_locked_code_says_whom_to_call(browse):
    code = letter("0000000001")
    page = browse(language="nl", width=320)
    for year in range(11):
        page.goto("/nl/letter/")
        page.fill("#id_code", code)
        type_birth_date(page, str(1950 + year))
        go_on(page) if year < 10 else page.locator("form.ind-form button[type=submit]").click()
    page.wait_for_load_state()
    assert page.locator("a[href^='tel:']").first.is_visible()
    assert_accessible(page)
    assert_fits(page)
