"""The catalogue as a value: what can be booked, for whom, how long, what to bring. Pure.

A `Text` holds one text by language code; `nl` and `en` are always there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Text = dict[str, str]
PERSONS_MAX = 6


@dataclass(frozen=True, slots=True)
class Length:
    """Minutes at the counter from a day on: the first person, and each further one."""

    valid_from: date
    first_minutes: int
    further_minutes: int


@dataclass(frozen=True, slots=True)
class Situation:
    """One choice of the question about the person's situation; with `refusal` that person cannot book."""

    code: str
    label: Text
    hint: Text | None = None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What to bring, and what is checked at the counter. No situations: all. Ages include both ends."""

    code: str
    text: Text
    detail: Text | None
    situations: frozenset[str]
    age_min: int | None
    age_max: int | None
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Fee:
    """What each person pays from a day on; zero is free."""

    valid_from: date
    amount_cents: int
    note: Text


@dataclass(frozen=True, slots=True)
class Service:
    """One thing that can be booked."""

    code: str
    slug: str
    name: Text
    summary: Text
    who_may_book: Text
    lengths: tuple[Length, ...]
    lead_minutes: int
    horizon_days: int
    situations: tuple[Situation, ...]
    requirements: tuple[Requirement, ...]
    fees: tuple[Fee, ...]
    asks_bsn: bool
    v_number: Literal["required", "optional"]
    steps: tuple[Text, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services by code, in the order in which they are shown."""

    services: Mapping[str, Service]
