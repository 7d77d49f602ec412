"""Locations, services and triage."""

from datetime import date
from typing import Literal

from servicepoint.api.v1.values import Told
from servicepoint.services.triage import Kind


class Text(Told):
    """A text in Dutch and in English."""

    nl: str
    en: str


class Location(Told):
    """A service point."""

    slug: str
    name: Text
    street: str
    postcode: str
    city: str
    phone: str
    """The telephone of the IND."""
    email: str
    route: Text | None
    """How to get there."""
    access: list[Text]
    """What to know about the building."""
    time_zone: Literal["Europe/Amsterdam"] = "Europe/Amsterdam"


class Locations(Told):
    """All service points."""

    locations: list[Location]


class Length(Told):
    """Minutes at the counter from a day on."""

    valid_from: date
    first_minutes: int
    further_minutes: int
    """For each further person of a party with this service."""


class Fee(Told):
    """What each person pays from a day on; 0 is free."""

    valid_from: date
    amount_cents: int
    note: Text


class Situation(Told):
    """A person's case; one is chosen for each person where the service has any."""

    code: str
    label: Text
    hint: Text | None
    refusal: str | None
    """Why somebody in this situation cannot book; null for who can."""


class Requirement(Told):
    """What to bring."""

    code: str
    text: Text
    detail: Text | None
    situations: list[str]
    """For whom; empty for all."""
    age_min: int | None
    age_max: int | None
    """In whole years on the day of the visit, included."""
    valid_from: date
    valid_until: date | None


class Service(Told):
    """What can be booked."""

    code: str
    slug: str
    name: Text
    summary: Text
    who_may_book: Text
    lengths: list[Length]
    lead_minutes: int
    """How long before the visit it is booked at the latest."""
    horizon_days: int
    """How many days ahead it is booked at the most."""
    v_number: Literal["required", "optional"]
    asks_bsn: bool
    situations: list[Situation]
    requirements: list[Requirement]
    fees: list[Fee]
    steps: list[Text]
    """What happens at the counter."""


class Services(Told):
    """All services that can be booked, in the order in which they are shown."""

    services: list[Service]


class Answer(Told):
    """One choice; its slug is sent as the next answer."""

    slug: str
    label: Text
    hint: Text | None


class Question(Told):
    """The next question."""

    code: str
    title: Text
    hint: Text | None
    answers: list[Answer]


class NextStep(Told):
    """One thing to do next."""

    text: Text
    link: Text | None
    """Where, for readers of each language: https:, mailto: or tel:."""
    link_text: Text | None


class Outcome(Told):
    """Where the questions end. `book` names the service, and the situation where it follows."""

    code: str
    kind: Kind
    title: Text
    why: Text
    next: list[NextStep]
    service: str | None
    situation: str | None


class Triage(Told):
    """Where the answers lead: to the next question or to an outcome; the other one is null."""

    answers: list[str]
    question: Question | None
    outcome: Outcome | None
