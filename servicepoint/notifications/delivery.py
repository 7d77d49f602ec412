"""Out of the outbox: claim one message, send it, mark it. Only `actions` calls this.

The claim commits before the mail server is asked anything, so that no transaction waits for a network. A
worker that dies in between leaves a claim that runs out; the next one sends again, with the same Message-ID.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import cast

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from servicepoint.notifications.models import Message
from servicepoint.notifications.note import note_from_json
from servicepoint.notifications.notice import notice_from_json
from servicepoint.notifications.rendering import mail
from servicepoint.notifications.rendering.notice import notice_mail
from servicepoint.notifications.rules import (
    ATTEMPTS_MAX,
    CLAIM_MINUTES,
    Trouble,
    next_attempt_at,
    trouble_in,
)
from servicepoint.notifications.sheet import Kind
from servicepoint.sealing.errors import CannotOpen

log = structlog.get_logger(__name__)
State = Message.State
Clock = Callable[[], datetime]


def deliver(scope: QuerySet[Message], *, now: datetime, limit: int) -> int:
    """Send up to `limit` due messages of `scope`; return how many went. Stops when the server is down."""
    moment = _running_from(now)
    server = get_connection()
    sent = 0
    try:
        for _ in range(limit):
            message = _claim(scope, moment())
            if message is None:
                break
            trouble = _send(message, server, moment) if message.state == State.SENDING else None
            sent += message.state == State.SENT
            if trouble and trouble.server_down:
                break
    finally:
        with suppress(OSError):
            server.close()
    return sent


def _running_from(now: datetime) -> Clock:
    """Return a clock that shows `now` and goes on: a round takes minutes, and no claim may be born old."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _claim(scope: QuerySet[Message], now: datetime) -> Message | None:
    """Take the next message under its row lock: whoever withdraws it meanwhile comes before or after.

    What is too late or was tried too often is settled here instead: look at `state`.
    """
    with transaction.atomic(durable=True):
        due = _due(scope, now).defer("note").order_by("due_at", "id")
        message = due.select_for_update(skip_locked=True, of=("self",)).first()
        if message is None:
            return None
        if message.expires_at is not None and message.expires_at <= now:
            _settle(message, State.WITHDRAWN, now, "expired")
        elif message.attempts >= ATTEMPTS_MAX:
            _settle(message, State.FAILED, now, message.last_error or "worker_stopped")
        else:
            message.state = State.SENDING
            message.attempts += 1
            message.claimed_until = now + timedelta(minutes=CLAIM_MINUTES)
            message.save(update_fields=["state", "attempts", "claimed_until"])
    return message


def _due(scope: QuerySet[Message], now: datetime) -> QuerySet[Message]:
    """What may be sent now; a topic's news to one address goes in the order in which it happened."""
    earlier = Message.objects.filter(
        topic=OuterRef("topic"),
        recipient=OuterRef("recipient"),
        id__lt=OuterRef("id"),
        state__in=[State.QUEUED, State.SENDING],
    ).exclude(kind=Message.Kind.REMINDER)
    open_now = Q(state=State.QUEUED, due_at__lte=now) | Q(state=State.SENDING, claimed_until__lte=now)
    return scope.filter(open_now, state__in=[State.QUEUED, State.SENDING]).exclude(Exists(earlier))


def _send(message: Message, server: BaseEmailBackend, moment: Clock) -> Trouble | None:
    """Send one claimed message and mark what became of it; return the trouble, if any."""
    try:
        server.send_messages([_mail(message)])
    except CannotOpen:
        return _failed(message, Trouble("note_unreadable", final=True), moment())
    except ValueError:  # an address that cannot be written: given up, or it would stop each round for others
        return _failed(message, Trouble("mail_unwritable", final=True), moment())
    except OSError as error:  # smtplib's own errors are OSErrors too
        with suppress(OSError):
            server.close()
        return _failed(message, trouble_in(error), moment())
    _settle(message, State.SENT, moment(), "")
    return None


def _mail(message: Message) -> EmailMultiAlternatives:
    """Return the mail of a message. Raises CannotOpen; ValueError when the address cannot be written."""
    to, message_id = message.recipient, message.message_id
    if message.kind == Message.Kind.NOTICE:
        return notice_mail(notice_from_json(message.note), to=to, message_id=message_id)
    kind = cast(Kind, message.kind)  # a constraint of the table
    return mail(note_from_json(message.note), kind, message.language, to=to, message_id=message_id)


def _failed(message: Message, trouble: Trouble, now: datetime) -> Trouble:
    """Put the message back for later, or give it up; unless it was withdrawn or taken over meanwhile."""
    again_at = None if trouble.final else next_attempt_at(message.attempts, now)
    mine = Message.objects.filter(id=message.id, state=State.SENDING, claimed_until=message.claimed_until)
    if again_at is None:
        mine.update(state=State.FAILED, settled_at=now, claimed_until=None, last_error=trouble.code)
        log.error("mail_given_up", message=message.id, attempts=message.attempts, reason=trouble.code)
    else:
        mine.update(state=State.QUEUED, due_at=again_at, claimed_until=None, last_error=trouble.code)
        log.warning("mail_delayed", message=message.id, attempts=message.attempts, reason=trouble.code)
    return trouble


def _settle(message: Message, state: State, now: datetime, reason: str) -> None:
    """Close a message, whatever happened to it meanwhile: what was sent was sent."""
    message.state = state
    kept = {} if state == State.FAILED else {"note": None}  # an official may send a failed one again
    Message.objects.filter(id=message.id).update(
        state=state, settled_at=now, claimed_until=None, last_error=reason, **kept
    )
