"""Out of the house: claim an envelope, hand it over, delete it when the receiver has confirmed.

The claim commits before the receiver is asked anything, so that no transaction waits for a network. A worker
that dies in between leaves a claim that runs out; the next one hands over again, under the same name.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from servicepoint.audit.actions import record
from servicepoint.biometrics import rules
from servicepoint.biometrics.actions.sittings import name_of
from servicepoint.biometrics.models import HELD, Capture
from servicepoint.biometrics.receiver import Answer, Receiver, get_receipt, put_envelope
from servicepoint.kit.actor import SYSTEM

log = structlog.get_logger(__name__)
State = Capture.State
Clock = Callable[[], datetime]
ON_THEIR_WAY = (State.DUE, State.HANDED_OVER)


def hand_over_due(now: datetime, limit: int = rules.SWEEP_MAX) -> int:
    """Hand over what is due, and ask for receipts; return how many were confirmed. Not in a transaction."""
    return _hand_over(Capture.objects.all(), now=now, limit=limit)


def hand_over_one(capture_id: UUID, now: datetime) -> int:
    """Hand over this capture if it is due and nobody else is at it; return how many were confirmed."""
    return _hand_over(Capture.objects.filter(pk=capture_id), now=now, limit=1)


def delete_expired(now: datetime) -> int:
    """Delete every envelope past its hard limit, each with an entry in the record; return how many."""
    with transaction.atomic():
        gone = list(
            Capture.objects.defer("sealed").filter(state__in=HELD, delete_at__lte=now).select_for_update()
        )
        for row in gone:
            was_accepted = row.accepted_at is not None
            Capture.objects.filter(pk=row.pk).update(
                state=State.EXPIRED if was_accepted else State.DROPPED, sealed=None, settled_at=now
            )
            facts = {"kind": row.kind, "status": row.state, "attempt": row.sent_attempts}
            subject = name_of(row.sitting_id)
            record("biometrics.expired", actor=SYSTEM, subject=subject, now=now, facts=facts)
    lost = sum(row.accepted_at is not None for row in gone)
    if lost:
        log.error("biometrics_lost", count=lost)
    return len(gone)


def alarm_late(now: datetime) -> int:
    """Raise the alarm, once for each, over captures not confirmed in time; return how many are new."""
    late = now - timedelta(minutes=settings.BIOMETRICS_ALARM_MINUTES)
    waiting = Capture.objects.filter(state__in=ON_THEIR_WAY, accepted_at__lte=late, alarmed_at=None)
    count = waiting.update(alarmed_at=now)
    if count:
        log.error("biometrics_not_acknowledged", count=count, minutes=settings.BIOMETRICS_ALARM_MINUTES)
    return count


def _hand_over(scope: QuerySet[Capture], *, now: datetime, limit: int) -> int:
    started = time.monotonic()
    confirmed = 0
    for _ in range(limit):
        moment = now + timedelta(seconds=time.monotonic() - started)
        row = _claim(scope, moment)
        if row is None:
            break
        answer = _ask(row)
        _settle(row, answer, now=now + timedelta(seconds=time.monotonic() - started))
        confirmed += answer.outcome == "acknowledged"
        if answer.code in ("unreachable", "timeout", "tls"):
            break  # nor will any other go through at this moment
    return confirmed


def _claim(scope: QuerySet[Capture], now: datetime) -> Capture | None:
    """Take the next capture that is due and not past its limit."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = scope.filter(free, state__in=ON_THEIR_WAY, due_at__lte=now, delete_at__gt=now)
    with transaction.atomic(durable=True):
        row = due.order_by("due_at", "id").select_for_update(skip_locked=True).first()
        if row is not None:
            row.sent_attempts += 1
            row.claimed_until = now + timedelta(minutes=rules.CLAIM_MINUTES)
            row.save(update_fields=["sent_attempts", "claimed_until"])
    return row


def _ask(row: Capture) -> Answer:
    receiver = Receiver(settings.BIOMETRICS_HANDOVER_URL, settings.BIOMETRICS_HANDOVER_TOKEN)
    if not receiver.url:
        return Answer("failed", "no_receiver")
    if row.state == State.HANDED_OVER:
        answer = get_receipt(receiver, str(row.pk), row.sealed_sha256)
        if answer.code != "status_404":  # else it was lost there: hand it over once more
            return answer
    return put_envelope(receiver, str(row.pk), bytes(row.sealed or b""), row.sealed_sha256)


def _settle(row: Capture, answer: Answer, *, now: datetime) -> None:
    """Write down what came of it, unless the capture was settled or taken over meanwhile."""
    with transaction.atomic():
        mine = Capture.objects.filter(pk=row.pk, state__in=ON_THEIR_WAY, claimed_until=row.claimed_until)
        if answer.outcome == "acknowledged":
            if mine.update(state=State.ACKNOWLEDGED, sealed=None, settled_at=now, last_error=""):
                _record_acknowledged(row, now)
            return
        state = State.HANDED_OVER if answer.outcome == "taken" else State.DUE
        if row.state == State.HANDED_OVER and answer.outcome == "failed":
            state = State.HANDED_OVER
        again_at = rules.next_attempt_at(row.sent_attempts, now)
        mine.update(state=state, due_at=again_at, claimed_until=None, last_error=answer.code)
    if answer.outcome != "taken":
        log.warning("biometrics_delayed", kind=row.kind, attempts=row.sent_attempts, reason=answer.code)


def _record_acknowledged(row: Capture, now: datetime) -> None:
    facts = {"kind": row.kind, "fields": [row.hand, row.finger], "attempt": row.sent_attempts}
    record("biometrics.acknowledged", actor=SYSTEM, subject=name_of(row.sitting_id), now=now, facts=facts)
