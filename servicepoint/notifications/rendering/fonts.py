"""The letter's own fonts, and which characters they can show.

PDF/UA forbids characters without a glyph, so that one name in another script would stop the whole letter.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
_STAND_IN = "?"
_UNICODE_BMP = 4  # the only form of `cmap` table read here: two-byte characters in segments


def showable(text: str) -> str:
    """Return the text with every character that the fonts lack replaced; invisible ones are dropped."""
    known = covered()
    composed = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Cf", "Cs"})
    return "".join(c if ord(c) in known or c == "\n" else _STAND_IN for c in composed)


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Return the code points that all our fonts have a glyph for."""
    return frozenset.intersection(*(_code_points(path.read_bytes()) for path in sorted(FOLDER.glob("*.ttf"))))


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
