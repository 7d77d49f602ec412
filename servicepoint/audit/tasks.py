"""Each minute what was written gets its link; each night the whole record is walked, and its head logged."""

import structlog
from procrastinate.contrib.django import app

from servicepoint.audit import linking
from servicepoint.kit import clock

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="audit.link", queue="housekeeping", queueing_lock="audit.link", pass_context=False)
def link(timestamp: int) -> int:  # noqa: ARG001 - the moment the scheduler meant
    """Link the newest entries."""
    return linking.link_entries(clock.now())


@app.periodic(cron="7 0 * * *")
@app.task(name="audit.close_day", queue="housekeeping", queueing_lock="audit.close_day", pass_context=False)
def close_day(timestamp: int) -> None:  # noqa: ARG001
    """Link whatever was overlooked, walk along the chain, and write its head where the logs go: elsewhere."""
    linking.link_entries(clock.now(), search_all=True)
    verdict = linking.verify()
    if verdict.broken:
        log.error("record_broken", damage=verdict.broken.damage, entry=verdict.broken.entry_id)
        return
    log.info("record_holds", head=verdict.head.text)
