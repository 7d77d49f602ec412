"""The lines at the foot of a passport or card that machines read, after ICAO Doc 9303 parts 3 to 6. Pure.

What is read is compared with the booking and then forgotten: `codes` is all that a record may keep of it.
Documents: TD3 (passport, two lines of 44), TD2 (two of 36), TD1 (card, three of 30).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .errors import MrzUnreadable

FILLER = "<"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (7, 3, 1)
_ALLOWED = re.compile(r"[A-Z0-9<]+\Z")
_LINE_LENGTHS = {88: 44, 90: 30, 72: 36}
_FORMS = {44: "TD3", 36: "TD2", 30: "TD1"}
_YEARS_AHEAD_MAX = 50  # a document that ends later than this ended in the last century

# Letters that part 3, section 6 writes as several; each may also stand without its mark.
_EXPANDED = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Ü": "UE", "ẞ": "SS", "ß": "SS",
    "Þ": "TH", "Ñ": "NXX", "Ĳ": "IJ",
}  # fmt: skip
_PLAIN = {
    "Æ": "AE", "Ø": "O", "Œ": "OE", "ẞ": "SS", "ß": "SS", "Þ": "TH", "Ð": "D", "Đ": "D", "Ł": "L", "Ħ": "H",
    "Ŧ": "T", "ı": "I", "Ŋ": "N", "Ĳ": "IJ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What the lines say. `wrong` names what a check digit does not fit: number, birth, expiry, all, ...

    `birth` is YYYY-MM-DD with `?` for what the document leaves open; `expires_on` None: it does not say.
    `is_cut` when the names fill their field, so that they may go on.
    """

    form: str
    kind: str
    issuer: str
    last_names: tuple[str, ...]
    first_names: tuple[str, ...]
    is_cut: bool
    birth: str
    expires_on: date | None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """How a document and a booking fit together."""

    last_name_differs: bool
    first_name_differs: bool
    birth_date_differs: bool
    is_expired: bool
    is_wrong: bool

    @property
    def name_differs(self) -> bool:
        """Whether the names are not those of the booking."""
        return self.last_name_differs or self.first_name_differs

    @property
    def fits(self) -> bool:
        """Whether nothing is left to look at."""
        return not (self.name_differs or self.birth_date_differs or self.is_expired or self.is_wrong)

    @property
    def codes(self) -> tuple[str, ...]:
        """What is recorded of it."""
        found = {
            "name_differs": self.name_differs,
            "birth_date_differs": self.birth_date_differs,
            "document_expired": self.is_expired,
        }
        first = "mrz_wrong" if self.is_wrong else "mrz_ok"
        return (first, *(code for code, is_so in found.items() if is_so))


def check_digit(text: str) -> str:
    """Return the check digit of a field: weights 7, 3, 1; A counts 10, the filler nothing."""
    total = sum(
        _DIGITS.index(each) * _WEIGHTS[place % 3] for place, each in enumerate(text) if each != FILLER
    )
    return str(total % 10)


def read(text: str, *, today: date) -> Document:
    """Return what lines from a scanner say; line ends and spaces do not matter. Raises MrzUnreadable."""
    joined = "".join(text.upper().split())
    length = _LINE_LENGTHS.get(len(joined))
    if length is None or not _ALLOWED.match(joined) or joined[0] == "V":  # a visa says nothing of identity
        raise MrzUnreadable
    lines = [joined[start : start + length] for start in range(0, len(joined), length)]
    return _document(_FORMS[length], _card(lines) if length == 30 else _booklet(lines), today)


def _booklet(lines: Sequence[str]) -> "_Fields":
    """Read TD3 and TD2: names above; number, birth and expiry below."""
    above, below = lines
    end = len(below) - 1
    checked = [
        ("number", *_number(below[0:9], below[9], below[28:end])),
        ("birth", below[13:19], below[19]),
        ("expiry", below[21:27], below[27]),
        ("all", below[0:10] + below[13:20] + below[21:end], below[end]),
    ]
    if len(below) == 44:
        checked.append(("personal", below[28:42], below[42]))
    return _Fields(above, above[5:], below[13:19], below[21:27], checked)


def _card(lines: Sequence[str]) -> "_Fields":
    """Read TD1: number above, birth and expiry in the middle, names below."""
    above, middle, below = lines
    checked = [
        ("number", *_number(above[5:14], above[14], above[15:30])),
        ("birth", middle[0:6], middle[6]),
        ("expiry", middle[8:14], middle[14]),
        ("all", above[5:30] + middle[0:7] + middle[8:15] + middle[18:29], middle[29]),
    ]
    return _Fields(above, below, middle[0:6], middle[8:14], checked)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields as they stand in the lines; `checked` holds name, text and check digit."""

    first_line: str
    names: str
    birth: str
    expiry: str
    checked: Sequence[tuple[str, str, str]]


def _number(number: str, digit: str, optional: str) -> tuple[str, str]:
    """Return a document number and its check digit; a longer number goes on in the optional data."""
    more = optional.split(FILLER, maxsplit=1)[0]
    if digit == FILLER and len(more) > 1:
        return number + FILLER + more[:-1], more[-1]
    return number, digit


def _document(form: str, fields: _Fields, today: date) -> Document:
    last, _, first = fields.names.partition(FILLER * 2)
    return Document(
        form=form,
        kind=fields.first_line[0:2].strip(FILLER),
        issuer=fields.first_line[2:5].strip(FILLER),
        last_names=_words(last),
        first_names=_words(first),
        is_cut=not fields.names.endswith(FILLER),
        birth=_birth(fields.birth, today),
        expires_on=_expiry(fields.expiry, today),
        wrong=tuple(name for name, text, digit in fields.checked if not _is_right(text, digit)),
    )


def _is_right(text: str, digit: str) -> bool:
    if digit == FILLER:  # allowed where the whole field is empty
        return not text.strip(FILLER)
    return check_digit(text) == digit


def _words(names: str) -> tuple[str, ...]:
    return tuple(word for word in names.split(FILLER) if word)


def _birth(text: str, today: date) -> str:
    year, month, day = (part if part.isdigit() else "" for part in (text[0:2], text[2:4], text[4:6]))
    month, day = ("" if part == "00" else part for part in (month, day))
    known = f"{month or '??'}-{day or '??'}"
    if not year:
        return f"????-{known}"
    century = today.year // 100
    this = f"{century:02d}{year}-{month or '01'}-{day or '01'}"
    return f"{century if this <= today.isoformat() else century - 1:02d}{year}-{known}"


def _expiry(text: str, today: date) -> date | None:
    if not text.isdigit():
        return None
    year = today.year // 100 * 100 + int(text[0:2])
    try:
        found = date(year, int(text[2:4]), int(text[4:6]))
        return found if year <= today.year + _YEARS_AHEAD_MAX else found.replace(year=year - 100)
    except ValueError:
        return None


def compare(
    document: Document, *, first_name: str, last_name: str, birth_date: date | None, today: date
) -> Compared:
    """Compare a document with a booking.

    Marks and spelling after ICAO do not make a difference (Ä is AE or A), nor do names that the document cuts
    off, nor further first names that the booking leaves out.
    """
    last_differs, first_differs = _differing(document, first_name, last_name)
    return Compared(
        last_name_differs=last_differs,
        first_name_differs=first_differs,
        birth_date_differs=birth_date is None or not _birth_fits(document.birth, birth_date),
        is_expired=document.expires_on is not None and document.expires_on < today,
        is_wrong=bool(document.wrong),
    )


def _birth_fits(read_as: str, birth_date: date) -> bool:
    return re.fullmatch(read_as.replace("?", "."), birth_date.isoformat()) is not None


def _differing(document: Document, first_name: str, last_name: str) -> tuple[bool, bool]:
    """Return whether the last name and the first names differ; both, when only the two together do."""
    if _names_fit(document, first_name, last_name):
        return False, False
    last, first = "".join(document.last_names), document.first_names
    if document.is_cut:
        found = not _starts(last_name, last), bool(first) and not _words_start(first_name, first)
    else:
        found = not _spells(last_name, last), not _among(first_name, first)
    return found if any(found) else (True, True)


def _names_fit(document: Document, first_name: str, last_name: str) -> bool:
    last, first = "".join(document.last_names), "".join(document.first_names)
    if not first and not document.is_cut:  # somebody with one name: wherever the booking has it
        return any(_spells(name, last) for name in (last_name, first_name, f"{first_name} {last_name}"))
    if document.is_cut:
        return _starts(last_name, last) and (not first or _words_start(first_name, document.first_names))
    return _spells(last_name, last) and _among(first_name, document.first_names)


def _among(first_name: str, names: Sequence[str]) -> bool:
    """Say whether the booked first names are among those of the document, in their order."""
    spelled = re.compile("[A-Z]*?".join(_pattern(word) for word in _booked_words(first_name)) + "[A-Z]*")
    starts = range(len(names))
    return bool(_booked_words(first_name)) and any(
        spelled.fullmatch("".join(names[start:])) for start in starts
    )


def _words_start(first_name: str, names: Sequence[str]) -> bool:
    """Say whether each name of the document begins a booked one, or the reverse; either may stop early."""
    booked = _booked_words(first_name)
    return all(
        _starts(word, name) or _spells_start(word, name) for word, name in zip(booked, names, strict=False)
    )


def _booked_words(name: str) -> list[str]:
    return [word for word in re.split(r"[\s-]+", name) if _pattern(word)]


def _spells(name: str, letters: str) -> bool:
    return bool(letters) and re.fullmatch(_pattern(name), letters) is not None


def _starts(name: str, letters: str) -> bool:
    """Say whether these letters are how a name begins."""
    return any(spelled.startswith(letters) for spelled in _spellings(name))


def _spells_start(name: str, letters: str) -> bool:
    return re.match(_pattern(name), letters) is not None


def _pattern(name: str) -> str:
    """Return a pattern of all ways in which a document may spell a name, without spaces and marks."""
    return "".join(f"(?:{'|'.join(dict.fromkeys(ways))})" for ways in _letters(name))


def _spellings(name: str) -> set[str]:
    """Return the name with every mark written out, and with none: documents do the one or the other."""
    ways = list(_letters(name))
    return {"".join(way[0] for way in ways), "".join(way[-1] for way in ways)}


def _letters(name: str) -> Iterator[tuple[str, ...]]:
    """Yield for each letter how it may be written; what is no letter is left out, as documents do."""
    for letter in unicodedata.normalize("NFC", name.replace("ß", "ẞ")).upper():
        ways = [each for each in (_EXPANDED.get(letter, ""), _plain(letter)) if each]
        if ways:
            yield tuple(ways)


def _plain(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if "A" <= bare <= "Z" else ""
