"""What time makes needless is emptied."""

from datetime import datetime, timedelta

from django.conf import settings

from servicepoint.audit.actions import record
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.visits.models import VisitPerson


def forget(now: datetime) -> int:
    """Empty the details of guests some days after their visit; return of how many persons."""
    until = clock.dutch_day(now) - timedelta(days=settings.KEEP_DAYS)
    count = VisitPerson.objects.filter(details__isnull=False, visit__day__lte=until).update(details=None)
    if count:
        record("visits.forgotten", actor=SYSTEM, subject="visits", now=now, facts={"count": count})
    return count
