"""The one place where the clock is read, and the one time zone people read.

Moments are aware and in UTC everywhere; Dutch time exists only in rules about days and in what people see.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)  # noqa: TID251 - this is the one place


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` in this thread of work; for tests and what-if questions."""
    token = _frozen_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen_at.reset(token)


def dutch(moment: datetime) -> datetime:
    """Return the same moment on a Dutch clock."""
    return moment.astimezone(DUTCH_TIME)


def dutch_day(moment: datetime) -> date:
    """Return the calendar day in the Netherlands at `moment`."""
    return dutch(moment).date()


def moment_on(day: date, at: time) -> datetime:
    """Return the UTC moment at which a Dutch clock shows `at` on `day`.

    A time that the autumn change shows twice means its first occurrence; one that the spring change skips
    means the moment that many minutes after the change.
    """
    return datetime.combine(day, at, tzinfo=DUTCH_TIME).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of a Dutch day and of the next one; 23, 24 or 25 hours apart."""
    return moment_on(day, time.min), moment_on(day + timedelta(days=1), time.min)
