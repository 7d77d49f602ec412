"""The sum of a day: what we answered for, what came, what left, what should be there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .rules import HERE, MOVES

# How a movement counts: what comes into our hands, what leaves them, what only goes to and fro.
CAME: Mapping[tuple[str, str], str] = {
    **{("announced", to): "scanned_in" for to in HERE},
    **{("missing", to): "found" for to in HERE},
    **{("handed_over", to): "taken_back" for to in HERE},
}
LEFT: Mapping[tuple[str, str], str] = {
    (place, to): to for place in HERE for to in ("handed_over", "returned", "destroyed", "missing")
}
LINES = ("scanned_in", "found", "taken_back", "handed_over", "returned", "destroyed", "missing")
PLUS = frozenset(LINES[:3])


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of one day. `flows` has every line of `LINES`; `places` says where it is in the evening."""

    start: int
    flows: Mapping[str, int]
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """What should be there in the evening."""
        return self.start + sum(count if name in PLUS else -count for name, count in self.flows.items())

    @property
    def end(self) -> int:
        """What the records have there in the evening."""
        return sum(self.places.values())

    @property
    def adds_up(self) -> bool:
        """Say whether both are the same."""
        return self.expected == self.end


@dataclass(frozen=True, slots=True)
class Link:
    """A stay as the chain of a document has it; `at` and `until` are moments, None while it lasts."""

    number: int
    place: str
    at: object
    until: object | None


def sum_of(start: int, moves: Mapping[tuple[str, str], int], places: Mapping[str, int]) -> Sum:
    """Add up a day: `moves` counts the movements of the day by from and to."""
    flows = dict.fromkeys(LINES, 0)
    for way, count in moves.items():
        name = CAME.get(way) or LEFT.get(way)
        if name:
            flows[name] += count
    return Sum(start, flows, {place: places.get(place, 0) for place in HERE})


def fault_in(chain: Sequence[Link]) -> str:
    """Return what is wrong with the stays of one document, in order, as a code; empty when nothing is.

    `no_beginning`, `gap` (a stay is gone, or two do not touch), `impossible_way`, `no_place` (none is open),
    `two_places`.
    """
    if not chain or (chain[0].number, chain[0].place) != (1, "announced"):
        return "no_beginning"
    for before, after in pairwise(chain):
        if before.until is None:
            return "two_places"
        if after.number != before.number + 1 or after.at != before.until:
            return "gap"
        if after.place not in MOVES[before.place]:
            return "impossible_way"
    return "" if chain[-1].until is None else "no_place"
