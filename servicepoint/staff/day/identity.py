"""The document in the scanner beside the booking. What the lines say lives as long as this answer does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from servicepoint.visits import mrz
from servicepoint.visits.queries import Who

SALT = "staff.identity"
ACCEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, as the document and as the booking have it."""

    label: str
    document: str
    booking: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is to look at: the facts, the wrong check digits, and the signed codes to accept it with."""

    position: int
    lines: tuple[Line, ...]
    is_wrong: bool
    codes: tuple[str, ...]
    signed: str


def compared(lines: str, who: Who, today: date) -> tuple[mrz.Document, mrz.Compared]:
    """Read lines and compare them with a person of the booking. Raises MrzUnreadable."""
    document = mrz.read(lines, today=today)
    found = mrz.compare(
        document,
        first_name=who.first_name,
        last_name=who.last_name,
        birth_date=who.birth_date,
        today=today,
    )
    return document, found


def beside(position: int, visit_id: int, read: tuple[mrz.Document, mrz.Compared], who: Who) -> Beside:
    """Return both side by side; `signed` lets only what was really read be accepted, for this person."""
    document, found = read
    signed = signing.dumps([visit_id, position, *found.codes], salt=SALT)
    return Beside(position, tuple(_lines(document, found, who)), found.is_wrong, found.codes, signed)


def accepted(signed: str, visit_id: int, position: int) -> tuple[str, ...] | None:
    """Return the codes that were shown for this person some minutes ago; None for anything else."""
    try:
        visit, person, *codes = signing.loads(signed, salt=SALT, max_age=ACCEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return (*codes, "differences_accepted") if (visit, person) == (visit_id, position) else None


def _lines(document: mrz.Document, found: mrz.Compared, who: Who) -> Iterator[Line]:
    last, first = " ".join(document.last_names), " ".join(document.first_names)
    yield Line(_("Last name"), last, who.last_name, found.last_name_differs)
    yield Line(_("First names"), first, who.first_name, found.first_name_differs)
    born = date_format(who.birth_date, "d-m-Y") if who.birth_date else ""
    document_born = "-".join(reversed(document.birth.split("-")))
    yield Line(_("Date of birth"), document_born, born, found.birth_date_differs)
    ends = date_format(document.expires_on, "d-m-Y") if document.expires_on else _("Does not say")
    yield Line(_("Valid until"), ends, _("today or later"), found.is_expired)
    yield Line(_("Document"), f"{document.kind} {document.issuer} ({document.form})", "", differs=False)
