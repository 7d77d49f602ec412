"""What a device may be, and how long it may be let in. Pure."""

from datetime import datetime, timedelta

KINDS = ("kiosk", "display")
CODE_MINUTES = 15
NAME_LENGTH_MAX = 60


def code_until(now: datetime) -> datetime:
    """Return until when the code of a new device is good: long enough to walk to it."""
    return now + timedelta(minutes=CODE_MINUTES)


def state_of(*, enrolled: bool, revoked: bool, code_good: bool) -> str:
    """Return how a device stands: revoked, in_use, announced, or expired when nobody typed its code."""
    if revoked:
        return "revoked"
    if enrolled:
        return "in_use"
    return "announced" if code_good else "expired"
