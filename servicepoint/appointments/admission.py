"""Who may come: every booking asks the documents room, for the day of the visit and in its transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from servicepoint.documents import queries as documents
from servicepoint.kit.actor import Actor
from servicepoint.locations import queries as locations

from .errors import NotAdmitted

TRUSTED = ("staff", "system")  # see who it is, or wrote the letter: they show no code


class Comes(Protocol):
    """A person of a party, before or after it is booked."""

    @property
    def service(self) -> str: ...
    @property
    def v_number(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...


def refuse_uninvited(
    people: Iterable[Comes], *, location_id: int, day: date, actor: Actor, is_moved: bool = False
) -> None:
    """Raise NotAdmitted for the first person who cannot come to the location on that day.

    What the location asks for may be as old as its memory of itself; documents are read now. Employees show
    no code of a letter, nor does a party that moves: they showed it when they booked. Without a document or
    an invitation nobody comes.
    """
    place = locations.location_lately(location_id)
    admission = documents.Admission(location_id, place.letter_services, place.matched_services)
    if is_moved or actor.kind in TRUSTED:
        matched = (*place.letter_services, *place.matched_services)
        admission = documents.Admission(location_id, matched_services=matched)
    comers = [
        documents.Comer(each.service, each.v_number, each.birth_date, getattr(each, "invited_id", None))
        for each in people
    ]
    reasons = documents.refusals(comers, admission=admission, day=day)
    for position, reason in enumerate(reasons, start=1):
        if reason:
            raise NotAdmitted(reason, position)
