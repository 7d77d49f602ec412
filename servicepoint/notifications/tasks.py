"""What the worker does. Every job may run twice, late or not at all: the outbox decides what is sent."""

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from servicepoint.kit import clock
from servicepoint.notifications import actions
from servicepoint.notifications.outbox import DELIVER, QUEUE

log = structlog.get_logger(__name__)
JOBS_KEPT_HOURS = 72


@app.task(name=DELIVER, queue=QUEUE)
def deliver(message_id: int) -> None:
    """Send one message that was just queued."""
    actions.deliver_one(message_id, clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="notifications.sweep", queue=QUEUE, queueing_lock="notifications.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the minute it was meant for
    """Each minute: reminders, second attempts, and whatever a stopped worker left."""
    sent = actions.deliver_due(clock.now())
    if sent:
        log.info("mail_swept", sent=sent)


@app.periodic(cron="17 3 * * *")
@app.task(name="notifications.purge", queue=QUEUE, queueing_lock="notifications.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001
    """Each night: empty what is personal in old messages."""
    log.info("mail_purged", emptied=actions.purge(clock.now()))


@app.periodic(cron="27 * * * *")
@app.task(name="worker.tidy", queueing_lock="worker.tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Each hour: drop finished jobs, and those whose worker died. Nothing depends on them."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
    await jobs.delete_old_jobs(
        nb_hours=JOBS_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
