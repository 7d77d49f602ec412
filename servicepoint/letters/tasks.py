"""What the worker does by itself. Printing needs the letters' content: `collection.tasks` asks for it."""

import structlog
from procrastinate.contrib.django import app

from servicepoint.kit import clock
from servicepoint.letters import actions

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="letters.follow", queue="letters", queueing_lock="letters.follow")
def follow(timestamp: int) -> None:  # noqa: ARG001 - the minute it was meant for
    """Every five minutes: ask the print service what became of the batches whose turn it is."""
    news = actions.poll_status(now=clock.now())
    if news:
        log.info("letters_followed", batches=news)
