"""Who may come for what: the question that every booking asks of this room."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from servicepoint.documents import rules

from .invitations import InvitationView, InvitedView, open_invited
from .whereabouts import Whereabouts, of_v_numbers

COLLECT = "DOC"  # the service for which a document must lie ready
NONE_READY = "document_none"  # what everybody hears who is not its owner
NO_INVITATION = "invitation_none"
LETTER_NEEDED = "letter_needed"


@dataclass(frozen=True, slots=True)
class Comer:
    """A person who wants to come; `invited_id` when they showed the code of a letter and the birth date."""

    service: str
    v_number: str
    birth_date: date | None
    invited_id: int | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """What a location asks for: services that need the code of a letter, and those that need a match."""

    location_id: int
    letter_services: Collection[str] = ()
    matched_services: Collection[str] = ()


def refusals(comers: Sequence[Comer], *, admission: Admission, day: date) -> list[str]:
    """Return for each person why they cannot come on that day, as a code; empty where they can.

    Only who knows the birth date too hears what is the matter with a document. One query for documents, two
    for letters, and none where no service asks for them.
    """
    asked = {*admission.letter_services, *admission.matched_services}
    asking = [comer for comer in comers if comer.service in asked]
    if not asking:
        return [""] * len(comers)
    numbers = {comer.v_number for comer in asking}
    collecting = any(comer.service == COLLECT for comer in asking)
    by_letter = any(_asks_letter(comer.service, admission) for comer in asking)
    documents = of_v_numbers(numbers) if collecting else []
    invited = open_invited(numbers) if by_letter else []
    return [
        _refusal(comer, admission, day, documents=documents, invited=invited)
        if comer.service in asked
        else ""
        for comer in comers
    ]


def _refusal(
    comer: Comer,
    admission: Admission,
    day: date,
    *,
    documents: list[Whereabouts],
    invited: list[tuple[InvitationView, InvitedView]],
) -> str:
    if comer.service == COLLECT:
        reason = _document_refusal(comer, admission.location_id, day, documents)
    else:
        reason = ""
    if reason or not _asks_letter(comer.service, admission):
        return reason
    letters = [
        person.id
        for view, person in invited
        if view.service == comer.service
        and view.location_id == admission.location_id
        and view.is_usable_on(day)
        and _is_same(comer, person.v_number, person.birth_date)
    ]
    if comer.service in admission.letter_services and comer.invited_id not in letters:
        return LETTER_NEEDED
    return "" if letters else NO_INVITATION


def _asks_letter(service: str, admission: Admission) -> bool:
    return service != COLLECT or service in admission.letter_services


def _document_refusal(comer: Comer, location_id: int, day: date, documents: list[Whereabouts]) -> str:
    theirs = [each for each in documents if _is_same(comer, each.v_number, each.birth_date)]
    reasons = [rules.why_not(each.facts, location_id=location_id, day=day) for each in theirs]
    if not reasons:
        return NONE_READY
    if "" in reasons:
        return ""
    return reasons[0] if comer.birth_date is not None else NONE_READY


def _is_same(comer: Comer, v_number: str, birth_date: date | None) -> bool:
    """Say whether this is the person; where no birth date was asked, the V-number alone says so."""
    return comer.v_number == v_number and comer.birth_date in (None, birth_date)
