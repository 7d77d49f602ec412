"""Bookings over HTTP: the forms of the booking pages, sent as a browser sends them, and no page looked at."""

import random
import secrets
from collections.abc import Sequence

from benchmarks import crowd
from benchmarks.browser import Browser
from benchmarks.clients import Act

FORMS = 6  # what a booking for one person takes
PEOPLE = 40_000  # for whom a document lies ready; few come twice
SEE_OTHER = 303


class FormBooker:
    """A client of the booking pages; `starts` are values of times as the pages offer them."""

    def __init__(self, port: int, starts: Sequence[str]) -> None:
        self._port = port
        self._starts = starts

    def __call__(self) -> Act:
        """Return the act of one client."""
        random.seed(secrets.randbits(64))
        browser = Browser(self._port)
        return lambda: self._book(browser)

    def _book(self, browser: Browser) -> str:
        browser.forget()
        begun = browser.post("/en/book/", {"service": crowd.SERVICE, "persons": "1"})
        draft = begun.location.removesuffix("times/")
        for page, fields in self._forms():
            answer = browser.post(draft + page, fields)
            if answer.status != SEE_OTHER:
                return f"{page} {answer.status}"
        return "booked" if answer.location.endswith("/booked/") else answer.location

    def _forms(self) -> list[tuple[str, dict[str, str]]]:
        number = random.randrange(PEOPLE)
        person = {
            "situation": "no-document",
            "first_name": "Testa",
            "last_name": "Voorbeeld",
            "birth_date_day": "17",
            "birth_date_month": "5",
            "birth_date_year": "1990",
            "v_number": f"{number:010d}",
        }
        contact = {"email": f"testa{number}@example.org", "phone": "", "language": "en"}
        return [
            ("times/", {"starts_at": random.choice(self._starts)}),
            ("person/1/", person),
            ("contact/", contact),
            ("needs/", {}),
            ("review/", {}),
        ]
