"""What the worker does. Every job may run twice, late or not at all: the tables decide what is to be done."""

import structlog
from procrastinate.contrib.django import app

from servicepoint.collection import actions, queries
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.locations.queries import locations

log = structlog.get_logger(__name__)
QUEUE = "letters"


@app.periodic(cron="* * * * *")
@app.task(name="collection.sweep", queue=QUEUE, queueing_lock="collection.sweep", lock="collection")
def sweep(timestamp: int) -> None:  # noqa: ARG001 - the minute it was meant for
    """Each minute: call off what cannot be, invite whose document came, write what is missing, print."""
    now = clock.now()
    for each in locations():
        off = actions.call_off(each.id, now=now, actor=SYSTEM)
        called = actions.call_in(each.id, now=now, actor=SYSTEM)
        written = actions.write_missing(each.id, now=now, actor=SYSTEM)
        if off or called or written:
            log.info("collection_swept", location=each.slug, off=off, called=called, written=written)
    printed = actions.print_due(now=clock.now())
    if printed:
        log.info("letters_printed", count=printed)


@app.periodic(cron="11 6 * * *")
@app.task(name="collection.follow", queue=QUEUE, queueing_lock="collection.follow", lock="collection")
def follow(timestamp: int) -> None:  # noqa: ARG001
    """Each morning: remind, choose times for who did not, and warn where room is short."""
    for each in locations():
        now = clock.now()
        reminded = actions.remind(each.id, now=now, actor=SYSTEM)
        assigned = actions.assign(each.id, now=now, actor=SYSTEM)
        short = queries.waiting(each.id, now=now).shortages
        if reminded or assigned:
            log.info("collection_followed", location=each.slug, reminded=reminded, assigned=assigned)
        if short:
            log.warning("places_short", location=each.slug, people=short[-1].people, places=short[-1].places)
