"""Load the files of `content/` into the tables: all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.content.actions import Load, Report
from servicepoint.content.errors import ContentRefused
from servicepoint.content.files import File, read_folder, refuse_if_wrong
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import words as letter_words
from servicepoint.locations import checks as location_checks
from servicepoint.locations import loading as location_loading
from servicepoint.services import loading as service_loading
from servicepoint.services.queries import forget_catalogue


class Command(BaseCommand):
    """`manage.py load_content [--check] [--overwrite] [--folder PATH]`."""

    help = "Load the content files. Rows that officials edited since the last load are kept, and named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--check", action="store_true", help="only say what is wrong; load nothing")
        parser.add_argument(
            "--overwrite", action="store_true", help="let the files win over officials' edits"
        )
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "content")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, check and load; print what was done. Fails with every problem that was found."""
        try:
            files = read_content(options["folder"])
        except ContentRefused as refused:
            raise CommandError(f"Nothing was loaded.\n{refused}") from refused
        if options["check"]:
            self.stdout.write("The content is sound.")
            return
        self._tell(load_content(files, overwrite=options["overwrite"]))

    def _tell(self, report: Report) -> None:
        for label in report.kept:
            self.stdout.write(self.style.WARNING(f"kept as it is: {label}"))
        if report.kept:
            self.stdout.write("Load with --overwrite to let the files win.")
        self.stdout.write(
            f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
            f"{len(report.kept)} kept, {report.unchanged} unchanged."
        )


def read_content(folder: Path) -> dict[str, File]:
    """Return all content files, read and checked. Raises `ContentRefused` with every problem."""
    files = read_folder(folder, (*location_checks.FILES, *service_loading.FILES, *letter_words.FILES))
    service_loading.check(files)
    location_checks.check(files, service_loading.codes(files))
    letter_words.check(files["letters"])
    refuse_if_wrong(files.values())
    return files


def load_content(files: dict[str, File], *, overwrite: bool = False) -> Report:
    """Write checked files into the tables in one transaction, and record it."""
    with transaction.atomic():
        load = Load(overwrite=overwrite)
        load.begin()
        service_loading.bring(load, files)
        location_loading.bring(load, files)
        report = load.report
        if report.touched:
            facts = {"count": report.touched}
            record("content.loaded", actor=SYSTEM, subject="content:files", now=clock.now(), facts=facts)
    forget_catalogue()
    return report
