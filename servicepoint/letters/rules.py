"""Decisions about letters: pure, on values."""

import re
from datetime import datetime, timedelta

# Minutes until the next attempt: about a day in all, so that a print service may fail for a night.
BACK_OFF_MINUTES = (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 480)
ATTEMPTS_MAX = len(BACK_OFF_MINUTES) + 1
CLAIM_MINUTES = 10  # longer than making and handing over one batch takes; a dead worker is replaced then
RETURNED_REASONS = ("moved", "unknown_there", "refused", "address_wrong", "not_collected")
AGAIN_REASONS = ("lost", "stolen", "damaged", "never_arrived", "address_changed", "returned")

# A letter's number, shuffled, so that it does not tell how many letters there were; and a check digit.
# The factor shares no divisor with the room, so that no two numbers fall together.
_ROOM = 10**8
_FACTOR, _OFFSET = 38_914_273, 61_803_398
_BACK = pow(_FACTOR, -1, _ROOM)
_REFERENCE = re.compile(r"L?(\d{9})", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-]+")


def reference_of(letter_id: int) -> str:
    """Return the number by which a letter on paper is known, such as `L123-456-789`. Not a secret."""
    if not 0 < letter_id < _ROOM:
        raise ValueError("letter numbers end at a hundred million: give the reference more digits")
    digits = f"{(letter_id * _FACTOR + _OFFSET) % _ROOM:08}"
    digits += _check_digit(digits)
    return f"L{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def letter_id_of(typed: str) -> int | None:
    """Return the id behind a reference as scanned or typed; None when it is none or mistyped."""
    found = _REFERENCE.fullmatch(_SEPARATORS.sub("", typed.upper()))
    if found is None or _check_digit(found[1][:8]) != found[1][8]:
        return None
    letter_id = (int(found[1][:8]) - _OFFSET) * _BACK % _ROOM
    return letter_id or None


def _check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10: finds every single wrong digit and nearly all exchanged neighbours."""
    rest = 10
    for digit in digits:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def next_attempt_at(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts; None when it is enough."""
    if attempts >= ATTEMPTS_MAX:
        return None
    return now + timedelta(minutes=BACK_OFF_MINUTES[max(attempts, 1) - 1])
