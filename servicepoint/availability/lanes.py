"""Openings and busy time as whole numbers: bit n stands for the n-th tick after the window's first.

One number covers all days of the window, so a search costs a few shifts per counter, however many
appointments there are. Runs of free time never join across a gap, because a closed tick is a zero.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_DAY = (1 << 25 * 12) - 1  # the longest day of the year, in ticks of five minutes


@dataclass(frozen=True, slots=True)
class Opening:
    """One counter from `start_tick` up to `end_tick` (ticks since 1970, UTC), for these services."""

    counter_id: int
    start_tick: int
    end_tick: int
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lane:
    """Openings of one counter for the same services, no two touching; bits relative to a first tick."""

    counter_id: int
    services: frozenset[str]
    bits: int


@dataclass(frozen=True, slots=True)
class Need:
    """What a party needs: a run of `ticks` at one counter that does all of `services`."""

    services: frozenset[str]
    ticks: int


def mask(start_tick: int, end_tick: int, first_tick: int) -> int:
    """Return the bits from `start_tick` up to `end_tick`; what lies before `first_tick` is left out."""
    low = max(start_tick - first_tick, 0)
    length = end_tick - first_tick - low
    return ((1 << length) - 1) << low if length > 0 else 0


def lanes(openings: Iterable[Opening], first_tick: int) -> tuple[Lane, ...]:
    """Return the openings as lanes.

    Two openings that touch go into different lanes: an appointment never runs over the end of an opening.
    """
    bits: dict[tuple[int, frozenset[str], int], int] = {}
    last: dict[int, tuple[int, int]] = {}
    for opening in sorted(openings, key=lambda each: (each.counter_id, each.start_tick)):
        end_before, layer = last.get(opening.counter_id, (-1, 0))
        layer = 1 - layer if opening.start_tick <= end_before else 0
        last[opening.counter_id] = (opening.end_tick, layer)
        key = (opening.counter_id, opening.services, layer)
        bits[key] = bits.get(key, 0) | mask(opening.start_tick, opening.end_tick, first_tick)
    return tuple(Lane(counter, services, value) for (counter, services, _), value in bits.items())


def run_starts(bits: int, ticks: int) -> int:
    """Return the bits at which a run of `ticks` set bits starts."""
    done = 1
    while done < ticks and bits:
        shift = min(done, ticks - done)
        bits &= bits >> shift
        done += shift
    return bits


def _every(step: int, length: int) -> int:
    """Return a number of at least `length` bits in which every `step`-th bit is set, from bit 0."""
    bits, have = 1, step
    while have < length:
        bits |= bits << have
        have *= 2
    return bits


def starts(
    all_lanes: Iterable[Lane], busy: Mapping[int, int], need: Need, *, first_tick: int, step_ticks: int
) -> int:
    """Return the bits at which the need can start at some counter.

    `busy` maps a counter to its taken bits. Starts lie on multiples of `step_ticks` since 1970, which on a
    Dutch clock are the same minutes of every hour, in summer and in winter.
    """
    found = 0
    for lane in all_lanes:
        if need.services <= lane.services:
            found |= run_starts(lane.bits & ~busy.get(lane.counter_id, 0), need.ticks)
    offset = -first_tick % step_ticks
    return found & (_every(step_ticks, found.bit_length()) << offset) if found else 0


def places(
    all_lanes: Iterable[Lane], busy: Mapping[int, int], need: Need, *, first_tick: int, step_ticks: int
) -> Iterator[int]:
    """Yield the start (bit) of each place, none overlapping another: as many as fit one after the other."""
    for lane in all_lanes:
        if need.services <= lane.services:
            free_at = 0
            one = (lane,)
            for start in set_bits(starts(one, busy, need, first_tick=first_tick, step_ticks=step_ticks)):
                if start >= free_at:
                    yield start
                    free_at = start + need.ticks


def fitting_counters(
    all_lanes: Iterable[Lane], busy: Mapping[int, int], need: Need, *, first_tick: int, start_tick: int
) -> tuple[int, ...]:
    """Return the counters where the need can start at `start_tick`, the best fit first.

    Best is the counter that does the fewest other services, then the one whose place leaves the smallest gap
    behind it, so that longer visits still find room elsewhere.
    """
    offset = start_tick - first_tick
    if offset < 0:
        return ()
    wanted = (1 << need.ticks) - 1
    ranked: list[tuple[int, int, int]] = []
    for lane in all_lanes:
        if not need.services <= lane.services:
            continue
        # From the start on and no further than a day: an opening never runs longer.
        free = (lane.bits >> offset) & _DAY & ~(busy.get(lane.counter_id, 0) >> offset & _DAY)
        if free & wanted == wanted:
            rest = ~(free >> need.ticks)
            gap_behind = (rest & -rest).bit_length() - 1
            ranked.append((len(lane.services), gap_behind, lane.counter_id))
    return tuple(dict.fromkeys(counter_id for _, _, counter_id in sorted(ranked)))


def set_bits(bits: int) -> Iterator[int]:
    """Yield the positions of the set bits, ascending."""
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)
