"""Print services: a folder that one watches, or one that speaks HTTP. `docs/printing.md` says how."""

from pathlib import Path

from django.conf import settings

from servicepoint.letters.printers.answer import Answer, Printer
from servicepoint.letters.printers.folder import FolderPrinter
from servicepoint.letters.printers.http import HttpPrinter

__all__ = ["Answer", "Printer", "configured_printer"]


def configured_printer() -> Printer | None:
    """Return the print service of the settings; None without one: then letters wait."""
    if settings.PRINT_FOLDER:
        return FolderPrinter(Path(settings.PRINT_FOLDER))
    if settings.PRINT_URL:
        return HttpPrinter(settings.PRINT_URL, settings.PRINT_TOKEN)
    return None
