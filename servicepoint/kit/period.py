"""Half-open periods of time, and the tick: the 5-minute unit in which counters are occupied."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

TICK_MINUTES = 5
_TICK_SECONDS = TICK_MINUTES * 60
MOMENTS_KEPT_MAX = 32_768  # sixteen weeks: a list of free times names the same moments again and again


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `starts_at` up to, not including, `ends_at`; both aware, UTC."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at >= self.ends_at:
            raise ValueError("a period ends after it starts")

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Period") -> bool:
        """Say whether `other` lies wholly within this period."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def tick_of(moment: datetime) -> int:
    """Return the number of the tick that `moment` lies in: ticks since 1970, UTC."""
    return int(moment.timestamp()) // _TICK_SECONDS


def tick_after(moment: datetime) -> int:
    """Return the first tick that starts at or after `moment`."""
    return -(-int(moment.timestamp()) // _TICK_SECONDS)


@lru_cache(maxsize=MOMENTS_KEPT_MAX)
def moment_of(tick: int) -> datetime:
    """Return the moment at which a tick starts, in UTC."""
    return datetime.fromtimestamp(tick * _TICK_SECONDS, tz=UTC)


def ticks_in(minutes: int) -> int:
    """Return how many ticks a length in minutes fills, rounded up."""
    return -(-minutes // TICK_MINUTES)


def minutes_after(moment: datetime, minutes: int) -> datetime:
    """Return the moment that many minutes later on the real clock, whatever the wall clock does."""
    return moment.astimezone(UTC) + timedelta(minutes=minutes)
