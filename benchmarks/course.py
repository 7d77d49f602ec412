"""The course of a run: which database is made when, and what is measured in it."""

import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

from django.core.management import call_command

from benchmarks import crowd, crush, hall, http_bookings, letters, pages, polling, rates, search
from benchmarks.changes import PEOPLE
from benchmarks.databases import Databases, databases, use
from benchmarks.report import Aim, Table, aims_table, write
from benchmarks.server import running
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.locations.models import Location


def run(address: str) -> None:
    """Measure everything, print it, write the results page."""
    now = clock.now()
    load_before = os.getloadavg()[0]
    with databases(address) as made, tempfile.TemporaryDirectory() as folder:
        tables = _measured(made, Path(folder), now)
        for table in tables:
            print("\n".join(table.lines()), flush=True)
        write(tables, now, load_before)


def _measured(made: Databases, folder: Path, now: datetime) -> list[Table]:
    site = _site(made)
    _tell("free places")
    search_tables, aims, many = search.measure(made, site, now)
    _tell("bookings")
    booking_address = made.new("bookings", like=many)
    use(booking_address)
    crowd.add_counters(locations.location("maastricht").id, 20)
    crowd.add_documents(locations.location("maastricht").id, http_bookings.PEOPLE, now)
    ids = list(Location.objects.filter(slug__startswith="bench-20-").values_list("id", flat=True))
    with running(booking_address) as port:
        booking_table, booking_aims = rates.measure(booking_address, port, folder, location_ids=ids, now=now)
    _tell("everybody at once")
    use(made.new("crush", like=site))
    crush_table = crush.measure(now)
    _tell("pages")
    page_address = made.new("pages", like=site)
    use(page_address)
    crowd.fill([locations.location("maastricht").id], pages.APPOINTMENTS, now)
    with running(page_address) as port, running(page_address, bare=True) as bare_port:
        page_table, page_aims = pages.measure(bare_port, port, folder)
    _tell("polling")
    polling_tables, polling_aims = _polling(made, site, folder)
    _tell("the hall")
    hall_table, hall_aims = _hall(made, site)
    _tell("letters")
    use(made.new("letters", like=site))
    letter_tables, letter_aims = letters.measure(locations.location("maastricht").id, folder, now)
    aims = [*aims, *booking_aims, *page_aims, *polling_aims, *hall_aims, *letter_aims]
    tables = [
        *search_tables,
        booking_table,
        crush_table,
        page_table,
        *polling_tables,
        hall_table,
        *letter_tables,
    ]
    return [aims_table(aims), *tables]


def _polling(made: Databases, site: str, folder: Path) -> tuple[list[Table], list[Aim]]:
    """Measure what programs ask, at the real service point with as many appointments as the pages have."""
    address, now = made.new("polling", like=site), clock.now()
    use(address)
    location_id = locations.location("maastricht").id
    crowd.fill([location_id], pages.APPOINTMENTS, now)
    crowd.add_documents(location_id, PEOPLE, now)
    starts = crowd.free_starts(location_id, now)
    return polling.measure(address, folder, location_id=location_id, starts=starts)


def _hall(made: Databases, site: str) -> tuple[Table, list[Aim]]:
    """Measure the live pages of a day."""
    address = made.new("hall", like=site)
    use(address)
    with running(address) as port:
        return hall.measure(port)


def _site(made: Databases) -> str:
    """Make a database with the tables and the real content."""
    _tell("tables and content")
    address = made.new("site")
    use(address)
    call_command("migrate", verbosity=0)
    call_command("load_content", stdout=Path(os.devnull).open("w"))  # noqa: SIM115 - for this one call
    use(address)
    return address


_began = time.monotonic()


def _tell(what: str) -> None:
    print(f"{time.monotonic() - _began:5.0f} s  {what}", flush=True)
