"""A visitor who books, one page at a time, by the addresses and fields of the pages themselves."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from servicepoint.appointments.models import Draft

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday; the service point opens on Tuesday at nine
CONTACT = {"email": "testa@example.org", "phone": "", "language": "en"}
SLOT = re.compile(r'name="starts_at" value="([^"]+)"')


def details(number: int = 1, **changes: str) -> dict[str, str]:
    """Return what an invented person types."""
    typed = {
        "first_name": "Testa",
        "last_name": f"Voorbeeld-{number}",
        "birth_date_day": "17",
        "birth_date_month": "5",
        "birth_date_year": "1990",
        "v_number": f"V 12345.6789{number}",
        "situation": "no-document",
    }
    return {**typed, **changes}


@dataclass
class Visitor:
    """A browser on its way through the booking pages, in one language."""

    client: Client = field(default_factory=Client)
    language: str = "en"
    draft: str = ""

    def address(self, name: str, *parts: object) -> str:
        """Return the address of a page; all but `book` are pages of the draft."""
        with translation.override(self.language):
            return reverse(f"public:{name}", args=[self.draft, *parts] if name != "book" else [])

    def see(self, name: str, *parts: object, query: Mapping[str, Any] | None = None) -> HttpResponse:
        """Look at a page."""
        return self.client.get(self.address(name, *parts), query)

    def send(self, name: str, *parts: object, **typed: Any) -> HttpResponse:
        """Send the form of a page."""
        return self.client.post(self.address(name, *parts), typed)

    def begin(self, persons: int = 1, service: str = "DOC") -> HttpResponse:
        """Start a draft."""
        answer = self.send("book", service=service, persons=str(persons))
        found = re.search(r"/book/([0-9a-f-]{36})/", answer["Location"])
        assert found
        self.draft = found[1]
        return answer

    def slots(self, **query: Any) -> list[str]:
        """Return the values of the times on the page, in order, each once."""
        page = self.see("times", query=query).content.decode()
        return list(dict.fromkeys(SLOT.findall(page)))

    def choose(self, which: int = 0) -> HttpResponse:
        """Take one of the earliest times."""
        return self.send("times", starts_at=self.slots()[which])

    def fill_in(self, people: Sequence[Mapping[str, str]] = ()) -> None:
        """Answer everything after the time."""
        for number, typed in enumerate(people or [details()], start=1):
            self.send("person", number, **typed)
        self.send("contact", **CONTACT)
        self.send("needs")

    def reach_review(self, persons: int = 1, service: str = "DOC") -> None:
        """Do everything up to the last button."""
        self.begin(persons, service)
        if persons > 1:
            self.send("services", **{f"person_{number}": service for number in range(1, persons + 1)})
        self.choose()
        self.fill_in([details(number) for number in range(1, persons + 1)])

    @property
    def answers(self) -> dict[str, Any]:
        """Return what our side keeps of what was typed."""
        return Draft.objects.get(id=self.draft).answers
