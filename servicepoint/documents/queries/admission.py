"""Who may come for what: the question that every booking asks of this room."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from servicepoint.documents import rules

from .invitations import InvitationView, InvitedView, open_invited

COLLECT = "DOC"  # the service for which a document must lie ready
NONE_READY = "document_none"  # what everybody hears who is not its owner
NO_INVITATION = "invitation_none"
LETTER_NEEDED = "letter_needed"
# Every booking of a document asks this: a plain statement costs a fifth of the ORM's.
_LYING = """
    SELECT d.v_number, d.birth_date, d.location_id, s.place, d.collect_before, d.announced_for, d.elsewhere,
           d.courier_at IS NOT NULL, d.blocked_reason
      FROM documents_document AS d JOIN documents_stay AS s ON s.document_id = d.id AND s.ended_at IS NULL
     WHERE d.v_number = ANY(%s) AND d.v_number <> ''
     ORDER BY d.delivered_at DESC, d.id DESC
"""


@dataclass(frozen=True, slots=True)
class Lying:
    """A document of somebody, and what decides whether it can be collected."""

    v_number: str
    birth_date: date | None
    facts: rules.Facts


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
    documents = _lying(numbers) if collecting else []
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
    documents: list[Lying],
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


def _lying(v_numbers: Collection[str]) -> list[Lying]:
    with connection.cursor() as cursor:
        cursor.execute(_LYING, [sorted(v_numbers)])
        return [Lying(row[0], row[1], rules.Facts(*row[2:])) for row in cursor.fetchall()]


def _asks_letter(service: str, admission: Admission) -> bool:
    return service != COLLECT or service in admission.letter_services


def _document_refusal(comer: Comer, location_id: int, day: date, documents: list[Lying]) -> str:
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
