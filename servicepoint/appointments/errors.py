"""Why an act of this room is refused: one class per refusal, each with a stable code and no prose.

The doors turn the code into a sentence in the reader's language (`docs/errors.md` lists them all).
"""

from datetime import datetime
from typing import ClassVar


class Refused(Exception):
    """An act that was not carried out; nothing was changed."""

    code: ClassVar[str] = "refused"


class SlotTaken(Refused):
    """The time is not free, or not any more, for this party."""

    code = "slot_taken"


class HoldExpired(Refused):
    """The hold ran out and the time went back to everyone."""

    code = "hold_expired"


class HoldLimitReached(Refused):
    """The hold was extended as often as the setting allows."""

    code = "hold_limit_reached"


class WrongBasket(Refused):
    """The persons' services are not those the time was held for."""

    code = "wrong_basket"


class UnknownService(Refused):
    """The service is not offered, or not at present."""

    code = "unknown_service"


class PartySizeWrong(Refused):
    """A party is one to six persons."""

    code = "party_size_wrong"


class SamePersonTwice(Refused):
    """Two entries of one party are the same person with the same service."""

    code = "same_person_twice"


class NotEligible(Refused):
    """A rule of the service says that this person need not or cannot come for it."""

    code = "not_eligible"

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


class NotAdmitted(Refused):
    """Nothing lies ready for the person at `position`, or they are not invited: `reason` says what is so.

    Who does not know the birth date gets the same reason whatever is the matter.
    """

    code = "not_admitted"

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


class LetterUnknown(Refused):
    """No letter has this code and a person who was born on that day: one answer for both."""

    code = "letter_unknown"


class LetterLocked(Refused):
    """The code was tried too often with wrong dates of birth: it opens nothing for a day, here."""

    code = "letter_locked"


class AlreadyBooked(Refused):
    """The person at `position` has an open appointment for the same service.

    `starts_at` is set only when the birth date matches too: then the caller is told which day it is.
    """

    code = "already_booked"

    def __init__(self, position: int, starts_at: datetime | None) -> None:
        super().__init__(position)
        self.position = position
        self.starts_at = starts_at


class NoAddress(Refused):
    """Nobody gave an e-mail address: this party is called or written to."""

    code = "no_address"


class NotOpen(Refused):
    """The appointment is cancelled or over."""

    code = "not_open"


class TooLateToChange(Refused):
    """The visit starts too soon, or has started."""

    code = "too_late_to_change"


class MoveLimitReached(Refused):
    """The appointment was moved as often as the setting allows."""

    code = "move_limit_reached"


class LastPerson(Refused):
    """The last person cannot be dropped: the appointment is cancelled instead."""

    code = "last_person"


class UnknownPerson(Refused):
    """No such person in this appointment."""

    code = "unknown_person"


class NoRoomForParty(Refused):
    """The longer visit does not fit at the same time; the place is kept as it was."""

    code = "no_room_for_party"


class KeyReused(Refused):
    """The idempotency key was used before for another act, or for the same act with other content."""

    code = "key_reused"


class TryAgain(Refused):
    """Too many at once: the database gave up waiting. Nothing was changed."""

    code = "try_again"
