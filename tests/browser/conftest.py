"""A real browser in front of the running site: Debian's chromium, driven by Playwright.

`browse` opens pages (`language`, `javascript`, `width`), `page` is one English page 1200 pixels wide.
After each test every page must have been quiet: no script error, no refusal by the content policy, nothing
asked from another host.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the tests' own thread

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LANGUAGE_HEADERS = {"nl": "nl-NL", "en": "en-GB"}
HEIGHT = 900
PATIENCE_MS = 10_000

Browse = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run. Without one these tests fail: unseen pages are not tested pages."""
    if not (Path(CHROMIUM).exists() or shutil.which(CHROMIUM)):
        pytest.fail(f"no browser at {CHROMIUM}: install chromium, or name one in CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """Collects what a page should never do."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.complaints: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Listen to all pages of a context."""
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("request", lambda request: self._request(request.url))

    def _console(self, kind: str, text: str) -> None:
        # A page that answers 4xx on purpose is reported by the browser as a failed load of itself.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"console: {text}")

    def _request(self, address: str) -> None:
        if not address.startswith((self.home, "data:", "blob:")):
            self.complaints.append(f"asked another host: {address}")


@pytest.fixture
def browse(chromium: Browser, live_server, real_content) -> Iterator[Browse]:
    """Open a page: `browse(language="nl", javascript=False, width=320)`; addresses start at the root."""
    watch = Watch(live_server.url)
    contexts: list[BrowserContext] = []

    def opened(*, language: str = "en", javascript: bool = True, width: int = 1200) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale=LANGUAGE_HEADERS[language],
            java_script_enabled=javascript,
            viewport={"width": width, "height": HEIGHT},
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert watch.complaints == []


@pytest.fixture
def page(browse: Browse) -> Page:
    """One English page, 1200 pixels wide, with JavaScript."""
    return browse()


@pytest.fixture(autouse=True)
def one_factor_is_enough(settings):
    """Log in with a password alone; the tests of the second factor ask for it."""
    settings.STAFF_SECOND_FACTOR = False
