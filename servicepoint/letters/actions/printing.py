"""From letters that wait to a batch at the print service.

A claim commits before anything slow begins. A worker that dies leaves a claim that runs out; the next one
takes the same batch up under its own name and asks the print service first whether it is there already. So
no letter is lost and none is printed twice.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters.actions.making import Compose, Made, Wanted, make
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.printers import Answer, Printer, configured_printer
from servicepoint.letters.printers.answer import UNREACHABLE
from servicepoint.letters.rules import ATTEMPTS_MAX, CLAIM_MINUTES, next_attempt_at
from servicepoint.typeset.press import PressFailed

__all__ = ["Compose", "Wanted", "print_due"]

log = structlog.get_logger(__name__)
PRINT_MAX = 1_000  # letters in one round
Clock = Callable[[], datetime]
BatchState, State = Batch.State, Letter.State


def print_due(compose: Compose, *, now: datetime, limit: int = PRINT_MAX) -> int:
    """Print up to `limit` letters that wait, in batches; return how many went. Not inside a transaction.

    `compose` is asked in pieces and outside of transactions. Without a print service all letters wait.
    """
    printer = configured_printer()
    if printer is None:
        return 0
    moment = _running_from(now)
    printed = 0
    while printed < limit and (batch := _claim(moment(), limit - printed)) is not None:
        answer, count = _print(batch, compose, printer, moment)
        printed += count
        if answer.code in UNREACHABLE:
            break  # nor will any other batch go at this moment
    return printed


def _running_from(now: datetime) -> Clock:
    """Return a clock that shows `now` and goes on: a round takes minutes, and no claim may be born old."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _claim(now: datetime, limit: int) -> Batch | None:
    """Take the oldest open batch that nobody works on, else make one of letters that wait."""
    with transaction.atomic(durable=True):
        batch = _open_batch(now) or _new_batch(now, limit)
        if batch is not None:
            batch.attempts += 1
            batch.claimed_until = now + timedelta(minutes=CLAIM_MINUTES)
            batch.save(update_fields=["attempts", "claimed_until"])
        return batch


def _open_batch(now: datetime) -> Batch | None:
    due = Batch.objects.filter(state=BatchState.MAKING, due_at__lte=now).exclude(claimed_until__gt=now)
    for batch in due.order_by("due_at", "id").select_for_update(skip_locked=True)[:ATTEMPTS_MAX]:
        if batch.attempts < ATTEMPTS_MAX:
            return batch
        _give_up(batch, batch.last_error or "worker_stopped")
    return None


def _new_batch(now: datetime, limit: int) -> Batch | None:
    """Make a batch of the letters that wait longest, all of one location."""
    waiting = Letter.objects.filter(state=State.WAITING).order_by("wanted_at", "id")
    first = waiting.select_for_update(skip_locked=True).first()
    if first is None:
        return None
    count = min(limit, settings.LETTERS_PER_BATCH)
    same_place = waiting.filter(location_id=first.location_id).select_for_update(skip_locked=True)[:count]
    ids = [letter.id for letter in same_place.only("id")]
    batch = Batch.objects.create(
        location_id=first.location_id, form=settings.PRINT_FORM, letters=len(ids), made_at=now, due_at=now
    )
    Letter.objects.filter(id__in=ids).update(state=State.IN_BATCH, batch=batch)
    return batch


def _print(batch: Batch, compose: Compose, printer: Printer, moment: Clock) -> tuple[Answer, int]:
    """Make a claimed batch and hand it over; return the answer, and how many letters went."""
    there = printer.receipt(str(batch.id)) if batch.sha256 else Answer("unknown")
    if there.outcome != "unknown":
        return there, _settle(batch, there, moment())
    try:
        made = make(batch, compose, now=moment())
    except PressFailed as error:
        return Answer("failed", "press"), _settle(batch, Answer("failed", f"press_{error}"), moment())
    if made is None:  # nothing is left in it, or somebody else took it over
        return Answer("unknown"), 0
    answer = _hand_over(batch.id, made, printer)
    return answer, _settle(batch, answer, moment())


def _hand_over(batch_id: UUID, made: Made, printer: Printer) -> Answer:
    """Files first, the manifest last: only with it the batch is there."""
    name = str(batch_id)
    answer = printer.begin(name)
    for file_name, pdf in made.files:
        if answer.outcome == "taken":
            answer = printer.put_file(name, file_name, pdf)
    return printer.put_manifest(name, made.manifest) if answer.outcome == "taken" else answer


def _settle(batch: Batch, answer: Answer, now: datetime) -> int:
    """Write down what came of it, unless somebody else took the batch over; return how many letters went."""
    with transaction.atomic():
        mine = Batch.objects.select_for_update().filter(
            id=batch.id, state=BatchState.MAKING, claimed_until=batch.claimed_until
        )
        row = mine.first()
        if row is None:
            return 0
        if answer.outcome == "taken" and answer.sha256 == row.sha256:
            return _handed_over(row, now)
        code = "other_manifest" if answer.outcome == "taken" else answer.code
        again_at = next_attempt_at(row.attempts, now) if answer.outcome == "failed" else None
        if again_at is None:
            _give_up(row, code)
        else:
            row.due_at, row.claimed_until, row.last_error = again_at, None, code
            row.save(update_fields=["due_at", "claimed_until", "last_error"])
            log.warning("letters_delayed", batch=str(row.id), attempts=row.attempts, reason=code)
    return 0


def _handed_over(row: Batch, now: datetime) -> int:
    row.state, row.handed_over_at, row.due_at = BatchState.HANDED_OVER, now, now
    row.claimed_until, row.last_error = None, ""
    row.save()
    count = Letter.objects.filter(batch=row, state=State.IN_BATCH).update(state=State.HANDED_OVER)
    facts = {"count": count, "location": row.location_id}
    record("letters.handed_over", actor=SYSTEM, subject=f"batch:{row.id}", now=now, facts=facts)
    return count


def _give_up(row: Batch, code: str) -> None:
    row.state, row.claimed_until, row.last_error = BatchState.FAILED, None, code
    row.save(update_fields=["state", "claimed_until", "last_error"])
    log.error("letters_given_up", batch=str(row.id), attempts=row.attempts, reason=code)
