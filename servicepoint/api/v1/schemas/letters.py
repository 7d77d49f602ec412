"""Letters of the service point: what a code opens."""

from datetime import date, datetime

from servicepoint.api.v1.values import BirthDate, LetterCode, Sent, Told


class LetterShown(Sent):
    """The code in a letter, and the date of birth of one of the persons in it."""

    code: LetterCode
    birth_date: BirthDate


class LetterPerson(Told):
    """One person of a letter. Who it is stands in the letter; names and numbers are not told here."""

    position: int
    state: str
    """`ready`, `announced` or `invited`: can come. `booked`: has an appointment. Else why not, as a code."""
    can_book: bool
    first_day: date | None
    """From when a visit can be booked; null when none can."""
    last_day: date | None
    booked_at: datetime | None
    """When the appointment is that this person has."""


class Letter(Told):
    """What a letter invites to."""

    location: str
    service: str
    persons: list[LetterPerson]
