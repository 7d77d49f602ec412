"""How long it takes to find every free time of twelve weeks, with few and with many appointments."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from benchmarks import crowd
from benchmarks.clients import in_new_process
from benchmarks.databases import Databases, use
from benchmarks.report import Aim, Table, number
from servicepoint.appointments import actions, queries, snapshot
from servicepoint.appointments.party import Ask
from servicepoint.availability import lanes
from servicepoint.kit.actor import RESIDENT

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 3
ASKS = 25  # of each kind, each round
CHANGES = 10
GROWTH_MAX = 1.2  # from 100 to 10,000 appointments
MILLISECONDS_MAX = 10
KINDS = ("pure", "warm", "changed", "cold")
ABOUT = (
    "Milliseconds, median, for all free times of one person at one location. `pure`: the search alone. "
    "`warm`: through `appointments.queries` with the database, nothing changed since the last question. "
    "`changed`: the same after a hold on one day. `cold`: a new process, which reads openings and "
    "appointments first."
)


@dataclass(frozen=True, slots=True)
class World:
    """Service points of one size: how many, with how many counters each."""

    label: str
    name: str
    locations: int
    counters: int


WORLDS = (
    World("three", "1 location, 3 counters", 1, 3),
    World("many", "10 locations, 20 counters each", 10, 20),
)


@dataclass(slots=True)
class Times:
    """Milliseconds by kind of question, as one process measured them."""

    by_kind: dict[str, list[float]] = field(default_factory=dict)
    free: int = 0

    def take(self, kind: str, ask: Callable[[], object]) -> None:
        """Ask once and keep how long it took."""
        began = time.perf_counter()
        ask()
        self.by_kind.setdefault(kind, []).append((time.perf_counter() - began) * 1000)

    def join(self, more: "Times") -> None:
        """Add what another round measured."""
        self.free = more.free
        for kind, values in more.by_kind.items():
            self.by_kind.setdefault(kind, []).extend(values)

    def median(self, kind: str) -> float:
        """Return the median of all rounds."""
        return statistics.median(self.by_kind[kind])


def ask_often(location_id: int, now: datetime) -> Times:
    """Ask for all free times of one person: first as a new process, then warm, then after each booking."""
    ask = Ask(location_id, (crowd.SERVICE,))
    times = Times()

    def everything() -> int:
        return sum(1 for _ in queries.free_slots(ask, now=now))

    times.take("cold", everything)
    times.free = everything()
    seen = snapshot.snapshot(location_id, now)
    need = lanes.Need(frozenset(ask.basket), crowd.TICKS)
    for _ in range(ASKS):
        times.take("warm", everything)
        times.take("pure", lambda: _search(seen, need, now))
    starts = [slot.starts_at for slot in queries.free_slots(ask, now=now)]
    for each in range(CHANGES):
        secret = f"bench {location_id} {each}"
        wanted = starts[len(starts) * each // CHANGES]
        actions.hold(ask, starts_at=wanted, secret=secret, now=now, actor=RESIDENT)
        times.take("changed", everything)
        actions.release(secret, now=now, actor=RESIDENT)
        everything()
    return times


def _search(seen: snapshot.Snapshot, need: lanes.Need, now: datetime) -> list[int]:
    found = lanes.starts(
        seen.lanes, seen.busy(now), need, first_tick=seen.first_tick, step_ticks=seen.step_ticks
    )
    return list(lanes.set_bits(found))


def filled(made: Databases, like: str, world: World, now: datetime) -> dict[int, tuple[str, int]]:
    """Return a database and a location to ask at by number of appointments, each grown from the last."""
    found = {}
    address = like
    for size in SIZES:
        before = address
        address = made.new(f"{world.label}_{size}", like=before)
        use(address)
        if before == like:
            locations = crowd.make_locations(world.locations, counters=world.counters)
        crowd.fill(locations, size - crowd.booked(), now)
        found[size] = address, locations[0]
        use(like)
    return found


def measure(made: Databases, like: str, now: datetime) -> tuple[list[Table], list[Aim], str]:
    """Measure every world and size in turn; also return a database with 10,000 appointments."""
    filled_worlds = {world: filled(made, like, world, now) for world in WORLDS}
    seen: dict[tuple[World, int], Times] = {}
    for _ in range(ROUNDS):
        for world, places in filled_worlds.items():
            for size, (address, location_id) in places.items():
                use(address)
                times: Times = in_new_process(partial(ask_often, location_id, now))
                seen.setdefault((world, size), Times()).join(times)
    tables = [_table(world, {size: seen[world, size] for size in SIZES}) for world in WORLDS]
    aims = [aim for world in WORLDS for aim in _aims(world, seen)]
    return tables, aims, filled_worlds[WORLDS[1]][10_000][0]


def _table(world: World, times: dict[int, Times]) -> Table:
    rows = [
        (f"{size:,}", f"{each.free:,}", *(number(each.median(kind)) for kind in KINDS))
        for size, each in times.items()
    ]
    return Table(f"Free places: {world.name}", ABOUT, ("appointments", "free times found", *KINDS), rows)


def _aims(world: World, seen: dict[tuple[World, int], Times]) -> Iterator[Aim]:
    for kind in ("pure", "warm"):
        few, many = (seen[world, size].median(kind) for size in (100, 10_000))
        what = f"{world.name}, {kind}: 10,000 appointments against 100"
        measured = f"{number(many)} against {number(few)} ms ({many / few:.2f} times)"
        yield Aim(what, f"at most {GROWTH_MAX} times", measured, many <= GROWTH_MAX * few)
    if world.counters == 20:
        slowest = max(seen[world, size].median("warm") for size in SIZES)
        what = "one location of 20 counters, warm, any number of appointments"
        yield Aim(
            what, f"at most {MILLISECONDS_MAX} ms", f"{number(slowest)} ms", slowest <= MILLISECONDS_MAX
        )
