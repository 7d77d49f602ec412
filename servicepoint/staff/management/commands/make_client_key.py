"""`manage.py make_client_key NAME --scope documents`: let a program of the back office in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from servicepoint.accounts import client_keys
from servicepoint.accounts.errors import ClientKeyRefused
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown


class Command(BaseCommand):
    """Prints the token, once."""

    help = "Make a key with which a program of the back office calls /v1. The token is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("name", help="of the program: letters, digits, dots and dashes; it is recorded")
        parser.add_argument(
            "--scope", action="append", required=True, choices=client_keys.SCOPES, help="what it may do"
        )
        parser.add_argument("--location", default="maastricht", help="for which location (its slug)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the key and print its token."""
        try:
            place = locations.location(options["location"])
            token = client_keys.make_key(
                options["name"],
                location_id=place.id,
                scopes=options["scope"],
                now=clock.now(),
                actor=SYSTEM,
            )
        except (LocationUnknown, ClientKeyRefused) as error:
            raise CommandError(f"No key was made: {type(error).__doc__}") from error
        self.stdout.write(token)
        self.stderr.write("Keep it where the program reads it: we do not show it again.")
