"""What the print service says of batches that it took, and what staff do with one that failed."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.kit.actor import SYSTEM, Actor
from servicepoint.letters.errors import BatchNotFailed, BatchUnknown
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.printers import Answer, configured_printer
from servicepoint.letters.printers.answer import UNREACHABLE
from servicepoint.letters.rules import letter_id_of

log = structlog.get_logger(__name__)
POLL_MAX = 50  # batches in one round
POLL_MINUTES = 15
FOLLOWED_DAYS = 30  # what is not posted by then is asked for no more
NOT_PRINTED = "not_printed"
BatchState, State = Batch.State, Letter.State
AT_PRINTER = (BatchState.HANDED_OVER, BatchState.CONFIRMED)


def poll_status(*, now: datetime, limit: int = POLL_MAX) -> int:
    """Ask the print service about what it took; return for how many batches it had news."""
    printer = configured_printer()
    if printer is None:
        return 0
    since = now - timedelta(days=FOLLOWED_DAYS)
    open_rows = Batch.objects.filter(
        state__in=AT_PRINTER, posted_at=None, due_at__lte=now, handed_over_at__gt=since
    )
    news = 0
    for batch in open_rows.order_by("due_at", "id")[:limit]:
        answer = printer.receipt(str(batch.id))
        if answer.code in UNREACHABLE:
            break
        news += note_status(batch.id, answer, now=now)
    return news


def note_status(batch_id: UUID, answer: Answer, *, now: datetime) -> bool:
    """Write down how the print service says that a batch stands; return whether that is news."""
    with transaction.atomic():
        row = Batch.objects.select_for_update().filter(id=batch_id, state__in=AT_PRINTER).first()
        if row is None:
            return False
        row.due_at = now + timedelta(minutes=POLL_MINUTES)
        is_news = answer.outcome == "taken" and _move_on(row, answer, now)
        row.save()
        if is_news:
            facts = {"status": answer.state, "count": len(answer.letters)}
            record("letters.followed", actor=SYSTEM, subject=f"batch:{row.id}", now=now, facts=facts)
    return is_news


def hand_over_again(batch_id: UUID, *, now: datetime, actor: Actor) -> None:
    """Try a batch that failed once more. Raises BatchUnknown, BatchNotFailed.

    One that the print service never confirmed keeps its name, so that it cannot be printed twice. Letters
    that the service says it did not print wait for a new batch.
    """
    with transaction.atomic():
        row = Batch.objects.select_for_update().filter(id=batch_id).first()
        if row is None:
            raise BatchUnknown
        if row.state != BatchState.FAILED:
            raise BatchNotFailed
        letters = Letter.objects.filter(batch=row)
        if row.last_error == NOT_PRINTED or not letters.filter(state=State.IN_BATCH).exists():
            letters.filter(state=State.FAILED).update(
                state=State.WAITING, batch=None, first_page=None, pages=None, settled_at=None
            )
            row.state, row.last_error = BatchState.CONFIRMED, ""
            row.handed_over_at = row.handed_over_at or now
            row.confirmed_at = row.posted_at = now
        else:
            row.state, row.attempts, row.due_at, row.last_error = BatchState.MAKING, 0, now, ""
        row.save()
        record("letters.again", actor=actor, subject=f"batch:{row.id}", now=now)


def _move_on(row: Batch, answer: Answer, now: datetime) -> bool:
    """Change the batch and its letters as the service says; return whether anything changed."""
    before = (row.state, row.posted_at)
    printed = answer.state in ("printed", "posted")
    if printed and row.confirmed_at is None:
        row.state, row.confirmed_at = BatchState.CONFIRMED, now
    if answer.state == "posted":
        row.posted_at = now
    if answer.state == "failed" and row.state == BatchState.HANDED_OVER:
        row.state, row.last_error = BatchState.FAILED, NOT_PRINTED
        log.error("letters_not_printed", batch=str(row.id))
    changed = _move_letters(row, answer, now) if before != (row.state, row.posted_at) or answer.letters else 0
    return changed > 0 or before != (row.state, row.posted_at)


def _move_letters(row: Batch, answer: Answer, now: datetime) -> int:
    """Give each letter its state: its own where the service names it, else the batch's."""
    at_printer = Letter.objects.filter(batch=row, state__in=[State.HANDED_OVER, State.PRINTED])
    changed = 0
    own = {letter_id_of(name): state for name, state in answer.letters.items()}
    for state in ("printed", "posted", "failed"):
        named = [letter_id for letter_id, one in own.items() if letter_id is not None and one == state]
        changed += at_printer.filter(id__in=named).exclude(state=state).update(state=state, settled_at=now)
    if answer.state != "taken":
        others = at_printer.exclude(id__in=[each for each in own if each is not None])
        changed += others.exclude(state=answer.state).update(state=answer.state, settled_at=now)
    return changed
