"""Decisions about services: how long, when, what to bring, what it costs, who cannot book. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from servicepoint.kit import clock
from servicepoint.kit.period import Period
from servicepoint.services.catalogue import (
    PERSONS_MAX,
    Catalogue,
    Fee,
    Length,
    Requirement,
    Service,
    Situation,
)
from servicepoint.services.errors import LengthUnknown, PartySizeRefused, ServiceUnknown, WindowEmpty
from servicepoint.services.triage import first_answer_to, outcome_for, walk

__all__ = [
    "NOT_ASKED",
    "age_on",
    "booking_window",
    "fee_on",
    "first_answer_to",
    "minutes_needed",
    "outcome_for",
    "refusal_for",
    "requirements_for",
    "services_of",
    "situations_needing",
    "walk",
]

UNDER_ONE = "biometrics_under_one"
REFUSALS = frozenset({UNDER_ONE})  # made here; the others come with the situations in the content
NOT_ASKED = (
    "not_asked"  # the situation of who booked where none is asked; no code in the content looks like it
)
BIOMETRICS_AGE_MIN = 1  # below one year the IND makes the card from a photo sent by post


def services_of(catalogue: Catalogue, basket: Sequence[str]) -> tuple[Service, ...]:
    """Return the distinct services of a party; `basket` holds one service code per person.

    Raises `PartySizeRefused` outside 1-6 people, `ServiceUnknown` for a code that cannot be booked.
    """
    if not 1 <= len(basket) <= PERSONS_MAX:
        raise PartySizeRefused
    found = [catalogue.services.get(code) for code in dict.fromkeys(basket)]
    bookable = tuple(service for service in found if service is not None and service.active)
    if len(bookable) < len(found):
        raise ServiceUnknown
    return bookable


def minutes_needed(catalogue: Catalogue, basket: Sequence[str], on: date) -> int:
    """Return the minutes a party needs at one counter: per service first + further x (n - 1), summed.

    Raises as `services_of`, and `LengthUnknown` when a service has no length valid on that day.
    """
    persons = Counter(basket)
    total = 0
    for service in services_of(catalogue, basket):
        length = _length_on(service, on)
        total += length.first_minutes + length.further_minutes * (persons[service.code] - 1)
    return total


def booking_window(catalogue: Catalogue, basket: Sequence[str], now: datetime) -> Period:
    """Return from when to when an appointment of this party may start.

    The longest lead time and the shortest horizon count; the horizon ends with its Dutch day.
    Raises as `services_of`, and `WindowEmpty` when nothing lies between the two.
    """
    services = services_of(catalogue, basket)
    earliest = now + timedelta(minutes=max(service.lead_minutes for service in services))
    days = min(service.horizon_days for service in services)
    _, latest = clock.day_bounds(clock.dutch_day(now) + timedelta(days=days))
    if earliest >= latest:
        raise WindowEmpty
    return Period(earliest, latest)


def requirements_for(
    service: Service, situation: str | None, age: int | None, on: date
) -> tuple[Requirement, ...]:
    """Return what a person of this age and situation brings to a visit on that day, in order.

    With `NOT_ASKED` that is everything that may be needed in a situation that can be booked
    (`situations_needing` tells in which), and without an age what is needed at any age.
    """
    return tuple(
        each
        for each in service.requirements
        if _is_valid(each, on) and _is_for_age(each, age) and _is_for_situation(each, situation, service)
    )


def situations_needing(service: Service, requirement: Requirement) -> tuple[Situation, ...]:
    """Return the situations that can be booked in which the requirement holds."""
    return tuple(
        each
        for each in service.situations
        if each.refusal is None and (not requirement.situations or each.code in requirement.situations)
    )


def fee_on(service: Service, on: date) -> Fee | None:
    """Return the fee valid on a day; None when none is known."""
    valid = [fee for fee in service.fees if fee.valid_from <= on]
    return max(valid, key=attrgetter("valid_from"), default=None)


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years on a day; someone born on 29 February turns on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def refusal_for(service: Service, situation: str | None, birth_date: date | None, on: date) -> str | None:
    """Return why this person cannot have this service on that day, as a stable code; None when they can.

    Codes: `not_born`, `situation_missing`, `situation_unknown`, `biometrics_under_one`, and the refusals that
    the content gives to situations. `triage.outcome_for` finds the page that explains one. Without a birth
    date no age keeps anyone away, and with `NOT_ASKED` no situation does: the counter looks.
    """
    if birth_date and birth_date > on:
        return "not_born"
    if birth_date and service.code == "BIO" and age_on(birth_date, on) < BIOMETRICS_AGE_MIN:
        return UNDER_ONE
    if not service.situations or situation == NOT_ASKED:
        return None
    if not situation:
        return "situation_missing"
    chosen = next((each for each in service.situations if each.code == situation), None)
    return "situation_unknown" if chosen is None else chosen.refusal


def _length_on(service: Service, on: date) -> Length:
    valid = [length for length in service.lengths if length.valid_from <= on]
    if not valid:
        raise LengthUnknown
    return max(valid, key=attrgetter("valid_from"))


def _is_valid(requirement: Requirement, on: date) -> bool:
    return requirement.valid_from <= on and (requirement.valid_until is None or on <= requirement.valid_until)


def _is_for_age(requirement: Requirement, age: int | None) -> bool:
    if age is None:
        return True
    return (requirement.age_min or 0) <= age <= (age if requirement.age_max is None else requirement.age_max)


def _is_for_situation(requirement: Requirement, situation: str | None, service: Service) -> bool:
    if not requirement.situations or situation in requirement.situations:
        return True
    return situation == NOT_ASKED and bool(situations_needing(service, requirement))
