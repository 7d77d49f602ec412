"""Who is who: what makes two entries the same person. Pure."""

import unicodedata
from datetime import date

from servicepoint.kit.v_number import normal_v_number

__all__ = ["normal_v_number", "plain_name", "same_person_text"]


def same_person_text(*, v_number: str, first_name: str, last_name: str, birth_date: date | None) -> str:
    """Return the text that is equal for entries of one person: the V-number, else name and birth date.

    A name alone is many people: ValueError when there is neither number nor date, which a door must not let
    through.
    """
    if v_number:
        return f"v:{v_number}"
    if birth_date is None:
        raise ValueError("a person without a V-number needs a birth date")
    return f"n:{plain_name(last_name)}|{plain_name(first_name)}|{birth_date.isoformat()}"


def plain_name(name: str) -> str:
    """Return a name's letters without accents, capitals, spaces and marks."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in folded if character.isalnum())
