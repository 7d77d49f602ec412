"""Acts that a client may repeat: the same idempotency key answers the same the second time."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from servicepoint.kit.reference import digest, keyed_digest

from .errors import KeyReused
from .models import Request

_FIRST_TIME = """
    INSERT INTO appointments_request (key_digest, act, content_digest, answer, made_at)
    VALUES (%s, %s, %s, NULL, %s)
    ON CONFLICT DO NOTHING
"""
_REMEMBER = "UPDATE appointments_request SET answer = %s WHERE key_digest = %s"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A key, and everything that is asked for under it, as text: with another content it is refused."""

    key: str
    content: str

    @property
    def content_digest(self) -> bytes:
        """32 bytes that are equal for equal content, and say nothing about the persons in it."""
        return keyed_digest(settings.DATA_KEY.encode(), "request content", self.content)


Key = str | Attempt | None  # a text alone: whoever sends it cannot change what it stands for


def answered_before(key: Key, act: str, now: datetime) -> dict[str, Any] | None:
    """Return the answer this key got before, or None when the act is to be carried out now.

    Inside the act's transaction: a second sender waits here until the first has committed or failed. An act
    that is refused leaves no trace, so its key may be tried again. Raises KeyReused when the key stands for
    another act or content.
    """
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_TIME, [_digest_of(key), act, _content_of(key), now])
        if cursor.rowcount == 1:
            return None
    before = Request.objects.get(key_digest=_digest_of(key))
    _check_same(before, key, act)
    return before.answer or {}


def answer_to(key: Key, act: str) -> dict[str, Any] | None:
    """Return what the act with this key was answered, or None when there was none. Raises KeyReused."""
    before = Request.objects.filter(key_digest=_digest_of(key)).first() if key else None
    if before is None or before.act != act:
        return None
    _check_same(before, key, act)
    answer: dict[str, Any] | None = before.answer
    return answer


def remember(key: Key, answer: dict[str, Any]) -> None:
    """Keep the answer of the act that `answered_before` let through."""
    if key:
        with connection.cursor() as cursor:
            cursor.execute(_REMEMBER, [json.dumps(answer), _digest_of(key)])


def _digest_of(key: Key) -> bytes:
    return digest(key.key if isinstance(key, Attempt) else str(key))


def _content_of(key: Key) -> bytes | None:
    return key.content_digest if isinstance(key, Attempt) else None


def _check_same(before: Request, key: Key, act: str) -> None:
    content = bytes(before.content_digest) if before.content_digest is not None else None
    if before.act != act or content != _content_of(key):
        raise KeyReused
