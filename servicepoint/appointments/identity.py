"""Who is who: V-numbers as people write them, and what makes two entries the same person. Pure."""

import re
import unicodedata
from datetime import date

_V_NUMBER = re.compile(r"\d{10}", re.ASCII)
_IN_FRONT = re.compile(r"^(VNUMMER|VNUMBER|VNR|V)")
_SEPARATORS = re.compile(r"[\s.\-:]+")


def normal_v_number(typed: str) -> str | None:
    """Return the ten digits of a V-number, or None when it is none.

    Spaces, dots and dashes are accepted, and a leading `V` or `VNR`. No public check digit exists, so none is
    tested: a slip of the pen is caught when the number is compared with the letter.
    """
    text = _IN_FRONT.sub("", _SEPARATORS.sub("", typed.upper()))
    return text if _V_NUMBER.fullmatch(text) else None


def same_person_text(*, v_number: str, first_name: str, last_name: str, birth_date: date) -> str:
    """Return the text that is equal for entries of one person: the V-number, else name and birth date."""
    if v_number:
        return f"v:{v_number}"
    return f"n:{plain_name(last_name)}|{plain_name(first_name)}|{birth_date.isoformat()}"


def plain_name(name: str) -> str:
    """Return a name's letters without accents, capitals, spaces and marks."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in folded if character.isalnum())
