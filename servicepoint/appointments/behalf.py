"""Who acts on the pages of visitors: the visitor, or an employee for somebody who calls.

The staff door hangs a `Caller` on the request (`servicepoint.staff.calls`); the pages ask here. They need no
key of the visitor's then: each call has keys of its own, which open an appointment in that session only.
"""

import hmac
from dataclasses import dataclass, replace

from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.kit.reference import keyed_digest

from . import rules
from .queries import AppointmentView

KEY_LENGTH = 32
ANY_NUMBER = 1_000_000
WIDE = rules.Limits(moves_max=ANY_NUMBER, change_until_minutes=0)  # until the visit begins


@dataclass(frozen=True, slots=True)
class Caller:
    """A call that an employee answers: who acts, and the secret of this call alone."""

    actor: Actor
    secret: str

    def key_for(self, appointment_id: int) -> str:
        """Return the key that opens the appointment during this call."""
        mac = keyed_digest(self.secret.encode(), "call", str(appointment_id)).hex()[:KEY_LENGTH]
        return f"{appointment_id}-{mac}"

    def id_of(self, key: str) -> int | None:
        """Return the appointment that a key of this call opens; None for every other text."""
        number, _, _mac = key.partition("-")
        if not (number.isascii() and number.isdigit()) or len(number) > KEY_LENGTH // 2:
            return None
        is_ours = hmac.compare_digest(key.encode(), self.key_for(int(number)).encode())
        return int(number) if is_ours else None


def caller_of(request: object) -> Caller | None:
    """Return the call on whose behalf a request acts; None when visitors act for themselves."""
    return getattr(request, "caller", None)


def actor_of(request: object) -> Actor:
    """Return who acts: the employee who answers a call, else the visitor."""
    caller = caller_of(request)
    return caller.actor if caller else RESIDENT


def limits_for(request: object, *, reason: str = "") -> rules.Limits | None:
    """Return the wider limits of employees, with why they are used; None means those of the settings."""
    return replace(WIDE, reason=reason) if caller_of(request) else None


def as_seen(request: object, appointment: AppointmentView) -> AppointmentView:
    """Return the appointment with the key that the reader may have: an employee never sees the visitor's."""
    caller = caller_of(request)
    return replace(appointment, key=caller.key_for(appointment.id)) if caller else appointment
