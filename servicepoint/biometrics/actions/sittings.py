"""Opening and closing a sitting, and forgetting whose it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.biometrics import queries, rules
from servicepoint.biometrics.errors import SittingClosed, SittingUnfinished, SittingUnknown
from servicepoint.biometrics.models import HELD, Exemption, Sitting
from servicepoint.kit.actor import Actor


def open_sitting(subject: str, *, age: int, actor: Actor, now: datetime, head_covering: bool = False) -> UUID:
    """Open a sitting for a person of this age in years; return its id, also when it was open before."""
    with transaction.atomic():
        row, is_new = Sitting.objects.get_or_create(
            subject=subject,
            defaults={
                "age": age,
                "asked": list(rules.asked_of(age)),
                "head_covering": head_covering,
                "opened_at": now,
            },
        )
        if is_new:
            record("biometrics.opened", actor=actor, subject=name_of(row.id), now=now, facts={"on": subject})
    return row.id


def close_sitting(sitting_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Close a sitting whose every part is settled; what was not accepted goes. Raises SittingUnfinished."""
    with locked(sitting_id) as row:
        if not queries.sitting(sitting_id).is_settled:
            raise SittingUnfinished
        row.captures.filter(state="sealed").update(state="dropped", sealed=None, settled_at=now)
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        record("biometrics.closed", actor=actor, subject=name_of(row.id), now=now)


def forget(now: datetime) -> int:
    """Forget whose sittings older than KEEP_DAYS were, and why fingers were impossible; return how many."""
    old = Sitting.objects.filter(opened_at__lt=now - timedelta(days=settings.KEEP_DAYS)).exclude(subject="")
    with transaction.atomic():
        ids = list(old.exclude(captures__state__in=HELD).values_list("pk", flat=True).distinct())
        Exemption.objects.filter(sitting__in=ids).delete()
        return Sitting.objects.filter(pk__in=ids).update(subject="")


@contextmanager
def locked(sitting_id: UUID) -> Iterator[Sitting]:
    """Hold an open sitting while the block runs, in one transaction. Raises SittingUnknown, SittingClosed."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update().filter(pk=sitting_id).first()
        if row is None:
            raise SittingUnknown
        if row.closed_at is not None:
            raise SittingClosed
        yield row


def name_of(sitting_id: UUID) -> str:
    """Return the sitting's name in the record."""
    return f"biometrics.sitting:{sitting_id}"
