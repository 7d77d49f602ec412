"""How an appointment stands on its day: what its party reads on the phone, before and after it arrives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.visits.queries import HallLately, Here, hall_lately

ENDED = frozenset({"finished", "left", "closed"})


@dataclass(frozen=True, slots=True)
class Coming:
    """What is known of an appointment without knowing anyone in it."""

    appointment_id: int
    location_id: int
    starts_at: datetime
    is_booked: bool


@dataclass(frozen=True, slots=True)
class Today:
    """`phase` is "before", or the state of the visit; `ahead` parties are called before this one.

    `low` and `high` are minutes, None when nobody can say; `late_minutes` 0 when the location is on time.
    """

    phase: str
    opens_at: datetime
    ticket: str = ""
    counter: str = ""
    calls: int = 0
    ahead: int | None = None
    low: int | None = None
    high: int | None = None
    late_minutes: int = 0

    @property
    def is_here(self) -> bool:
        """The party has arrived and its visit has not ended."""
        return self.phase != "before" and self.phase not in ENDED


def coming(appointment: AppointmentView) -> Coming:
    """Return an appointment as its day needs it."""
    return Coming(
        appointment.id, appointment.location_id, appointment.starts_at, appointment.status == "booked"
    )


def today_of(appointment: Coming, *, now: datetime, fresh: bool = False) -> Today | None:
    """Return how an appointment stands today; None on another day, when cancelled, or when nobody came."""
    if clock.dutch_day(appointment.starts_at) != clock.dutch_day(now):
        return None
    hall = hall_lately(appointment.location_id, now=now, fresh=fresh)
    opens_at = appointment.starts_at - timedelta(minutes=settings.VISIT_EARLY_MINUTES)
    here = hall.by_appointment.get(appointment.appointment_id)
    if here is not None:
        return _here(here, opens_at)
    return _before(appointment, hall, opens_at, now)


def _before(appointment: Coming, hall: HallLately, opens_at: datetime, now: datetime) -> Today | None:
    is_over = now > appointment.starts_at + timedelta(minutes=settings.VISIT_LATE_MINUTES)
    if not appointment.is_booked or is_over:
        return None
    return Today("before", opens_at, late_minutes=hall.late_minutes)


def _here(here: Here, opens_at: datetime) -> Today:
    return Today(
        phase=here.state,
        opens_at=opens_at,
        ticket=here.ticket,
        counter=here.counter,
        calls=here.calls,
        ahead=here.position - 1 if here.position else None,
        low=here.estimate.low if here.estimate else None,
        high=here.estimate.high if here.estimate else None,
    )
