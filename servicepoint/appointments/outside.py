"""Appointments whose counter is not open for them any more, as after a closure: someone has to call them."""

from dataclasses import dataclass
from datetime import datetime

from servicepoint.appointments.models import Appointment, Claim
from servicepoint.appointments.snapshot import Snapshot, snapshot
from servicepoint.availability import lanes as search
from servicepoint.kit.period import tick_after

LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class Stranded:
    """An appointment outside the openings of its counter, and how to reach its party; moments are UTC."""

    appointment_id: int
    code: str
    starts_at: datetime
    ends_at: datetime
    counter_id: int
    language: str
    email: str
    phone: str


def stranded_at(location_id: int, now: datetime) -> tuple[Stranded, ...]:
    """Return the coming appointments outside the openings of their counter, earliest first, 500 at most.

    Asked is the same search that offers times: within one opening, for all services of the party.
    """
    seen = snapshot(location_id, now)
    claims = (
        Claim.objects.filter(location_id=location_id, appointment__isnull=False, end_tick__gt=tick_after(now))
        .select_related("appointment")
        .order_by("start_tick", "counter_id")
    )
    stranded = (each for each in claims if not _is_inside(each, seen))
    return tuple(_stranded(each) for each, _ in zip(stranded, range(LISTED_MAX), strict=False))


def _is_inside(claim: Claim, seen: Snapshot) -> bool:
    need = search.Need(frozenset(claim.basket), claim.end_tick - claim.start_tick)
    return claim.counter_id in search.fitting_counters(
        seen.lanes, {}, need, first_tick=seen.first_tick, start_tick=claim.start_tick
    )


def _stranded(claim: Claim) -> Stranded:
    appointment = claim.appointment
    assert isinstance(appointment, Appointment)
    return Stranded(
        appointment_id=appointment.id,
        code=appointment.code,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        counter_id=claim.counter_id,
        language=appointment.language,
        email=appointment.email,
        phone=appointment.phone,
    )
