"""Acts that a client may repeat: the same idempotency key answers the same the second time."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from servicepoint.kit.reference import digest

from .errors import KeyReused
from .models import Request

_FIRST_TIME = """
    INSERT INTO appointments_request (key_digest, act, answer, made_at) VALUES (%s, %s, NULL, %s)
    ON CONFLICT DO NOTHING
"""
_REMEMBER = "UPDATE appointments_request SET answer = %s WHERE key_digest = %s"


def answered_before(key: str | None, act: str, now: datetime) -> dict[str, Any] | None:
    """Return the answer this key got before, or None when the act is to be carried out now.

    Inside the act's transaction: a second sender waits here until the first has committed or failed. An act
    that is refused leaves no trace, so its key may be tried again.
    """
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_TIME, [digest(key), act, now])
        if cursor.rowcount == 1:
            return None
    before = Request.objects.get(key_digest=digest(key))
    if before.act != act:
        raise KeyReused
    return before.answer or {}


def answer_to(key: str, act: str) -> dict[str, Any] | None:
    """Return what the act with this key was answered, or None when there was none."""
    answer: dict[str, Any] | None = (
        Request.objects.filter(key_digest=digest(key), act=act).values_list("answer", flat=True).first()
    )
    return answer


def remember(key: str | None, answer: dict[str, Any]) -> None:
    """Keep the answer of the act that `answered_before` let through."""
    if key:
        with connection.cursor() as cursor:
            cursor.execute(_REMEMBER, [json.dumps(answer), digest(key)])
