"""The same letter as a mail: a subject and paragraphs, in the reader's language and in Dutch."""

from collections.abc import Iterator
from dataclasses import dataclass

from servicepoint.letters.note import LetterNote
from servicepoint.letters.pieces import Piece, Text, flat
from servicepoint.letters.sheet import Section, Sheet, SheetGroup, sheets
from servicepoint.letters.words import words


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says. The Dutch part is empty when the reader's language is Dutch.

    What runs in its own direction within a paragraph, such as a number, stands between isolates (U+2068,
    U+2069), which mail programs obey.
    """

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    dutch_subject: str = ""
    dutch_paragraphs: tuple[str, ...] = ()


def mail_text(note: LetterNote) -> MailText:
    """Return the letter as a mail. Its code may stand there: it opens nothing without a birth date."""
    own, *dutch = sheets(note)
    return MailText(
        language=own.language,
        subject=own.subject,
        paragraphs=tuple(_paragraphs(own)),
        dutch_subject=dutch[0].subject if dutch else "",
        dutch_paragraphs=tuple(_paragraphs(dutch[0])) if dutch else (),
    )


def _paragraphs(sheet: Sheet) -> Iterator[str]:
    yield from sheet.notices
    yield from map(flat, sheet.intro)
    for fact in sheet.facts:
        yield f"{fact.label}: {', '.join(map(flat, fact.lines))}"
    if sheet.code:
        yield f"{sheet.code_label}: {flat((Piece(sheet.code, 'ltr'),))}"
    yield from _section(sheet.how)
    yield f"{sheet.labels['people']}:"
    for group in sheet.groups:
        yield from _group(sheet, group)
    yield from _section(sheet.know)
    yield from _section(sheet.questions)
    yield words().texts["automatic"][sheet.language]


def _section(section: Section | None) -> Iterator[str]:
    if section is not None:
        yield f"{section.heading}: {' '.join(map(flat, section.points))}"


def _group(sheet: Sheet, group: SheetGroup) -> Iterator[str]:
    """People by name only: a V-number does not belong in a mail."""
    for person in group.people:
        yield f"- {_one(person.name)}: {_one(person.what)}"
    if group.bring:
        yield f"{sheet.labels['bring']}: {'; '.join(map(_one, group.bring))}"


def _one(piece: Piece) -> str:
    text: Text = (piece,)
    return flat(text)
