"""What time makes needless is deleted: housekeeping, on which nothing else depends."""

from datetime import datetime, timedelta

from django.conf import settings

from servicepoint.appointments.models import Appointment, Attendee, Claim, DayVersion, Draft, Request
from servicepoint.audit.actions import record
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM

BATCH_MAX = 1_000
REQUEST_HOURS = 48


def forget(now: datetime) -> dict[str, int]:
    """Delete old drafts, holds, repeat keys and day numbers; blank persons some days after their visit.

    Returns how many of each. At most a thousand appointments at a time; the next run does the rest.
    """
    return {
        "drafts": Draft.objects.filter(expires_at__lte=now).delete()[0],
        "holds": Claim.objects.filter(expires_at__lte=now - timedelta(hours=1)).delete()[0],
        "requests": Request.objects.filter(made_at__lte=now - timedelta(hours=REQUEST_HOURS)).delete()[0],
        "days": DayVersion.objects.filter(day__lt=clock.dutch_day(now) - timedelta(days=2)).delete()[0],
        "appointments": _forget_persons(now),
    }


def _forget_persons(now: datetime) -> int:
    until = now - timedelta(days=settings.KEEP_DAYS)
    rows = Appointment.objects.filter(ends_at__lte=until, forgotten_at=None).order_by("id")[:BATCH_MAX]
    ids = [row.id for row in rows]
    Attendee.objects.filter(appointment_id__in=ids).update(
        first_name="", last_name="", birth_date=None, v_number="", bsn="", is_open=False, person_digest=b""
    )
    Claim.objects.filter(appointment_id__in=ids).delete()
    Appointment.objects.filter(id__in=ids).update(email="", phone="", needs={}, forgotten_at=now)
    if ids:
        record(
            "appointments.forgotten", actor=SYSTEM, subject="appointments", now=now, facts={"count": len(ids)}
        )
    return len(ids)
