"""The day in bars: how many were booked, came and were called in each hour. Sizes only; the page draws."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from servicepoint.kit import clock
from servicepoint.visits.queries import Row

HEIGHT = 120
HOUR_WIDTH = 60
BAR_WIDTH = 16
FOOT = 22  # for the hours below the bars
HEAD = 16  # for the numbers above them
SERIES = ("booked", "came", "called")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its number, in the units of the picture."""

    series: str
    count: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the day."""

    name: str
    middle: int
    bars: tuple[Bar, ...]
    waited: int | None  # the median minutes of who came in this hour

    @property
    def counts(self) -> tuple[int, ...]:
        """Booked, came, called."""
        return tuple(bar.count for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Chart:
    """All hours from the first to the last in which something happened or will."""

    hours: tuple[Hour, ...]
    width: int
    height: int = HEAD + HEIGHT + FOOT
    floor: int = HEAD + HEIGHT

    @property
    def foot(self) -> int:
        """Where the hours are written."""
        return self.height - 6


def chart_of(rows: Iterable[Row], waited: Mapping[int, int]) -> Chart:
    """Return the bars of a day; `waited` is the median minutes by Dutch hour of arrival."""
    counts = _counted(rows)
    known = {hour for each in counts.values() for hour in each}
    if not known:
        return Chart((), 0)
    most = max(count for each in counts.values() for count in each.values())
    hours = tuple(
        Hour(
            name=f"{hour:02d}",
            middle=place * HOUR_WIDTH + HOUR_WIDTH // 2,
            bars=tuple(_bars(place, [counts[series][hour] for series in SERIES], most)),
            waited=waited.get(hour),
        )
        for place, hour in enumerate(range(min(known), max(known) + 1))
    )
    return Chart(hours, len(hours) * HOUR_WIDTH)


def _counted(rows: Iterable[Row]) -> dict[str, Counter[int]]:
    """Count by Dutch hour."""
    counts: dict[str, Counter[int]] = {series: Counter() for series in SERIES}
    for row in rows:
        moments = {"booked": row.scheduled_at, "came": row.arrived_at, "called": row.called_at}
        for series, moment in moments.items():
            if moment:
                counts[series][clock.dutch(moment).hour] += 1
    return counts


def _bars(place: int, counts: Iterable[int], most: int) -> Iterator[Bar]:
    left = place * HOUR_WIDTH + (HOUR_WIDTH - BAR_WIDTH * len(SERIES)) // 2
    for number, (series, count) in enumerate(zip(SERIES, counts, strict=True)):
        height = round(HEIGHT * count / most)
        x = left + number * BAR_WIDTH
        yield Bar(series, count, x, HEAD + HEIGHT - height, BAR_WIDTH - 2, height)
