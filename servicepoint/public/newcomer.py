"""Someone to be added to an appointment who does not fit in its time: what was typed waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from servicepoint.appointments import actions
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.public.managing import address


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A draft of one person; `answers` are as PersonForm cleaned them, and go back into it."""

    id: UUID
    service: str
    answers: Mapping[str, Any]
    add_href: str


def keep(appointment: AppointmentView, service: str, answers: Mapping[str, Any]) -> Newcomer:
    """Keep what was typed for a while, sealed; only the key of the appointment opens it."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in answers.items()}
    draft = actions.start_draft(
        appointment.location_id,
        owner=appointment.key,
        answers={"service": service, "person": plain},
        now=clock.now(),
    )
    return _newcomer(appointment, draft)


def newcomer_of(appointment: AppointmentView, draft_id: UUID | None) -> Newcomer | None:
    """Return the person who waits under that id; None when it is another's, too old, or none is asked for."""
    draft = (
        actions.draft_of(draft_id, owner=appointment.key, now=clock.now()) if draft_id is not None else None
    )
    return _newcomer(appointment, draft) if draft else None


def _newcomer(appointment: AppointmentView, draft: actions.Typed) -> Newcomer:
    answers = dict(draft.answers["person"])
    answers["birth_date"] = date.fromisoformat(answers["birth_date"])
    service = draft.answers["service"]
    query = urlencode({"service": service, "newcomer": draft.id})
    return Newcomer(draft.id, service, answers, f"{address(appointment, 'add')}?{query}")
