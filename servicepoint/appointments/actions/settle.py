"""What the day does to an appointment: kept still while its party is received, settled after, or missed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from servicepoint.appointments import guard, telling
from servicepoint.appointments.errors import NoAddress, NotOpen
from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor

_KEEP_STILL = "SELECT id FROM appointments_appointment WHERE id = %s FOR SHARE"


def keep_still(appointment_id: int) -> None:
    """Let nobody move or cancel the appointment until the caller's transaction ends; nothing changes."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_STILL, [appointment_id])


def settle(appointment_id: int, *, positions: Sequence[int], now: datetime, actor: Actor) -> None:
    """Close the appointment for these persons, who were here: they may book again at once, also today.

    Doing so again changes nothing. Raises TryAgain.
    """
    with guard.one_transaction():
        still_open = Attendee.objects.filter(
            appointment_id=appointment_id, position__in=list(positions), is_open=True
        )
        if not still_open.update(is_open=False):
            return
        record(
            "appointments.settled",
            actor=actor,
            subject=f"appointment:{appointment_id}",
            now=now,
            facts={"persons": len(positions)},
        )


def tell_missed(appointment_id: int, *, now: datetime, actor: Actor) -> None:
    """Write to the party that it did not come, and how to book again; asked twice, it is sent once.

    Raises NoAddress, NotOpen when the appointment was cancelled or its data is forgotten.
    """
    with guard.one_transaction():
        missed = Appointment.objects.filter(id=appointment_id, status="booked", forgotten_at=None).first()
        if missed is None:
            raise NotOpen
        if not telling.tell_missed(missed, now):
            raise NoAddress
        record("appointments.missed_told", actor=actor, subject=f"appointment:{appointment_id}", now=now)
