"""V-numbers as people write them."""

import re

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
