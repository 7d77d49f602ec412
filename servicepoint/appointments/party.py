"""Who comes: plain values that doors hand to this room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from servicepoint.services.catalogue import PERSONS_MAX

PARTY_MAX = PERSONS_MAX

# What a visitor may need, without medical detail; "interpreter" carries a language, the others yes or no.
NEEDS = ("interpreter", "wheelchair", "quiet_room", "guardian", "lawyer", "infant")
# What "interpreter" may carry: the counter reads it, translated.
INTERPRETER_LANGUAGES = (
    "Arabic",
    "Chinese (Mandarin)",
    "Dari",
    "English",
    "Farsi",
    "French",
    "German",
    "Polish",
    "Portuguese",
    "Russian",
    "Somali",
    "Spanish",
    "Tigrinya",
    "Turkish",
    "Ukrainian",
    "Another language",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A time is asked for at a location, for one service per person in the order of the persons.

    With `appointment_id` the party has a time already, and what it has counts as free for it.
    """

    location_id: int
    basket: tuple[str, ...]
    appointment_id: int | None = None


class Slot(NamedTuple):
    """A free time offered: a value, never a row. Moments are UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """One person and what they come for; `v_number` is ten digits or empty, `bsn` nine digits or empty.

    `birth_date` is None where it was not asked; then the V-number says who it is. `situation` is empty where
    the service has none, and `services.rules.NOT_ASKED` where it was not asked.
    With `only_requirements` (codes) the person brings those alone: what was missing at an earlier visit.
    `invited_id` is the person of a letter whose code and birth date were shown; a door sets it after
    `letters.opened`, never from what was sent.
    """

    service: str
    situation: str
    first_name: str
    last_name: str
    birth_date: date | None
    v_number: str = ""
    bsn: str = ""
    only_requirements: tuple[str, ...] = ()
    invited_id: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How the party is reached; e-mail and telephone may both be empty when staff books for a caller."""

    language: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Everyone who comes, how to reach them, and what they need."""

    people: tuple[Person, ...]
    contact: Contact
    needs: Mapping[str, str | bool] = field(default_factory=dict)

    @property
    def basket(self) -> tuple[str, ...]:
        """One service per person, in their order."""
        return tuple(person.service for person in self.people)
