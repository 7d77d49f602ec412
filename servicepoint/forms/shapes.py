"""What a name, an e-mail address, a telephone number and a BSN look like: the same at every door.

Each function returns what is kept, or None when it is none. An empty text is none; whether one may be left
out, and the sentence that helps, are the door's. The V-number is in `identity`.
"""

import re
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from stdnum.nl import bsn as bsn_rules

NAME_LENGTH_MAX = 100
NO_NAME = "-"  # stands for no first name: some passports hold one name only
EMAIL_LENGTH_MAX = 254  # no longer address can be delivered to
PHONE_LENGTH_MAX = 40  # as typed, with spaces and marks
HOME_REGION = "NL"
EARLIEST_YEAR = 1900  # of birth
# These shape letters of Persian and Indian names; other invisible marks are refused.
JOINERS = str.maketrans("", "", "\u200c\u200d")

_is_email = EmailValidator(allowlist=())
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def name_of(typed: str) -> str | None:
    """Return a name in any script with single spaces: at least one letter, nothing invisible."""
    name = " ".join(typed.split())
    if len(name) > NAME_LENGTH_MAX or not any(character.isalpha() for character in name):
        return None
    return name if name.translate(JOINERS).isprintable() else None


def first_name_of(typed: str) -> str | None:
    """Return first names; a dash says that the passport has none, and is kept as an empty text."""
    return "" if typed.strip() == NO_NAME else name_of(typed)


def email_of(typed: str) -> str | None:
    """Return an address that can be written on a mail; Django's own check lets some through that cannot.

    Refused as well: invisible characters in quotes, addresses of machines, and domains that the names of the
    internet cannot spell (RFC 3490). Our mail would never leave, and the party would wait for it.
    """
    address = typed.strip()
    if len(address) > EMAIL_LENGTH_MAX or not address.isprintable():
        return None
    try:
        _is_email(address)
    except ValidationError:
        return None
    return address if _can_be_spelt(address.rpartition("@")[2]) else None


def phone_of(typed: str) -> str | None:
    """Return a telephone number from anywhere as the network writes it (E.164): `+31612345678`."""
    if len(typed) > PHONE_LENGTH_MAX or not typed.isprintable():
        return None
    try:
        number = phonenumbers.parse(typed, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def bsn_of(typed: str) -> str | None:
    """Return the nine digits of a citizen service number that passes the 11-test; spaces and dots go."""
    number = "".join(character for character in typed if character not in " .-")
    if not (number.isascii() and number.isdigit() and bsn_rules.is_valid(number)):
        return None
    return str(bsn_rules.compact(number))


def birth_date_of(typed: str, today: date) -> date | None:
    """Return a date of birth written as `1990-05-17`: a day that exists, not before 1900 and not to come."""
    if not _ISO_DAY.fullmatch(typed):
        return None
    try:
        born = date.fromisoformat(typed)
    except ValueError:
        return None
    return born if born.year >= EARLIEST_YEAR and born <= today else None


def _can_be_spelt(domain: str) -> bool:
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return not domain.startswith("[")
