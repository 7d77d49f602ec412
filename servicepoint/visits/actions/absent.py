"""Who did not come is told so, once, and how to book again."""

from datetime import datetime

from servicepoint.appointments import actions as appointments
from servicepoint.kit.actor import Actor
from servicepoint.visits.errors import NotPossibleNow, VisitUnknown
from servicepoint.visits.models import Visit
from servicepoint.visits.staging import must_be, stage_of


def tell_missed(visit_id: int, *, now: datetime, actor: Actor) -> None:
    """Send the mail "you missed it" to a party that was marked as not come; asked twice, it is sent once.

    Raises NotPossibleNow, VisitUnknown, and `appointments`' NoAddress, NotOpen, TryAgain. The record is that
    of `appointments`: the day itself stays as it is.
    """
    visit = Visit.objects.filter(id=visit_id).first()
    if visit is None:
        raise VisitUnknown
    must_be(stage_of(visit), "no_show")
    if visit.appointment_id is None:
        raise NotPossibleNow
    appointments.tell_missed(visit.appointment_id, now=now, actor=actor)
