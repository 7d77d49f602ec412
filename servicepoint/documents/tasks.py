"""Housekeeping; nothing becomes wrong when it did not run."""

from procrastinate.contrib.django import app

from servicepoint.kit import clock

from .actions import forget


@app.periodic(cron="37 3 * * *")
@app.task(name="documents.forget", queue="housekeeping", pass_context=False)
def forget_old(timestamp: int) -> None:  # noqa: ARG001 - the moment the scheduler meant
    """Empty what time has made needless."""
    forget(clock.now())
