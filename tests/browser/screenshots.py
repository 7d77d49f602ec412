"""The README's pictures: `python -m tests.browser.screenshots http://localhost:8000` while `make run` runs.

It books an appointment for an invented person in the demonstration, and writes docs/screenshots/*.png.
"""

import random
import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PHONE = {"width": 390, "height": 780}
DESK = {"width": 1000, "height": 700}
WAIT_FOR_MAIL_MS = 5_000  # the worker of the demonstration looks every second


def keep(page: Page, name: str, size: dict[str, int]) -> None:
    """Write what fits on this screen, from the top."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.screenshot(path=FOLDER / f"{name}.png")


def press(page: Page) -> None:
    """Press the page's main button and wait for the next page."""
    with page.expect_navigation():
        page.locator("form[method=post] button[type=submit]:not([formaction])").first.click()


def fill_in(page: Page, v_number: str) -> None:
    """Tell who comes."""
    born = {"id_birth_date_day": "17", "id_birth_date_month": "5", "id_birth_date_year": "1990"}
    typed = {"id_first_name": "Testa", "id_last_name": "Voorbeeld", "id_v_number": v_number, **born}
    for name, text in typed.items():
        page.fill(f"#{name}", text)
    page.locator("input[name=situation] + label").first.click()
    press(page)


def walk(page: Page) -> None:
    """From the start page to the mail."""
    page.goto("/en/")
    keep(page, "start", DESK)
    page.goto("/en/book/?service=VAA")
    page.locator("input[name=persons][value='1'] + label").click()
    press(page)
    keep(page, "times", PHONE)
    page.locator("input[name=starts_at] + label").nth(2).click()
    press(page)
    fill_in(page, f"{random.randrange(10**9):010d}")
    page.fill("#id_email", "testa@example.org")
    for _ in ("contact", "needs", "review"):
        press(page)
    keep(page, "booked", PHONE)
    page.wait_for_timeout(WAIT_FOR_MAIL_MS)
    page.goto("/demo/mail/")
    newest = page.locator("a[href^='/demo/mail/']", has_text=re.compile("afspraak|appointment")).first
    page.goto(f"{newest.get_attribute('href')}html/")
    keep(page, "mail", PHONE)


def main() -> None:
    """Take all pictures of the site at the address given."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        walk(browser.new_context(base_url=sys.argv[1], viewport=DESK, locale="en-GB").new_page())  # type: ignore[arg-type]
        browser.close()


if __name__ == "__main__":
    main()
