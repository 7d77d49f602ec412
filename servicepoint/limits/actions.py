"""Spending what a limit allows, and forgetting what has come back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from servicepoint.kit.reference import keyed_digest
from servicepoint.limits.models import Allowance
from servicepoint.limits.rules import ALLOWED, Decision, Limit, allowed, refused

# One statement: insert or add when the rule allows, else tell how far the subject is.
_SPEND = """
WITH spent AS (
    INSERT INTO limits_allowance AS kept (scope, subject, used_until)
    VALUES (%(scope)s, %(subject)s, %(now)s + %(step)s)
    ON CONFLICT (scope, subject) DO UPDATE
        SET used_until = GREATEST(kept.used_until, %(now)s) + %(step)s
        WHERE GREATEST(kept.used_until, %(now)s) + %(step)s <= %(now)s + %(span)s
    RETURNING used_until
)
SELECT true, used_until FROM spent
UNION ALL
SELECT false, used_until FROM limits_allowance
WHERE scope = %(scope)s AND subject = %(subject)s AND NOT EXISTS (SELECT FROM spent)
"""


def spend(scope: str, subject: str, *, limit: Limit, now: datetime) -> Decision:
    """Use up one time of `subject` (an address, a code, ...) in `scope` and say whether it was allowed.

    Safe with any number of callers at once. Call it outside a transaction that may be rolled back, or the
    try is forgotten. Always allowed where the setting RATE_LIMITS is off.
    """
    if not settings.RATE_LIMITS:
        return ALLOWED
    digest = keyed_digest(settings.DATA_KEY.encode(), f"limit:{scope}", subject)
    values: dict[str, Any] = {
        "scope": scope,
        "subject": digest,
        "now": now,
        "step": limit.step,
        "span": limit.span,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        row = cursor.fetchone()
    # No row: another caller's first spend is not visible to this statement yet; the bucket was full then.
    may, used_until = row or (False, now + limit.span)
    return allowed(used_until, limit, now) if may else refused(max(used_until, now), limit, now)


def refund(scope: str, subject: str, *, limit: Limit) -> None:
    """Take back one time that was spent, as for a guess that was none because it was right."""
    digest = keyed_digest(settings.DATA_KEY.encode(), f"limit:{scope}", subject)
    rows = Allowance.objects.filter(scope=scope, subject=digest)
    rows.update(used_until=F("used_until") - limit.step)


def give_back(scope: str, subject: str) -> None:
    """Give a subject all its times back, as when an administrator lifts a lock."""
    digest = keyed_digest(settings.DATA_KEY.encode(), f"limit:{scope}", subject)
    Allowance.objects.filter(scope=scope, subject=digest).delete()


def forget_old(now: datetime) -> int:
    """Delete the rows of subjects to whom everything has come back; return how many."""
    deleted, _by_table = Allowance.objects.filter(used_until__lte=now).delete()
    return deleted
