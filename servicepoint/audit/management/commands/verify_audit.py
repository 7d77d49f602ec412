"""`manage.py verify_audit`: walk along the record's chain and name the first entry that is not as it was."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from servicepoint.audit import linking
from servicepoint.audit.chain import Broken, Head, head_in

DAMAGES = {
    "changed": "entry {entry} (link {position}) was changed, or has another one's place",
    "removed": "entry {entry} (link {position}) was removed",
    "inserted": "entry {entry} was slipped in later: it claims a time at which it was not there",
    "link_missing": "link {position} was removed",
    "link_broken": "link {position} (entry {entry}) does not follow the one before it or the head kept",
    "cut_off": "the record ends before link {position}: its newest part was cut off",
}


class Command(BaseCommand):
    """Changes nothing. Ends with an error when something is wrong."""

    help = "Verify that no entry of the record was changed, removed, inserted or reordered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the head that an earlier run printed or that the nightly log holds."""
        parser.add_argument("--head", default="", help="a head noted down earlier, such as 1204:9f86d0...")

    def handle(self, *args: Any, head: str, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Walk, and print the head, or fail with the first thing that is wrong."""
        verdict = linking.verify(_kept(head))
        if verdict.broken:
            raise CommandError(_sentence(verdict.broken))
        self.stdout.write(f"The record holds: {verdict.head.position} entries linked.")
        self.stdout.write(f"Written since, and not linked yet: {verdict.waiting}.")
        self.stdout.write(f"Head, to keep elsewhere: {verdict.head.text}")


def _kept(text: str) -> Head | None:
    try:
        return head_in(text) if text else None
    except ValueError as error:
        raise CommandError(f"--head: {error}") from error


def _sentence(broken: Broken) -> str:
    words = DAMAGES[broken.damage].format(entry=broken.entry_id, position=broken.position)
    return f"The record is broken: {words}."
