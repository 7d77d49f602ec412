"""What a scanner reads at the safe, and which place is next. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from .rules import POSITION_MAX, normal_number

TYPED_MAX = 40
_SPOT = re.compile(r"\s*([A-Z0-9]{1,8}?)\s*(?:[-/. ]\s*([0-9]{1,3}))?\s*", re.ASCII)

# Why a document leaves the safe without being handed over, or cannot be found; codes, with words in the door.
OUT_REASONS = frozenset({"check", "courier", "counter", "repack", "other"})
MISSING_REASONS = frozenset({"not_at_its_place", "stock_take", "never_arrived"})
# What was done about a difference of a count, and why.
SETTLED: dict[str, frozenset[str]] = {
    "lacking": frozenset({"missing", "found"}),
    "other_place": frozenset({"put", "noted"}),
    "not_here": frozenset({"put", "noted"}),
    "unknown": frozenset({"noted"}),
}
SETTLED_REASONS = frozenset({"looked_twice", "misplaced", "not_scanned", "reported"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the safe as its label says: a drawer, with a position or without."""

    drawer: str
    position: int | None = None

    def __str__(self) -> str:
        return f"{self.drawer}-{self.position}" if self.position else self.drawer


def read_scan(text: str) -> str | Spot | None:
    """Return a document number, a place of the safe such as `A` or `A-12`, or None for anything else.

    The two cannot be mistaken: a number has nine characters, a drawer eight at most.
    """
    if len(text) > TYPED_MAX:
        return None
    number = normal_number(text)
    if number:
        return number
    read = _SPOT.fullmatch(text.upper())
    if read is None:
        return None
    position = int(read[2]) if read[2] else None
    return None if position is not None and not 1 <= position <= POSITION_MAX else Spot(read[1], position)


def next_free(taken: Collection[int], *, after: int = 0) -> int | None:
    """Return the first free position of a drawer behind `after`, else the first free one; None when full."""
    used = set(taken)
    onward, again = range(after + 1, POSITION_MAX + 1), range(1, after + 1)
    return next((each for each in (*onward, *again) if each not in used), None)


def verdict_of(recorded: Spot | None, scanned: Spot | None, *, is_known: bool) -> str:
    """Return how a scanned document stands with the records: `here`, `other_place`, `not_here`, `unknown`.

    `recorded` is where the safe should have it, None when it should not; `scanned` the label scanned before.
    """
    if not is_known:
        return "unknown"
    if recorded is None:
        return "not_here"
    if scanned is None or (scanned.drawer, scanned.position or recorded.position) == (
        recorded.drawer,
        recorded.position,
    ):
        return "here"
    return "other_place"
