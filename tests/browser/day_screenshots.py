"""Pictures of the day: `python -m tests.browser.day_screenshots http://localhost:8000` while `make run` runs.

It walks through the day of the demonstration as its readers may: lets a kiosk and a display in, checks
parties in, calls, checks, takes photo and prints before a camera that sees a drawn face, and looks at the day
board.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.camera import FACE, film_of, flags, said, take_photo
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.screenshots import FOLDER
from tests.visits.test_mrz import PASSPORT

ARRIVALS = 8
PATIENCE_MS = 20_000
KIOSK, HALL = {"width": 1280, "height": 800}, {"width": 1920, "height": 1080}
DESK, BOARD = {"width": 1280, "height": 900}, {"width": 1280, "height": 1000}
SCROLL = "at => document.querySelector(at).scrollIntoView({ behavior: 'instant' })"
SEEN = '.ind-row--open [data-digit="1"][value*="/check/"]'


def keep(page: Page, name: str, size: dict[str, int], *, at: str = "body") -> None:
    """Write what fits on this screen: from the top, or from the element `at`."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.evaluate(SCROLL, at)
    page.screenshot(path=FOLDER / f"{name}.png")


def log_in(browser: Browser, role: str) -> Page:
    """Log in with both steps, with the digits that a demonstration shows."""
    page = browser.new_context(base_url=sys.argv[1], viewport=DESK, locale="en-GB").new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/staff/login/")
    page.fill("#id_username", f"demo-{role}")
    page.fill("#id_password", f"demo-{role}-maastricht")
    page.locator("main form button").first.click()
    page.fill("#id_digits", page.locator(".ind-panel code").inner_text())
    page.locator("main form button").first.click()
    page.wait_for_url("**/staff/")
    return page


def let_in(browser: Browser, lead: Page, kind: str, size: dict[str, int]) -> Page:
    """Let a kiosk or a display in with a code."""
    lead.goto("/staff/devices/")
    lead.fill("#id_name", f"Hall, {kind}")
    lead.select_option("#id_kind", kind)
    lead.locator("form.ind-form button").click()
    code = lead.locator(".ind-result__code").inner_text()
    page = browser.new_context(base_url=sys.argv[1], viewport=size, locale="en-GB").new_page()  # type: ignore[arg-type]
    page.goto("/device/")
    page.fill("#id_code", code)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/{kind}/maastricht/")
    return page


def check_in(kiosk: Page, codes: list[str]) -> None:
    """Scan codes at the kiosk; some come too early."""
    for code in codes:
        kiosk.goto("/en/kiosk/maastricht/")
        kiosk.keyboard.type(code, delay=5)
        kiosk.keyboard.press("Enter")
        kiosk.locator(".ind-kiosk__result, .ind-kiosk__ticket").first.wait_for()


def codes_of_today(page: Page) -> list[str]:
    """Return the codes of who is expected first."""
    page.goto("/staff/today/")
    return page.locator("tbody .ind-code").all_inner_texts()[:ARRIVALS]


def scan(page: Page, text: str) -> None:
    """Type as a scanner does: all at once."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def serve(page: Page) -> None:
    """Open a counter, call somebody who has a photo taken, and take the pictures of the counter."""
    page.goto("/staff/counter/")
    free = page.get_by_role("button", name=re.compile("^Open .*[23]"))
    if free.count():  # else it is open since an earlier walk
        free.first.click()
    for _ in range(ARRIVALS):
        page.locator("#act-next").click()
        page.locator("#act-start").click()
        page.locator("[data-row]").first.wait_for()
        if page.locator("[id$='-photo']").count():
            break
        page.locator("#elsewhere summary").click()
        page.get_by_role("button", name="Has left").click()
        page.locator("#act-next").wait_for()
    scan(page, PASSPORT)
    page.locator("#beside-1").wait_for()
    keep(page, "counter", DESK)
    page.locator("#by-eye-1").click()
    page.locator("#identity-1-label .ind-row__found").wait_for()
    page.locator(f"[data-person='1'] {SEEN}").first.click()
    page.locator("[data-person='1'] .ind-row--settled").first.wait_for()
    keep(page, "counter-lines", DESK, at="[data-person='1'] .ind-rows")


def take(page: Page) -> None:
    """Take a photo and prints of the first person."""
    page.locator("#row-1-photo .ind-option").first.click()
    page.wait_for_url("**/photo/**")
    take_photo(page)
    keep(page, "photo", DESK)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/fingers/|/counter/"))
    if "/fingers/" not in page.url:
        return
    said(page, "ready")
    page.keyboard.press("Space")
    page.locator("[data-done]").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/counter/**")


def main() -> None:
    """Take the pictures of the day at the address given."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        film = film_of(FACE, Path(folder) / "face.mjpeg")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags(film)])
        lead, assistant = log_in(browser, "lead"), log_in(browser, "assistant")
        kiosk, display = let_in(browser, lead, "kiosk", KIOSK), let_in(browser, lead, "display", HALL)
        check_in(kiosk, codes_of_today(assistant))
        serve(assistant)
        take(assistant)
        display.locator(".ind-calls__row[data-call]").first.wait_for()
        lead.goto("/staff/board/")
        keep(lead, "board", BOARD)
        browser.close()


if __name__ == "__main__":
    main()
