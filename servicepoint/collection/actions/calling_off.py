"""A document that cannot be collected any more: the visit for it is called off, and its owner is told."""

from datetime import datetime

import structlog
from django.db import transaction

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries as booked
from servicepoint.appointments.errors import LastPerson, NotOpen, TryAgain, UnknownPerson
from servicepoint.appointments.people import Coming
from servicepoint.collection.topics import topic_of
from servicepoint.documents import actions as documents
from servicepoint.documents import queries
from servicepoint.documents.queries import COLLECT, Admission, Comer, Spoiled
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.letters import actions as letters

from .telling import key_of, tell

log = structlog.get_logger(__name__)


def call_off(location_id: int, *, now: datetime, actor: Actor) -> int:
    """Call off visits for documents that a courier brings, that lie elsewhere or are kept back.

    Return how many people. Their letter opens nothing any more for them; the others of a party keep theirs,
    and so does who can collect another document on that day. Who booked without a letter is told as by every
    cancellation. Each person is a transaction of its own; one that has to wait comes in the next round. Not
    inside a transaction.
    """
    found = queries.spoiled(location_id)
    coming = booked.booked_for((each.v_number for each in found), COLLECT, now=now)
    off = 0
    for each in found:
        visit = coming.get(each.v_number)
        if each.person is None and visit is None:
            continue
        try:
            with transaction.atomic():
                off += _call_off(each, visit, location_id, now=now, actor=actor)
        except TryAgain:
            log.warning("calling_off_waits", document=each.document_id)
    return off


def _call_off(
    spoiled: Spoiled, visit: Coming | None, location_id: int, *, now: datetime, actor: Actor
) -> bool:
    is_off = visit is not None and not _comes_for_another(spoiled, visit, location_id)
    if visit is not None and is_off:
        is_off = _give_up(visit, now=now, actor=actor)
    if spoiled.person is None or spoiled.invitation is None:
        return is_off
    documents.close_invited(spoiled.person.id, reason=spoiled.reason, now=now, actor=actor)
    view = queries.invitation(spoiled.invitation.id)
    if not any(person.is_open for person in view.people):
        letters.withdraw(topic_of(view.id), now=now, actor=actor)
    key = key_of(view, f"called_off:{spoiled.person.position}")
    tell(view, "called_off", key=key, now=now, actor=actor)
    return True


def _comes_for_another(spoiled: Spoiled, visit: Coming, location_id: int) -> bool:
    """Say whether they can collect something else on that day."""
    comer = Comer(COLLECT, spoiled.v_number, spoiled.birth_date)
    admission = Admission(location_id, matched_services=(COLLECT,))
    return queries.refusals([comer], admission=admission, day=clock.dutch_day(visit.starts_at)) == [""]


def _give_up(visit: Coming, *, now: datetime, actor: Actor) -> bool:
    """Take the person out of their appointment, or cancel it when nobody else comes; say whether it was.

    A visit that has begun is left to the counter, which sees the document's state. Raises TryAgain.
    """
    try:
        appointments.drop_person(visit.appointment_id, position=visit.position, now=now, actor=actor)
    except LastPerson:
        appointments.cancel(visit.appointment_id, now=now, actor=actor)
    except (NotOpen, UnknownPerson):
        return False
    return True
