"""Text in pieces: what is filled into a sentence keeps its own language and runs in its own direction.

A telephone number, a code or a name within an Arabic sentence would otherwise drag its neighbours along.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from servicepoint.letters.note import Texts
from servicepoint.letters.words import PLACEHOLDER
from servicepoint.typeset.fonts import Direction, direction_of

_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. Without `direction` it runs with its sentence; no `language`: the sentence's."""

    text: str
    direction: Direction | None = None
    language: str = ""


Text = tuple[Piece, ...]


def plain(text: str) -> Text:
    """Return a text of the sheet's own language."""
    return (Piece(text),)


def technical(text: str) -> Piece:
    """Return a number, code or address of the web or of mail: always from left to right."""
    return Piece(text, "ltr")


def foreign(text: str) -> Piece:
    """Return a name: it runs as its first letter does."""
    return Piece(text, direction_of(text))


def spoken(texts: Texts, language: str) -> Piece:
    """Return a text in `language`, else in English, else in Dutch, marked as that; empty where none is."""
    for code in (language, "en", "nl"):
        if texts.get(code):
            own = code == language
            return Piece(texts[code], None if own else direction_of(texts[code]), "" if own else code)
    return Piece("")  # such as the hours of a telephone that nobody answers now


def filled(text: str, values: Mapping[str, Piece]) -> Text:
    """Return the sentence with its `{words}` filled in."""
    pieces = []
    for number, part in enumerate(PLACEHOLDER.split(text)):
        if part:
            pieces.append(values[part] if number % 2 else Piece(part))
    return tuple(pieces)


def flat(text: Text) -> str:
    """Return the text for programs that know no pieces: what runs on its own is marked with isolates."""
    return "".join(
        f"{_ISOLATE}{piece.text}{_END}" if piece.direction is not None else piece.text for piece in text
    )
