"""Decisions about calling people in: who shares a letter, when to remind, when room is short. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoint.appointments.identity import plain_name
from servicepoint.appointments.party import PARTY_MAX
from servicepoint.documents.queries import Ready
from servicepoint.services.rules import age_on

ADULT_AGE = 18
Group = tuple[Ready, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """Until `day` so many people have to come, and so many places are free."""

    day: date
    people: int
    places: int

    @property
    def short(self) -> int:
        """Return how many places are missing."""
        return self.people - self.places


def letters_for(ready: Sequence[Ready], *, per_household: bool, day: date) -> list[Group]:
    """Return who gets a letter together, oldest first in each, six at most.

    One door is not one family: in a house of students a letter for all would tell each about the others. So
    people share a letter when they share address and last name; a child with another name joins the only
    adults at its door.
    """
    doors: dict[bytes | int, list[Ready]] = {}
    for each in ready:
        key = each.household_digest if per_household and each.household_digest else each.document_id
        doors.setdefault(key, []).append(each)
    return [part for door in doors.values() for family in _families(door, day) for part in _parts(family)]


def is_complete(group: Sequence[Ready], now: datetime, *, wait_minutes: int) -> bool:
    """Say whether nothing came for these people lately: the rest of the family may still be scanned in."""
    return now - max(each.since for each in group) >= timedelta(minutes=wait_minutes)


def reminders_due(invited_on: date, today: date, days: Sequence[int]) -> int:
    """Return how many reminders should have gone by now; `days` count from the invitation."""
    return sum((today - invited_on).days >= number for number in days)


def is_last_call(closes_on: date, today: date, *, days_before: int) -> bool:
    """Say whether it is time to choose a day for who did not choose one."""
    return (closes_on - today).days <= days_before


def shortages(people: Mapping[date, int], places: Mapping[date, int]) -> list[Shortage]:
    """Return each last day until which more people have to come than there are places, earliest first.

    `people` by the last day on which they may come, `places` by day. Everyone fits exactly when no such day
    exists: whoever has to come first is served first.
    """
    found = []
    coming = 0
    for day in sorted(people):
        coming += people[day]
        free = sum(count for on, count in places.items() if on <= day)
        if coming > free:
            found.append(Shortage(day, coming, free))
    return found


def is_child(person: Ready, day: date) -> bool:
    """Say whether a letter to this person goes to the parents."""
    return age_on(person.birth_date, day) < ADULT_AGE


def _families(door: Sequence[Ready], day: date) -> list[list[Ready]]:
    """Return the people at one door by last name; a child without its own adults joins the only ones."""
    named: dict[str, list[Ready]] = {}
    for each in door:
        named.setdefault(plain_name(each.last_name), []).append(each)
    adults = [family for family in named.values() if not all(is_child(each, day) for each in family)]
    if len(adults) != 1:
        return list(named.values())
    return [[each for family in named.values() for each in family]]


def _parts(family: Sequence[Ready]) -> Iterator[Group]:
    by_age = sorted(family, key=lambda each: (each.birth_date, each.document_id))
    for start in range(0, len(by_age), PARTY_MAX):
        yield tuple(by_age[start : start + PARTY_MAX])
