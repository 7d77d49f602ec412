"""How far a subject is, without spending anything."""

from datetime import datetime

from django.conf import settings

from servicepoint.kit.reference import keyed_digest
from servicepoint.limits.models import Allowance
from servicepoint.limits.rules import ALLOWED, LIMITS, Decision, spent


def state_of(limit_name: str, subject: str, *, now: datetime) -> Decision:
    """Return what the next try of the subject would be told; a KeyError names an unknown limit."""
    digest = keyed_digest(settings.DATA_KEY.encode(), f"limit:{limit_name}", subject)
    row = Allowance.objects.filter(scope=limit_name, subject=digest).first()
    return spent(row.used_until, LIMITS[limit_name], now)[0] if row else ALLOWED
