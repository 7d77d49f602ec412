"""A booking on its way: what is typed, what time is kept, and which step comes next.

A step is a name and, for persons, a number. The order is fixed: what each comes for, a time, each person,
contact, needs, review. Answers lie in the draft under `basket`, `slot`, `person:1`, `contact`, `needs`; under
`typed` what stood in a form when its reader asked for more time; and under `wish` the time of a link that was
followed, until it is kept for the first time. A booking that began with a letter (`public.letters`) asks who
of it comes instead of services and numbers, and about a person only the situation, where it is not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from servicepoint.appointments import queries
from servicepoint.appointments.actions import Hold, Typed
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.kit import clock
from servicepoint.public.slot_list import start_in
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Catalogue, Service


class Step(NamedTuple):
    """One page of the booking."""

    name: str
    number: int = 0

    @property
    def label(self) -> str:
        """The step as forms name it, such as `person-2`."""
        return f"{self.name}-{self.number}" if self.number else self.name


LETTER, PERSONS, SERVICES, TIMES, CONTACT, NEEDS, REVIEW = (
    Step(name) for name in ("letter", "persons", "services", "times", "contact", "needs", "review")
)


@dataclass(frozen=True, slots=True)
class Journey:
    """A draft at one of its steps; `hold` is the time kept for exactly this party, or None."""

    draft: Typed
    here: Step
    hold: Hold | None
    catalogue: Catalogue
    now: datetime

    @property
    def basket(self) -> tuple[str, ...]:
        """One service per person."""
        return tuple(self.draft.answers["basket"])

    @property
    def size(self) -> int:
        """How many persons come."""
        return len(self.basket)

    @property
    def ask(self) -> Ask:
        """What time is asked for."""
        return Ask(self.draft.location_id, self.basket)

    @property
    def minutes(self) -> int:
        """How long the visit takes."""
        return service_rules.minutes_needed(self.catalogue, self.basket, self.day)

    @property
    def day(self) -> date:
        """The day of the visit, or today while none is chosen."""
        return clock.dutch_day(self.hold.starts_at if self.hold else self.now)

    @property
    def lost_start(self) -> datetime | None:
        """The time that was chosen and is not kept any more."""
        return None if self.hold else start_in(str(self.draft.answers.get("slot", "")))

    @property
    def is_wish(self) -> bool:
        """Say whether the chosen time comes from a link and was never kept."""
        wish = self.draft.answers.get("wish")
        return bool(wish) and wish == self.draft.answers.get("slot")

    @property
    def is_by_letter(self) -> bool:
        """Say whether it began with the code of a letter."""
        return bool(self.draft.answers.get("letters"))

    @property
    def who(self) -> Step:
        """The step that says who comes, and for what."""
        return LETTER if self.is_by_letter else SERVICES

    def situations_asked(self, number: int) -> Sequence[str]:
        """Return what a person of a letter may choose from; nothing when nothing is asked about them."""
        asked: Sequence[str] = self.draft.answers.get(situations_key(number)) or ()
        return asked

    def service(self, number: int) -> Service:
        """Return what a person comes for; persons count from 1."""
        return self.catalogue.services[self.basket[number - 1]]

    def answers_about(self, number: int) -> Mapping[str, Any]:
        """Return what was typed about a person, maybe for another service."""
        given: Mapping[str, Any] = self.draft.answers.get(person_key(number)) or {}
        return given

    def person(self, number: int) -> Person | None:
        """Return a person when everything about them is answered for their service."""
        given = self.answers_about(number)
        if given.get("service") != self.basket[number - 1]:
            return None
        asked = self.situations_asked(number)
        if asked and given["situation"] not in asked:
            return None
        return Person(**{**given, "birth_date": date.fromisoformat(given["birth_date"])})

    def title_of(self, number: int) -> str:
        """Return a person's name, or which one they are while it is not typed."""
        given = self.answers_about(number)
        name = f"{given.get('first_name', '')} {given.get('last_name', '')}".strip()
        return name or gettext("Person %(number)d") % {"number": number}

    @property
    def contact(self) -> Contact | None:
        """How the party is reached, when that is answered."""
        given = self.draft.answers.get("contact")
        return Contact(**given) if given else None

    @property
    def needs(self) -> dict[str, str | bool] | None:
        """What the party needs; an empty answer is one too, None is not."""
        return self.draft.answers.get("needs")

    @property
    def party(self) -> Party | None:
        """Everyone who comes, when every step is answered."""
        people = [self.person(number) for number in range(1, self.size + 1)]
        known = tuple(person for person in people if person is not None)
        if len(known) < self.size or self.contact is None or self.needs is None:
            return None
        return Party(known, self.contact, self.needs)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step in order."""
        numbers = range(1, self.size + 1)
        people = (
            Step("person", number)
            for number in numbers
            if not self.is_by_letter or self.situations_asked(number)
        )
        return (self.who, TIMES, *people, CONTACT, NEEDS, REVIEW)

    @property
    def next_step(self) -> Step:
        """The first step that is not done; the last one when all are."""
        return next((step for step in self.steps if not self._is_done(step)), REVIEW)

    @property
    def is_its_turn(self) -> bool:
        """Say whether everything before this step is done."""
        return self.here in self.steps and self.steps.index(self.here) <= self.steps.index(self.next_step)

    @property
    def before(self) -> Step:
        """The step that the back link of this one leads to."""
        here = self.steps.index(self.here) if self.here in self.steps else 0
        return self.steps[here - 1] if here else (LETTER if self.is_by_letter else PERSONS)

    def address(self, step: Step) -> str:
        """Return the address of a step of this booking."""
        numbers = [step.number] if step.number else []
        return reverse(f"public:{step.name}", args=[self.draft.id, *numbers])

    def _is_done(self, step: Step) -> bool:
        match step.name:
            case "letter":
                return bool(self.basket) and self.is_bookable
            case "services":
                return self.is_bookable
            case "times":
                return self.hold is not None
            case "person":
                return self.person(step.number) is not None
            case _:
                return step.name in self.draft.answers

    @property
    def is_bookable(self) -> bool:
        """Say whether everything that they come for is offered now."""
        known = self.catalogue.services
        return all(code in known and known[code].active for code in self.basket)


def journey_of(draft: Typed, here: Step, now: datetime) -> Journey:
    """Return the booking that a draft has come to, looked at from the step `here`: one query."""
    hold = queries.held_under(draft.hold_secret, now)
    is_ours = hold is not None and list(hold.basket) == draft.answers["basket"]
    return Journey(draft, here, hold if is_ours else None, services.catalogue(), now)


def person_key(number: int) -> str:
    """Return the name under which a draft keeps the answers about a person."""
    return f"person:{number}"


def situations_key(number: int) -> str:
    """Return the name under which a draft keeps what is still asked about a person of a letter."""
    return f"situations:{number}"


def renumbered(journey: Journey, kept: Sequence[int]) -> dict[str, Any]:
    """Return the changes that leave the answers about these persons only; `kept` are their old numbers."""
    numbers = range(1, max(journey.size, len(kept)) + 1)
    given = [dict(journey.answers_about(number)) for number in kept]
    return {person_key(number): given[number - 1] if number <= len(given) else {} for number in numbers}
