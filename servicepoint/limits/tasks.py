"""Housekeeping; nothing becomes wrong when it did not run."""

from procrastinate.contrib.django import app

from servicepoint.kit import clock
from servicepoint.limits.actions import forget_old


@app.periodic(cron="17 * * * *")
@app.task(name="limits.forget_old", queueing_lock="limits.forget_old", pass_context=False)
def forget_spent_limits(timestamp: int) -> int:  # noqa: ARG001 - the moment the scheduler meant
    """Delete what has come back to everybody; return how many rows."""
    return forget_old(clock.now())
