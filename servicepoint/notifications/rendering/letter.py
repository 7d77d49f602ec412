"""The confirmation on paper: a tagged PDF (PDF/UA-1), made by typst from data that cannot become markup."""

from dataclasses import asdict
from pathlib import Path

from servicepoint.notifications.note import Note
from servicepoint.notifications.sheet import Kind, Sheet, sheets
from servicepoint.typeset.fonts import direction_of
from servicepoint.typeset.pdf import compiled
from servicepoint.typeset.qr import qr_svg

_LETTER = Path(__file__).resolve().parent / "letter.typ"


def letter_pdf(note: Note, language: str) -> bytes:
    """Return the letter in `language`, with the Dutch text after it when that is another one."""
    kind: Kind = "cancelled" if note.cancelled else "confirmed"
    return sheets_pdf(sheets(note, kind, language), note.qr_text)


def sheets_pdf(pages: list[Sheet], qr_text: str) -> bytes:
    """Return the sheets as one PDF, each language on pages of its own."""
    return compiled(
        _LETTER,
        {
            "sheets": [asdict(each) | {"names": _directions(each)} for each in pages],
            "qr": qr_svg(qr_text) if qr_text else "",
        },
    )


def _directions(sheet: Sheet) -> list[str]:
    return [direction_of(person.name) for person in sheet.people]
