"""`manage.py load_demo`: fill a demonstration with invented appointments and accounts; harmless to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.staff.demo import book_parties, make_accounts


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
        booked = book_parties(places[0], clock.now())
        self.stdout.write(
            f"Demonstration: {booked} appointments booked. Staff log in at {settings.LOGIN_URL}"
        )
        for name, password in make_accounts(clock.now()):
            self.stdout.write(f"  {name}  password: {password}")
