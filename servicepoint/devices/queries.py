"""Which machines are let in, and what a machine with a secret is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoint.kit.reference import digest

from . import rules
from .models import Device

FRESH_SECONDS = 2
KEPT_MAX = 500


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that is let in: what it is, and where it stands."""

    id: int
    kind: str
    location_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A device as staff see it; `state` is announced, expired, in_use or revoked."""

    id: int
    kind: str
    location_id: int
    name: str
    state: str
    announced_at: datetime
    enrolled_at: datetime | None
    revoked_at: datetime | None


_kept: dict[bytes, tuple[datetime, Enrolled]] = {}


def device_lately(secret: str, *, now: datetime) -> Enrolled | None:
    """Return the device that shows this secret; None for a stranger and for one that was shut out.

    Known devices are remembered for `FRESH_SECONDS` in each web worker: a display asks every two seconds.
    """
    known_as = digest(secret)
    read_at, known = _kept.get(known_as, (None, None))
    if known and read_at and timedelta(0) <= now - read_at < timedelta(seconds=FRESH_SECONDS):
        return known
    row = Device.objects.filter(secret_digest=known_as, revoked_at=None).first()
    if row is None:
        _kept.pop(known_as, None)
        return None
    if len(_kept) >= KEPT_MAX:
        _kept.clear()
    _kept[known_as] = (now, as_enrolled(row))
    return as_enrolled(row)


def as_enrolled(row: Device) -> Enrolled:
    """Return a row as others may see it."""
    return Enrolled(row.id, row.kind, row.location_id, row.name)


def forget_devices() -> None:
    """Empty this process's memory; the next question reads the database."""
    _kept.clear()


def devices(*, now: datetime) -> tuple[Listed, ...]:
    """Return all devices, the latest first."""
    return tuple(_listed(row, now) for row in Device.objects.order_by("-id"))


def _listed(row: Device, now: datetime) -> Listed:
    state = rules.state_of(
        enrolled=row.enrolled_at is not None,
        revoked=row.revoked_at is not None,
        code_good=now < row.code_until,
    )
    return Listed(
        row.id,
        row.kind,
        row.location_id,
        row.name,
        state,
        row.announced_at,
        row.enrolled_at,
        row.revoked_at,
    )
