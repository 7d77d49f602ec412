"""Bookings a second beside each other: pgbench, the actions, the forms over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks import bare, crowd
from benchmarks.bookings import Booker
from benchmarks.clients import Tally, at_once
from benchmarks.http_bookings import FORMS, FormBooker
from benchmarks.report import Aim, Samples, Table, number, percent
from servicepoint.locations import queries as locations
from servicepoint.public.slot_list import slot_value

CLIENTS = (1, 8, 32)
ROUNDS = 3
SECONDS = 2.5
WARM_UP = 2
ACTIONS_SHARE = 0.25
HTTP_SHARE = 0.05
ABOUT = (
    "A second, median of rounds. `pgbench`: the bare guarded INSERT. `actions`: hold and book through "
    "`appointments.actions`, one process for each client, at random places of 10 locations with 20 "
    f"counters each and 10,000 appointments. `HTTP`: the {FORMS} forms of a booking for one person, sent "
    "to the production server, which shares this machine with the database and the clients. `refused` "
    "counts both ways together."
)
NO_PGBENCH = (
    "This machine has no pgbench (Debian: postgresql-15 brings it), so there is nothing to compare with."
)


@dataclass(slots=True)
class Rates:
    """What one number of clients reached."""

    bare: Samples = field(default_factory=Samples)
    actions: Samples = field(default_factory=Samples)
    http: Samples = field(default_factory=Samples)
    milliseconds: Samples = field(default_factory=Samples)
    refused: int = 0

    def add(self, actions: Tally, http: Tally) -> None:
        """Keep one round."""
        self.actions.add(actions.per_second("booked"))
        self.http.add(http.per_second("booked"))
        self.milliseconds.add(actions.median_milliseconds)
        both = actions.ended + http.ended
        self.refused += both.total() - both["booked"]


def measure(
    address: str, port: int, folder: Path, *, location_ids: Sequence[int], now: datetime
) -> tuple[Table, list[Aim]]:
    """Measure each number of clients in turn, each way in turn."""
    starts = [crowd.free_starts(each, now) for each in location_ids]  # as a worker of an hour would know them
    booker = Booker(location_ids, starts[0])
    maastricht = locations.location("maastricht").id
    forms = FormBooker(port, [slot_value(start) for start in crowd.free_starts(maastricht, now)])
    program = bare.pgbench()
    rates = {clients: Rates() for clients in CLIENTS}
    for _ in range(ROUNDS):
        for clients, each in rates.items():
            if program:
                each.bare.add(
                    bare.inserts_per_second(program, address, folder, clients=clients, seconds=SECONDS)
                )
            each.add(
                at_once(clients, booker, seconds=SECONDS, warm_up=WARM_UP),
                at_once(clients, forms, seconds=SECONDS, warm_up=1),
            )
    return _table(rates, has_bare=program is not None), _aims(rates) if program else []


def _table(rates: dict[int, Rates], *, has_bare: bool) -> Table:
    columns = (
        *("clients", "pgbench", "actions", "of pgbench", "ms a booking"),
        *("HTTP", "of pgbench", "forms", "refused"),
    )
    rows = [
        (
            str(clients),
            str(each.bare) if has_bare else "-",
            str(each.actions),
            percent(each.actions.median, each.bare.median) if has_bare else "-",
            number(each.milliseconds.median),
            str(each.http),
            percent(each.http.median, each.bare.median) if has_bare else "-",
            number(each.http.median * FORMS),
            str(each.refused),
        )
        for clients, each in rates.items()
    ]
    return Table("Bookings a second", ABOUT if has_bare else f"{ABOUT} {NO_PGBENCH}", columns, rows)


def _aims(rates: dict[int, Rates]) -> list[Aim]:
    aims = []
    for clients, each in rates.items():
        for way, samples, share in (
            ("through the actions", each.actions, ACTIONS_SHARE),
            ("over HTTP", each.http, HTTP_SHARE),
        ):
            aims.append(
                Aim(
                    f"bookings {way}, {clients} clients" if clients > 1 else f"bookings {way}, 1 client",
                    f"{share:.0%} of pgbench",
                    percent(samples.median, each.bare.median),
                    samples.median >= share * each.bare.median,
                )
            )
    return aims
