"""On which days a person with a letter can come: pure, on values and days."""

from dataclasses import dataclass
from datetime import date

from .rules import Facts, why_not


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of something, both included."""

    first: date
    last: date

    @property
    def is_empty(self) -> bool:
        """Say whether no day is left."""
        return self.first > self.last

    def shared_with(self, other: "Days") -> "Days":
        """Return the days that lie in both."""
        return Days(max(self.first, other.first), min(self.last, other.last))


def days_of(letter: Days, facts: Facts | None) -> Days:
    """Return the days on which a person of a letter can come: those of the letter, and of the document."""
    if facts is None:
        return letter
    first = letter.first
    if facts.place == "announced" and facts.announced_for is not None:
        first = max(first, facts.announced_for)
    return Days(first, min(letter.last, facts.collect_before))


def why_no_day(letter: Days, facts: Facts | None, *, location_id: int, today: date) -> str:
    """Return why no day is left from today on, as a code; empty when there is one.

    `facts` is None for a letter that is about no document.
    """
    days = days_of(letter, facts)
    if facts is not None:
        reason = why_not(facts, location_id=location_id, day=max(today, days.first))
        if reason:
            return reason
    return "letter_over" if max(today, days.first) > days.last else ""
