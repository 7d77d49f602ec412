"""`manage.py load_demo`: fill a demonstration with invented appointments and accounts; harmless to repeat."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.staff.demo import book_parties, make_accounts
from servicepoint.staff.demo_documents import Letter, letters_to_try
from servicepoint.staff.demo_today import Coming, let_people_come

SHOWN = 4


class Command(BaseCommand):
    """Does nothing unless DEMO is on, so that it may be called at every start."""

    help = "Fill a demonstration with invented appointments and staff accounts (only where DEMO is on)."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Book, make accounts, and print how to log in."""
        if not settings.DEMO:
            self.stdout.write("This is no demonstration (DEMO is off): nothing was loaded.")
            return
        places = locations.locations()
        if not places:
            raise CommandError("There is no location yet. Run: manage.py load_content")
        coming = let_people_come(places[0], clock.now())
        booked = book_parties(places[0], clock.now())
        self.stdout.write(
            f"Demonstration: {booked} appointments booked. Staff log in at {settings.LOGIN_URL}"
        )
        self.stdout.write(_today(coming))
        self.stdout.write(_letters(letters_to_try(places[0], clock.now())))
        for name, password in make_accounts(clock.now()):
            self.stdout.write(f"  {name}  password: {password}")


def _letters(letters: Iterable[Letter]) -> str:
    """Return with what a reader can book at once; the code is what a letter in an envelope would carry."""
    lines = [
        f"  code {each.code}  date of birth {each.birth_date:%d-%m-%Y}  {each.service}, {each.persons} "
        f"person{'s' if each.persons > 1 else ''}"
        for each in letters
    ]
    if not lines:
        return "Every invented letter has been booked with."
    head = f"Somebody got a letter. Book with it at {settings.PUBLIC_URL}/en/letter/"
    return "\n".join([head, *lines])


def _today(coming: Coming) -> str:
    """Return who comes today, and that the day is open for the demonstration alone, if it is."""
    if not coming.parties:
        return "Today is closed, or over: nobody comes any more."
    shown = ", ".join(f"{clock.dutch(moment):%H:%M} {code}" for code, moment in coming.parties[:SHOWN])
    opened = " (opened today for this demonstration only)" if coming.opened else ""
    return f"Today{opened} {len(coming.parties)} parties are expected. Time and code of the first: {shown}"
