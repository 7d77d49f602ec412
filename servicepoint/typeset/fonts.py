"""The house's own fonts, which characters they show, and in which direction a text runs.

PDF/UA forbids characters without a glyph, so that one name in another script would stop a whole letter.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).resolve().parent / "fonts"
FAMILIES = ("Source Sans 3", "Vazirmatn")  # Latin, Greek and Cyrillic; Arabic and Persian
Direction = Literal["ltr", "rtl"]

_FILES = ("SourceSans3-*.ttf", "Vazirmatn-*.ttf")
_STAND_IN = "?"
_JOINERS = "\u200c\u200d"  # Persian is misspelt without them
_UNICODE_BMP = 4  # the only form of `cmap` table read here: two-byte characters in segments


def showable(text: str) -> str:
    """Return the text with every character that no font has replaced; invisible ones are dropped.

    Those that turn the direction of what follows are invisible ones: the template isolates each text itself.
    """
    known = covered()
    composed = (c for c in unicodedata.normalize("NFC", text) if not _is_invisible(c))
    return "".join(c if ord(c) in known or c == "\n" else _STAND_IN for c in composed)


def direction_of(text: str) -> Direction:
    """Return the direction of the first letter that has one, as browsers do for `dir=auto`; else `ltr`."""
    kinds = (unicodedata.bidirectional(c) for c in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Return the code points that some family has a glyph for, in each of its weights."""
    return frozenset.union(*(_family(pattern) for pattern in _FILES))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cs"} and character not in _JOINERS


def _family(pattern: str) -> frozenset[int]:
    files = sorted(FOLDER.glob(pattern))
    return frozenset.intersection(*(_code_points(path.read_bytes()) for path in files))


def _code_points(font: bytes) -> frozenset[int]:
    """Read the `cmap` table of a TrueType font (ISO/IEC 14496-22, 5.2.1)."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * number + 4)
        if struct.unpack_from(">H", font, start + offset)[0] == _UNICODE_BMP:
            return frozenset(_segments(font, start + offset))
    raise ValueError("the font has no cmap table of format 4")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no {tag.decode()} table")


def _segments(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", font, at + 6)
    count //= 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)
