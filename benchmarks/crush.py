"""What happens when everybody wants the same: one day at one location, and one last place."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from benchmarks import crowd
from benchmarks.bookings import Booker
from benchmarks.clients import at_once
from benchmarks.report import Table, number
from servicepoint.kit import clock

CLIENTS = 32
CALLERS = 64
SECONDS = 3
COUNTERS = 60
LAST_PLACES = 5
ABOUT = (
    f"{CLIENTS} clients book on the same day at a location with {COUNTERS} counters for {SECONDS} seconds; "
    f"{CALLERS} callers, each a process, ask at one moment for one last place, {LAST_PLACES} times. "
    "`try_again` is the refusal of someone who waited too long for others."
)


def measure(now: datetime) -> Table:
    """Measure both, in a database of their own."""
    (location_id,) = crowd.make_locations(1, counters=COUNTERS)
    today = clock.dutch_day(now)
    starts = [start for start in crowd.free_starts(location_id, now) if clock.dutch_day(start) > today]
    day = clock.dutch_day(starts[0])
    rush = at_once(
        CLIENTS,
        Booker([location_id], [start for start in starts if clock.dutch_day(start) == day]),
        seconds=SECONDS,
        warm_up=1,
    )
    (alone,) = crowd.make_locations(1, counters=0)
    days = _workdays(today + timedelta(days=7), LAST_PLACES)
    crowd.add_single_places(alone, days)
    ended: Counter[str] = Counter()
    lasted: list[float] = []
    for start in crowd.free_starts(alone, now):
        last = at_once(CALLERS, Booker([alone], [start]))
        lasted += last.seconds
        ended += last.ended
    return Table(
        "Everybody at once",
        ABOUT,
        (
            "who",
            "asked",
            "booked",
            "slot_taken",
            "try_again",
            "other",
            "ms, median",
            "slowest",
        ),
        [
            _row(f"{CLIENTS} clients, one day", rush.ended, rush.seconds),
            _row(f"{CALLERS} callers, one last place, {LAST_PLACES} times", ended, lasted),
        ],
    )


def _workdays(first: date, number_of_days: int) -> Sequence[date]:
    days = (first + timedelta(days=each) for each in range(number_of_days * 2 + 2))
    return [day for day in days if day.isoweekday() in crowd.WORKDAYS][:number_of_days]


def _row(who: str, ended: Counter[str], seconds: Sequence[float]) -> tuple[str, ...]:
    known = ("booked", "slot_taken", "try_again")
    other = ended.total() - sum(ended[how] for how in known)
    in_order = sorted(seconds)
    return (
        who,
        str(ended.total()),
        *(str(ended[how]) for how in known),
        str(other),
        number(in_order[len(in_order) // 2] * 1000),
        number(in_order[-1] * 1000),
    )
