"""`manage.py revoke_client_key NAME`: shut a program of the back office out. Without a name: list them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from servicepoint.accounts import client_keys
from servicepoint.accounts.errors import ClientKeyRefused
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM


class Command(BaseCommand):
    """The key opens nothing from this moment on."""

    help = "Revoke the key of a program of the back office; without a name, list the keys in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("name", nargs="?", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Revoke, or list."""
        if not options["name"]:
            for each in client_keys.clients():
                used = f"last used {each.used_at:%Y-%m-%d}" if each.used_at else "never used"
                self.stdout.write(f"{each.name}: {', '.join(each.scopes)}, {used}")
            return
        try:
            client_keys.revoke_key(options["name"], now=clock.now(), actor=SYSTEM)
        except ClientKeyRefused as error:
            raise CommandError(f"No key was revoked: {type(error).__doc__}") from error
        self.stdout.write(f"The key of {options['name']} opens nothing any more.")
