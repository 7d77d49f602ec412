"""Which time was held under what, remembered after the hold is gone: who comes too late hears that.

Traces stand with the acts that may be repeated, under the digest of a secret, and are swept with them. The
answer of one tells that a hold ran out before the newest began: then a booking does not wipe it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from servicepoint.kit.reference import digest

from .models import Request

ACT = "hold_slot"
_LEAVE = """
    INSERT INTO appointments_request (key_digest, act, answer, made_at) VALUES (%s, %s, NULL, %s)
    ON CONFLICT (key_digest) DO UPDATE SET made_at = excluded.made_at, answer = '{"ran_out": true}'
"""


def leave_trace(secret: str, now: datetime) -> None:
    """Remember that time is held under the secret; where a trace is left, the hold before ran out."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, [digest(secret), ACT, now])


def has_trace(secrets: Sequence[str]) -> bool:
    """Say whether a hold under one of the secrets ran out lately, and was not booked."""
    return _traces(secrets).exists()


def wipe_traces(secrets: Sequence[str]) -> None:
    """Forget the newest hold under each secret: it is booked."""
    _traces(secrets).filter(answer__isnull=True).delete()


def _traces(secrets: Sequence[str]) -> QuerySet[Request]:
    return Request.objects.filter(key_digest__in=[digest(secret) for secret in secrets], act=ACT)
