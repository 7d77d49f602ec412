"""What the worker does. Every job may run twice, late or not at all: the table decides what is to be done."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from servicepoint.biometrics import actions
from servicepoint.biometrics.actions.deciding import HAND_OVER, QUEUE
from servicepoint.kit import clock

log = structlog.get_logger(__name__)


@app.task(name=HAND_OVER, queue=QUEUE)
def hand_over(capture_id: str) -> None:
    """Hand over one capture that was just accepted."""
    actions.hand_over_one(UUID(capture_id), clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="biometrics.sweep", queue=QUEUE, queueing_lock="biometrics.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the minute it was meant for
    """Each minute: what is past its limit goes first; then second attempts, receipts and the alarm."""
    gone = actions.delete_expired(clock.now())
    confirmed = actions.hand_over_due(clock.now())
    late = actions.alarm_late(clock.now())
    if gone or confirmed or late:
        log.info("biometrics_swept", deleted=gone, confirmed=confirmed, late=late)


@app.periodic(cron="23 3 * * *")
@app.task(name="biometrics.forget", queue="housekeeping", queueing_lock="biometrics.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001
    """Each night: forget whose old sittings were."""
    log.info("biometrics_forgotten", sittings=actions.forget(clock.now()))
