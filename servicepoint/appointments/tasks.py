"""Housekeeping at night; nothing becomes wrong when it did not run."""

from procrastinate.contrib.django import app

from servicepoint.kit import clock

from .actions import forget


@app.periodic(cron="17 3 * * *")
@app.task(name="appointments.forget", queue="housekeeping", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - every periodic job is handed its moment
    """Forget what time has made needless."""
    forget(clock.now())
