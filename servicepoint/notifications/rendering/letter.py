"""The confirmation on paper: a tagged PDF (PDF/UA-1), made by typst from data that cannot become markup."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from servicepoint.notifications.note import Note
from servicepoint.notifications.rendering.fonts import FOLDER, showable
from servicepoint.notifications.rendering.qr import qr_svg
from servicepoint.notifications.sheet import Kind, Sheet, sheets

_LETTER = Path(__file__).resolve().parent / "letter.typ"


def letter_pdf(note: Note, language: str) -> bytes:
    """Return the letter in `language`, with the Dutch text after it when that is another one."""
    kind: Kind = "cancelled" if note.cancelled else "confirmed"
    return compiled(sheets(note, kind, language), note.qr_text)


def compiled(pages: list[Sheet], qr_text: str) -> bytes:
    """Return the sheets as one PDF, each language on pages of its own."""
    import typst  # noqa: PLC0415 - loads fifty megabytes, which the web workers seldom need

    data = {"sheets": [_showable(asdict(each)) for each in pages], "qr": qr_svg(qr_text) if qr_text else ""}
    pdf: bytes = typst.compile(
        _LETTER,
        font_paths=[FOLDER],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(data)},
    )
    return pdf


def _showable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _showable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_showable(item) for item in value]
    return showable(value) if isinstance(value, str) else value
