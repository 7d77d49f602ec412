"""Housekeeping; nothing becomes wrong when it did not run: the next day's first act closes what is open."""

from procrastinate.contrib.django import app

from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM

from .actions import close_day, forget
from .errors import DayNotOver, TryAgain
from .queries import due_days


@app.periodic(cron="*/10 * * * *")
@app.task(name="visits.close_days", queueing_lock="visits.close_days", pass_context=False)
def close_days(timestamp: int) -> int:  # noqa: ARG001 - the moment the scheduler meant
    """Close the days that are over; return how many. One that is busy is closed the next time."""
    now, closed = clock.now(), 0
    for location_id, day in due_days(now):
        try:
            close_day(location_id, day=day, now=now, actor=SYSTEM)
        except (DayNotOver, TryAgain):
            continue
        closed += 1
    return closed


@app.periodic(cron="27 3 * * *")
@app.task(name="visits.forget", queue="housekeeping", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Empty what time has made needless."""
    forget(clock.now())
