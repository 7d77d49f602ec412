"""`manage.py read_delivery FILE`: read a delivery file of the IND now, and say what is wrong with it."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from servicepoint.documents import actions, queries
from servicepoint.documents.actions import Sent
from servicepoint.documents.deliveries.columns import BYTES_MAX
from servicepoint.documents.deliveries.words import FAULTS, UNREADABLE
from servicepoint.documents.errors import DeliveryUnreadable
from servicepoint.documents.queries import DeliveryView
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown

WAIT_SECONDS, WAITS_MAX = 1, 600  # while a worker reads it at the same time


class Command(BaseCommand):
    """Ends with an error when a row has a fault. The same file again changes nothing."""

    help = "Read a delivery file of the IND (docs/delivery.md). Ends with an error when a row has a fault."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--location", default="maastricht", help="for which location (its slug)")
        parser.add_argument("--all-or-nothing", action="store_true", help="keep nothing when a row is bad")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read the file, show how far it is, and list the faults."""
        with override("en"):
            delivery_id = self._received(options)
            view = queries.delivery(delivery_id)
            if view.is_finished and view.state == "done":
                self.stdout.write("This file was read before. Nothing was changed.")
            else:
                view = self._read(delivery_id, view.rows)
            self._tell(view)

    def _received(self, options: dict[str, Any]) -> UUID:
        try:
            place = locations.location(options["location"])
            with options["file"].open("rb") as file:
                content = file.read(BYTES_MAX + 1)
            sent = Sent(place.id, place.alias, options["file"].name, options["all_or_nothing"])
            return actions.receive(content, sent, now=clock.now(), actor=SYSTEM)
        except LocationUnknown:
            raise CommandError(f"There is no location {options['location']}.") from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except DeliveryUnreadable as error:
            raise CommandError(f"{UNREADABLE[error.why]}.") from error

    def _read(self, delivery_id: UUID, rows: int) -> DeliveryView:
        """Read it here, or wait for the worker that was faster."""
        actions.read(delivery_id, told=lambda done: self._show(done, rows))
        for _ in range(WAITS_MAX):
            view = queries.delivery(delivery_id)
            if view.is_finished:
                self._show(view.rows_read, rows)
                self.stdout.write("")
                return view
            self._show(view.rows_read, rows)
            time.sleep(WAIT_SECONDS)
        raise CommandError("A worker reads this file, and is not done yet. Look at the page of deliveries.")

    def _show(self, done: int, rows: int) -> None:
        self.stdout.write(f"\r{done} of {rows} rows read", ending="")
        self.stdout.flush()

    def _tell(self, view: DeliveryView) -> None:
        self.stdout.write(
            f"{view.added} added, {view.updated} updated, {view.unchanged} unchanged, {view.refused} refused."
        )
        found = queries.faults(view.id)
        for each in found:
            self.stderr.write(f"line {each.line}, {each.field or 'the row'}: {FAULTS[each.code]}.")
        if found:
            kept = "Nothing was kept." if view.state == "refused" else "The other rows were kept."
            raise CommandError(f"Rows with faults: {view.refused}. {kept}")
