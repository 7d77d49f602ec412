"""How long someone still waits, honestly: from and to, never one number. Pure.

The line ahead is played many times with the very rule that calls people, each time with other lengths of the
visits: the planned minutes times what visits took of their plan (`USUAL_PACE`, and every visit measured
today). What most plays agree on is the answer. The dice always fall the same way, so equal questions get
equal answers.
"""

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from operator import itemgetter
from random import Random
from statistics import median
from typing import NamedTuple

from .line import PLACE, Waiting, in_order, is_served_by

PLAYS = 60
PARTIES_MAX = 150  # nobody is told of a wait behind more than these
SIDE = 0.1  # the share of plays left out at each side
STEP_MINUTES = 5
HORIZON_MINUTES = 150  # who comes later than this is not played
USUAL_PACE = (0.45, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
GAP_MINUTES = (0.0, 0.5, 1.0, 1.5)  # between two parties at a counter
ARRIVES_MINUTES = (-13, -10, -8, -6, -5, -4, -2, 0, 3, 8)  # around the booked time
SHARE_THAT_COMES = 0.92


@dataclass(frozen=True, slots=True)
class WaitRange:
    """From and to in whole minutes, in steps of five; `high` is more than `low`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter that calls people; with `busy_since` it has a party that was planned for `busy_minutes`."""

    counter_id: int
    services: frozenset[str]
    busy_since: datetime | None = None
    busy_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """A party with an appointment that has not arrived yet."""

    scheduled_at: datetime
    services: frozenset[str]
    minutes: int


@dataclass(frozen=True, slots=True)
class Hall:
    """All that decides how long people wait: who is here, who comes, who calls, and today's pace."""

    waiting: tuple[Waiting, ...]
    counters: tuple[CounterNow, ...]
    expected: tuple[Expected, ...] = ()
    measured: tuple[float, ...] = field(default=())

    @property
    def paces(self) -> tuple[float, ...]:
        """What visits take of their plan: as usual, and as measured today."""
        return USUAL_PACE + self.measured


def ranges(hall: Hall, now: datetime) -> Mapping[int, WaitRange]:
    """Return for each waiting visit from and to how many minutes it still waits, one entry per visit.

    Who no counter serves at present has no entry: nobody can say. A long line costs tens of milliseconds.
    """
    line = in_order(hall.waiting)[:PARTIES_MAX]
    waits: dict[int, list[float]] = {each.visit_id: [] for each in line}
    coming = _still_to_come(hall, now)
    dice = Random(len(line))  # noqa: S311 - a play of the line, no secret
    for _ in range(PLAYS if line and hall.counters else 0):
        free = [(_minutes_left(each, now, dice, hall.paces), each) for each in hall.counters]
        for visit_id, minutes in _play(line, free, _arrivals(coming, dice), Luck(dice, hall.paces)):
            waits[visit_id].append(minutes)
    return {visit_id: _range_of(found) for visit_id, found in waits.items() if found}


def _range_of(minutes: list[float]) -> WaitRange:
    in_rank = sorted(minutes)
    out = int(len(in_rank) * SIDE)
    low = int(in_rank[out] // STEP_MINUTES) * STEP_MINUTES
    high = -int(-in_rank[-1 - out] // STEP_MINUTES) * STEP_MINUTES
    return WaitRange(low, max(high, low + STEP_MINUTES))


class Luck(NamedTuple):
    """The dice, and what visits take of their plan today."""

    dice: Random
    paces: Sequence[float]

    def minutes(self, planned: int) -> float:
        """Return how long a visit takes this time, with the moment until the next is called."""
        return planned * self.dice.choice(self.paces) + self.dice.choice(GAP_MINUTES)


def _play(
    line: Sequence[Waiting],
    counters: Sequence[tuple[float, CounterNow]],
    coming: list[tuple[float, Waiting]],
    luck: Luck,
) -> Iterator[tuple[int, float]]:
    """Yield (visit, minutes from now) for each party of the line that gets called, in one play."""
    free = [(at, number) for number, (at, _counter) in enumerate(counters)]
    heapify(free)
    here, unseen = list(line), {each.visit_id for each in line}
    while free and unseen:
        at, number = heappop(free)
        while coming and coming[-1][0] <= at:
            insort(here, coming.pop()[1], key=PLACE)
        party = _first_for(here, counters[number][1])
        if party is not None:
            here.remove(party)
            if party.visit_id in unseen:
                unseen.remove(party.visit_id)
                yield party.visit_id, at
            heappush(free, (at + luck.minutes(party.minutes), number))
        elif coming:
            heappush(free, (coming[-1][0], number))


def _first_for(here: Sequence[Waiting], counter: CounterNow) -> Waiting | None:
    for party in here:
        if is_served_by(party, counter.counter_id, counter.services):
            return party
    return None


def _minutes_left(counter: CounterNow, now: datetime, dice: Random, paces: Sequence[float]) -> float:
    """Return in how many minutes a counter is free, given how long its party has been there."""
    if counter.busy_since is None:
        return 0.0
    gone = _minutes_between(counter.busy_since, now)
    longer = [pace * counter.busy_minutes for pace in paces if pace * counter.busy_minutes > gone]
    if not longer:
        return dice.choice(USUAL_PACE) * counter.busy_minutes / 3
    return dice.choice(longer) - gone + dice.choice(GAP_MINUTES)


def _still_to_come(hall: Hall, now: datetime) -> list[tuple[float, Waiting]]:
    """Return who may arrive while this line lasts, as (minutes from now to the booked time, party)."""
    parties = (
        Waiting(-1 - number, each.scheduled_at, each.scheduled_at, each.services, each.minutes)
        for number, each in enumerate(hall.expected)
    )
    coming = ((_minutes_between(now, party.in_line_at), party) for party in parties)
    return [(minutes, party) for minutes, party in coming if minutes < HORIZON_MINUTES]


def _arrivals(coming: Sequence[tuple[float, Waiting]], dice: Random) -> list[tuple[float, Waiting]]:
    """Return who comes in this play, as (minutes from now, party), the next one last."""
    arrivals = [
        (max(minutes + dice.choice(ARRIVES_MINUTES), 0.0), party)
        for minutes, party in coming
        if dice.random() < SHARE_THAT_COMES
    ]
    return sorted(arrivals, key=itemgetter(0), reverse=True)


def _minutes_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Turn:
    """When a party with an appointment could first be called, and when it was; None while it waits."""

    due_at: datetime
    called_at: datetime | None


def lateness_minutes(turns: Sequence[Turn], now: datetime, *, within_minutes: int = 45) -> int:
    """Return by how many minutes the location runs late, in steps of five: the median of the last turns.

    Turns are those due that were called lately, or still wait; who came late or early counts from when they
    could be called, so that nobody else's habits make the service point late.
    """
    since = now - timedelta(minutes=within_minutes)
    late = [
        max(_minutes_between(turn.due_at, turn.called_at or now), 0.0)
        for turn in turns
        if turn.due_at <= now and (turn.called_at is None or turn.called_at >= since)
    ]
    return int(median(late) // STEP_MINUTES) * STEP_MINUTES if late else 0
