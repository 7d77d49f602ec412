"""Into the outbox: one statement for the messages and their job, because every booking waits for it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from servicepoint.kit import clock
from servicepoint.notifications.models import Message
from servicepoint.notifications.note import Note, note_to_json
from servicepoint.notifications.notice import Notice, notice_to_json
from servicepoint.notifications.sheet import Kind

QUEUE = "mail"
DELIVER = "notifications.deliver"

# The ORM cannot say ON CONFLICT and RETURNING at once. The job goes in by procrastinate's own function in the
# same statement: asking the library costs a booking as much as all the rest here. No queueing lock on the
# job: it would make one booking wait for, or break on, another one's job; a job too many finds nothing to do.
_INSERT = """
WITH new AS (
    INSERT INTO notifications_message (
        kind, topic, dedupe_key, language, recipient, note, message_id, state, attempts, last_error,
        queued_at, due_at, expires_at
    ) VALUES {rows}
    ON CONFLICT (dedupe_key) DO NOTHING
    RETURNING id, dedupe_key, kind
), jobs AS (
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW(%s, %s, 0, NULL, NULL, jsonb_build_object('message_id', id), NULL
        )::procrastinate_job_to_defer_v1
    )) FROM new WHERE kind <> 'reminder' HAVING count(*) > 0
)
SELECT dedupe_key, id, (SELECT count(*) FROM jobs) FROM new
"""
_Value = str | bytes | datetime | None
_ROW = "(%s, %s, %s, %s, %s, %s, %s, 'queued', 0, '', %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to queue. `dedupe_key` names it for good: a second one with the same key is not queued."""

    kind: Kind
    due_at: datetime
    dedupe_key: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What messages say, and to whom: `fields` is what is sealed."""

    topic: str
    language: str
    to: str
    fields: Mapping[str, Any]


def content_of(note: Note, to: str) -> Content:
    """Return an appointment's note as it is queued."""
    return Content(note.topic, note.language, to, note_to_json(note))


def content_of_notice(notice: Notice, topic: str, to: str) -> Content:
    """Return a notice as it is queued."""
    return Content(topic, notice.language, to, notice_to_json(notice))


def insert(messages: Sequence[Outgoing], content: Content) -> dict[str, int]:
    """Insert what is new, with a job for each that is not a reminder; return id by dedupe key."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(messages, content))
        return {dedupe_key: message_id for dedupe_key, message_id, _jobs in cursor.fetchall()}


def post(messages: Sequence[Outgoing], content: Content) -> None:
    """Insert as `insert` does, and read no answer."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(messages, content))


def ids_of(messages: Sequence[Outgoing]) -> dict[str, int]:
    """Return id by dedupe key of messages that were queued at some time."""
    keys = [message.dedupe_key for message in messages]
    return dict(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", "id"))


def add_job(message_id: int) -> None:
    """Have one message delivered once the caller commits."""
    app.configure_task(DELIVER, queue=QUEUE).defer(message_id=message_id)


def _statement(messages: Sequence[Outgoing], content: Content) -> tuple[str, list[_Value]]:
    sealed = Message._meta.get_field("note").get_db_prep_value(content.fields, connection)
    queued_at = clock.now()
    values: list[_Value] = []
    for message in messages:
        values += [message.kind, content.topic, message.dedupe_key, content.language, content.to]
        values += [sealed, _new_message_id()]
        values += [queued_at, message.due_at, message.expires_at]
    return _INSERT.format(rows=", ".join([_ROW] * len(messages))), [*values, QUEUE, DELIVER]


def _new_message_id() -> str:
    """Return a Message-ID that stays with the message, so that a mail sent twice shows once."""
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"
