"""Messages into the outbox, out of it again, and on their way.

`queue` and `withdraw` belong in the caller's own transaction: what is booked is announced, nothing else is.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from servicepoint.audit.actions import record
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.notifications.delivery import deliver
from servicepoint.notifications.errors import NothingToResend
from servicepoint.notifications.models import Message
from servicepoint.notifications.note import Note, note_to_json
from servicepoint.notifications.rules import LOG_DAYS, SWEEP_MAX
from servicepoint.notifications.sheet import Kind

__all__ = [
    "Kind",
    "Outgoing",
    "deliver_due",
    "deliver_one",
    "purge",
    "queue",
    "queue_all",
    "resend",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to queue. `dedupe_key` names it for good: a second one with the same key is not queued."""

    kind: Kind
    due_at: datetime
    dedupe_key: str
    expires_at: datetime | None = None


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
    new = _insert(messages, note, to)
    for message in messages:
        if message.kind != "reminder" and message.dedupe_key in new:
            app.configure_task("notifications.deliver", queue="mail").defer(
                message_id=new[message.dedupe_key]
            )
    if len(new) < len(messages):
        keys = [message.dedupe_key for message in messages]
        new = dict(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", "id"))
    return tuple(new[message.dedupe_key] for message in messages)


def _enqueue(message_id: int) -> None:
    """Add a job in the caller's transaction.

    No lock on the job: a queueing lock would make one booking wait for, or break on, another one's job.
    A job too many finds nothing to claim.
    """
    app.configure_task("notifications.deliver", queue="mail").defer(message_id=message_id)


_COLUMNS = (
    "kind, topic, dedupe_key, language, recipient, note, message_id, state, attempts, last_error,"
    " queued_at, due_at, expires_at"
)


def _insert(messages: Sequence[Outgoing], note: Note, to: str) -> dict[str, int]:
    """Insert what is new; return id by dedupe key. The ORM cannot say both ON CONFLICT and RETURNING."""
    sealed = Message._meta.get_field("note").get_db_prep_value(note_to_json(note), connection)
    queued_at = clock.now()
    row = "(%s, %s, %s, %s, %s, %s, %s, 'queued', 0, '', %s, %s, %s)"
    values: list[str | bytes | datetime | None] = []
    for message in messages:
        values += [message.kind, note.topic, message.dedupe_key, note.language, to, sealed, _new_message_id()]
        values += [queued_at, message.due_at, message.expires_at]
    statement = (
        f"INSERT INTO {Message._meta.db_table} ({_COLUMNS}) VALUES {', '.join([row] * len(messages))}"  # noqa: S608
        " ON CONFLICT (dedupe_key) DO NOTHING RETURNING dedupe_key, id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


def _new_message_id() -> str:
    """Return a Message-ID that stays with the message, so that a mail sent twice shows once."""
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


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
        _enqueue(message_id)
        subject = f"notifications.message:{message_id}"
        record("notifications.resent", actor=actor, subject=subject, now=now)


def purge(now: datetime) -> int:
    """Empty what is personal in messages settled KEEP_DAYS ago, drop the oldest; return how many."""
    Message.objects.filter(settled_at__lt=now - timedelta(days=LOG_DAYS)).delete()
    old = Message.objects.filter(settled_at__lt=now - timedelta(days=settings.KEEP_DAYS))
    return old.exclude(recipient="", note__isnull=True).update(recipient="", note=None)
