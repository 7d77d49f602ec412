"""Messages into the outbox, out of it again, and on their way.

`queue` and `withdraw` belong in the caller's own transaction: what is booked is announced, nothing else is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.notifications.delivery import deliver
from servicepoint.notifications.errors import NothingToResend
from servicepoint.notifications.models import Message
from servicepoint.notifications.note import Note
from servicepoint.notifications.notice import Notice
from servicepoint.notifications.outbox import (
    Content,
    Outgoing,
    add_job,
    content_of,
    content_of_notice,
    ids_of,
    insert,
    post,
)
from servicepoint.notifications.rules import LOG_DAYS, SWEEP_MAX
from servicepoint.notifications.sheet import Kind

__all__ = [
    "Kind",
    "Notice",
    "Outgoing",
    "deliver_due",
    "deliver_one",
    "post_all",
    "purge",
    "queue",
    "queue_all",
    "queue_notice",
    "resend",
    "withdraw",
]


def queue(
    *, kind: Kind, note: Note, to: str, due_at: datetime, dedupe_key: str, expires_at: datetime | None = None
) -> int:
    """Queue one message in the caller's transaction; return its id, also when it was queued before."""
    outgoing = Outgoing(kind, due_at, dedupe_key, expires_at)
    return queue_all([outgoing], note=note, to=to)[0]


def queue_all(messages: Sequence[Outgoing], *, note: Note, to: str) -> tuple[int, ...]:
    """Queue several messages about one note with one statement; return their ids in order.

    Reminders are left to the sweep; anything else gets a job, so that it leaves once the caller commits.
    """
    return _queued(messages, content_of(note, to))


def queue_notice(
    notice: Notice,
    *,
    to: str,
    topic: str,
    dedupe_key: str,
    due_at: datetime,
    expires_at: datetime | None = None,
) -> int:
    """Queue one notice in the caller's transaction; return its id, also when it was queued before."""
    outgoing = Outgoing("notice", due_at, dedupe_key, expires_at)
    return _queued([outgoing], content_of_notice(notice, topic, to))[0]


def post_all(messages: Sequence[Outgoing], *, note: Note, to: str) -> None:
    """Queue as `queue_all` does, for a caller that needs no ids: one statement whose answer nobody reads."""
    post(messages, content_of(note, to))


def withdraw(topic: str, kinds: Sequence[Kind], now: datetime) -> int:
    """Take back what has not left yet; return how many messages that were.

    One that is on its way at this very moment is not sent again, but may still arrive.
    """
    open_states = [Message.State.QUEUED, Message.State.SENDING]
    return Message.objects.filter(topic=topic, kind__in=list(kinds), state__in=open_states).update(
        state=Message.State.WITHDRAWN, note=None, claimed_until=None, settled_at=now
    )


def deliver_due(now: datetime, limit: int = SWEEP_MAX) -> int:
    """Send what is due; return how many messages went. Not inside a transaction."""
    return deliver(Message.objects.all(), now=now, limit=limit)


def deliver_one(message_id: int, now: datetime) -> int:
    """Send this message if it is due and nobody else is sending it; return how many went."""
    return deliver(Message.objects.filter(id=message_id), now=now, limit=1)


def resend(message_id: int, *, actor: Actor, now: datetime) -> None:
    """Queue a message that was given up once more; NothingToResend when it is another, or emptied by now."""
    with transaction.atomic():
        failed = Message.objects.filter(
            id=message_id, state=Message.State.FAILED, note__isnull=False
        ).exclude(recipient="")
        again = failed.update(
            state=Message.State.QUEUED, attempts=0, due_at=now, settled_at=None, last_error=""
        )
        if not again:
            raise NothingToResend
        add_job(message_id)
        subject = f"notifications.message:{message_id}"
        record("notifications.resent", actor=actor, subject=subject, now=now)


def purge(now: datetime) -> int:
    """Empty what is personal in messages settled KEEP_DAYS ago, drop the oldest; return how many."""
    Message.objects.filter(settled_at__lt=now - timedelta(days=LOG_DAYS)).delete()
    old = Message.objects.filter(settled_at__lt=now - timedelta(days=settings.KEEP_DAYS))
    return old.exclude(recipient="", note__isnull=True).update(recipient="", note=None)


def _queued(messages: Sequence[Outgoing], content: Content) -> tuple[int, ...]:
    ids = insert(messages, content)
    if len(ids) < len(messages):
        ids = ids_of(messages)
    return tuple(ids[message.dedupe_key] for message in messages)
