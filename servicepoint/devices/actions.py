"""A device is announced by staff, let in with its code, and shut out again."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.reference import digest, keyed_digest, new_code, new_secret, normal_code

from . import rules
from .errors import DeviceUnknown, EnrolmentUnknown, KindUnknown
from .models import Device
from .queries import Enrolled, as_enrolled, forget_devices


@dataclass(frozen=True, slots=True)
class Announced:
    """A device that waits to be let in: `code` is typed on it before `until`, and shown once."""

    device_id: int
    code: str
    until: datetime


def announce(location_id: int, *, kind: str, name: str, now: datetime, actor: Actor) -> Announced:
    """Say that a machine at a location will be a kiosk or a display. Raises `KindUnknown`."""
    called = name.strip()[: rules.NAME_LENGTH_MAX]
    if kind not in rules.KINDS or not called:
        raise KindUnknown
    code, until = new_code(), rules.code_until(now)
    with transaction.atomic():
        device = Device.objects.create(
            location_id=location_id,
            kind=kind,
            name=called,
            announced_at=now,
            code_digest=_digest_of(code),
            code_until=until,
        )
        _note("announced", device, now, actor)
    return Announced(device.id, code, until)


def enrol(code: str, *, now: datetime) -> tuple[Enrolled, str]:
    """Let in the machine on which the code was typed; return what it is and the secret it keeps.

    The code is good once. Raises `EnrolmentUnknown`.
    """
    secret = new_secret()
    with transaction.atomic():
        waiting = Device.objects.select_for_update().filter(
            code_digest=_digest_of(code), code_until__gt=now, revoked_at=None
        )
        device = waiting.first()
        if device is None:
            raise EnrolmentUnknown
        device.code_digest, device.secret_digest, device.enrolled_at = None, digest(secret), now
        device.save(update_fields=["code_digest", "secret_digest", "enrolled_at"])
        _note("enrolled", device, now, Actor("client", f"device:{device.id}"))
    return as_enrolled(device), secret


def revoke(device_id: int, *, now: datetime, actor: Actor) -> None:
    """Shut a device out, as when it is lost; again changes nothing. Raises `DeviceUnknown`.

    Other web workers notice within the seconds that `queries.device_lately` names.
    """
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(id=device_id).first()
        if device is None:
            raise DeviceUnknown
        if device.revoked_at is not None:
            return
        device.revoked_at = now
        device.save(update_fields=["revoked_at"])
        _note("revoked", device, now, actor)
    forget_devices()


def _digest_of(code: str) -> bytes:
    """Six characters can be tried out: without the data key their digest tells nothing."""
    return keyed_digest(settings.DATA_KEY.encode(), "devices.code", normal_code(code))


def _note(what: str, device: Device, now: datetime, actor: Actor) -> None:
    facts = {"location": device.location_id, "kind": device.kind}
    record(f"devices.{what}", actor=actor, subject=f"device:{device.id}", now=now, facts=facts)
