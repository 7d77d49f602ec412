"""What a letter says, as plain data, put together at the moment it is printed and kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Texts = Mapping[str, str]  # a text by language code; Dutch is always there

Kind = Literal["ready", "biometrics_missing", "biometrics_poor", "reminder", "assigned", "called_off"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class LetterPerson:
    """Somebody whom the letter is about: what for (such as the kind of card), and what to bring."""

    name: str
    v_number: str
    what: Texts
    bring: tuple[Texts, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """The service point: where to go, and when the telephone is answered."""

    name: Texts
    street: str
    postcode: str
    city: str
    phone: str
    phone_hours: Texts
    email: str


@dataclass(frozen=True, slots=True)
class LetterVisit:
    """A visit that was chosen for the reader; `code` is the appointment's, `link` the address to type."""

    starts_at: datetime
    ends_at: datetime
    code: str
    link: str


@dataclass(frozen=True, slots=True)
class LetterNote:
    """One letter.

    `to`: the lines of the address, the name first. `code`: as printed, `ABCD-EFGH`; empty where nothing can
    be booked. `link`: the address that is typed with it. `qr_text`: what the QR code says, opaque. `until`:
    the last day on which one can come. `reference`: `Wanted.reference`, by which a returned letter is known.
    """

    kind: Kind
    language: str
    to: tuple[str, ...]
    place: LetterPlace
    written_on: date
    reference: str
    service: Texts
    people: tuple[LetterPerson, ...]
    code: str
    link: str
    qr_text: str
    until: date
    visit: LetterVisit | None = None


def text_in(texts: Texts, language: str) -> str:
    """Return the text in `language`, else in English, else the Dutch one that is always there."""
    return texts.get(language) or texts.get("en") or texts["nl"]
