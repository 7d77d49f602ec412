"""What the worker does. Every job may run twice, late or not at all: the tables decide what is to be done."""

from uuid import UUID

from procrastinate.contrib.django import app

from servicepoint.documents import actions
from servicepoint.documents.actions.receiving import QUEUE, READ
from servicepoint.kit import clock


@app.task(name=READ, queue=QUEUE)
def read_delivery(delivery_id: str) -> None:
    """Read one delivery that just came in, or that another worker left unread."""
    actions.read(UUID(delivery_id))


@app.periodic(cron="* * * * *")
@app.task(name="documents.queue_unread", queue=QUEUE, queueing_lock="documents.queue_unread")
def queue_unread(timestamp: int) -> None:  # noqa: ARG001 - the minute it was meant for
    """Each minute: what a stopped worker left is queued again."""
    actions.queue_unread(clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(name="documents.forget", queue="housekeeping", queueing_lock="documents.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001
    """Each night: empty what time has made needless."""
    actions.forget(clock.now())
