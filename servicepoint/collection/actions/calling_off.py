"""A document that cannot be collected any more: the visit for it is called off, and its owner is told."""

from datetime import datetime

from django.db import transaction

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries as booked
from servicepoint.appointments.errors import LastPerson, Refused
from servicepoint.appointments.people import Coming
from servicepoint.collection.topics import topic_of
from servicepoint.documents import actions as documents
from servicepoint.documents import queries
from servicepoint.documents.queries import Spoiled
from servicepoint.kit.actor import Actor
from servicepoint.letters import actions as letters

from .telling import key_of, tell


def call_off(location_id: int, *, now: datetime, actor: Actor) -> int:
    """Call off visits for documents that a courier brings, that lie elsewhere or are kept back.

    Return how many people. Their letter opens nothing any more for them; the others of a party keep theirs.
    Each person is a transaction of its own. Not inside a transaction.
    """
    found = queries.spoiled(location_id)
    coming = booked.booked_for((each.person.v_number for each in found), "DOC", now=now)
    for each in found:
        with transaction.atomic():
            _call_off(each, coming.get(each.person.v_number), now=now, actor=actor)
    return len(found)


def _call_off(spoiled: Spoiled, coming: Coming | None, *, now: datetime, actor: Actor) -> None:
    if coming is not None:
        _give_up(coming, now=now, actor=actor)
    documents.close_invited(spoiled.person.id, reason=spoiled.reason, now=now, actor=actor)
    view = queries.invitation(spoiled.invitation.id)
    if not any(person.is_open for person in view.people):
        letters.withdraw(topic_of(view.id), now=now, actor=actor)
    key = key_of(view, f"called_off:{spoiled.person.position}")
    tell(view, "called_off", key=key, now=now, actor=actor)


def _give_up(coming: Coming, *, now: datetime, actor: Actor) -> None:
    """Take the person out of their appointment, or cancel it when nobody else comes; a visit that has begun
    is left to the counter, which sees the document's state."""
    try:
        appointments.drop_person(coming.appointment_id, position=coming.position, now=now, actor=actor)
    except LastPerson:
        appointments.cancel(coming.appointment_id, now=now, actor=actor)
    except Refused:
        return
