"""Letters on paper: A4 for envelopes with a window on the left, tagged, each on sheets of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from servicepoint.letters.note import LetterNote
from servicepoint.letters.sheet import sheets
from servicepoint.typeset.fonts import direction_of
from servicepoint.typeset.pdf import compiled
from servicepoint.typeset.press import pressed
from servicepoint.typeset.qr import qr_svg

TEMPLATE = Path(__file__).resolve().parent / "letter.typ"
_PAGES = "<pages>"


@dataclass(frozen=True, slots=True)
class File:
    """A file with letters, and for each the first and last page of it that are printed, from 1."""

    pdf: bytes
    pages: tuple[tuple[int, int], ...]


def letter_pdf(note: LetterNote) -> bytes:
    """Return one letter, to look at."""
    return compiled(TEMPLATE, data_of([note]))


def files(batches: Sequence[Sequence[LetterNote]]) -> Iterator[File | None]:
    """Yield a file for each sequence of letters; None for one that cannot be set. Raises `PressFailed`."""
    for made in pressed(TEMPLATE, [data_of(notes) for notes in batches], label=_PAGES):
        if made is None:
            yield None
        else:
            yield File(made.pdf, tuple((int(first), int(last)) for first, last in made.noted))


def data_of(notes: Sequence[LetterNote]) -> dict[str, Any]:
    """Return what the template is given for these letters."""
    return {"letters": [_letter(note) for note in notes]}


def _short(name: str) -> str:
    """The line above the address is narrow: without what a name says in brackets."""
    return name.partition(" (")[0]


def _letter(note: LetterNote) -> dict[str, Any]:
    place = note.place
    return {
        "to": [{"text": line, "direction": direction_of(line)} for line in note.to],
        "head": _short(place.name["nl"]),
        "sender": f"{_short(place.name['nl'])} · {place.street} · {place.postcode} {place.city}",
        "reference": note.reference,
        "reference_qr": qr_svg(note.reference.replace("-", "")),
        "qr": qr_svg(note.qr_text) if note.qr_text else "",
        "sheets": [asdict(each) for each in sheets(note)],
    }
