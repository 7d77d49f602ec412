"""What a letter is about for each of its persons: where the document is, and on which days they can come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from servicepoint.documents import windows
from servicepoint.documents.models import Invitation
from servicepoint.documents.windows import Days

from .admission import COLLECT
from .invitations import InvitationView, InvitedView, views
from .whereabouts import Whereabouts, of_ids


@dataclass(frozen=True, slots=True)
class Expected:
    """A person of a letter. `reason` says why they cannot come on any day, empty when they can.

    `letter_over`: the letter was taken back, is used, or its days are past. Other reasons are those of
    `rules.why_not`. `days` is empty of meaning when there is a reason.
    """

    letter: InvitationView
    person: InvitedView
    document: Whereabouts | None
    days: Days
    reason: str


@dataclass(frozen=True, slots=True)
class Attacked:
    """A letter whose code somebody tried with wrong dates of birth; it has no other code since."""

    invitation_id: int
    at: datetime


def expected(letters: Iterable[InvitationView], today: date) -> list[Expected]:
    """Return every person of these letters, in their order: one query."""
    letters = list(letters)
    ids = [person.document_id for letter in letters for person in letter.people if person.document_id]
    documents = {each.id: each for each in (of_ids(ids) if ids else ())}
    return [
        _expected(letter, person, documents.get(person.document_id or 0), today)
        for letter in letters
        for person in letter.people
    ]


def invitations_with(v_number: str) -> list[InvitationView]:
    """Return every invitation of a V-number, the newest first, whatever became of it."""
    return views(Invitation.objects.filter(people__v_number=v_number).distinct())


def attacked_letters() -> list[Attacked]:
    """Return the letters in use whose code was tried too often, newest first."""
    rows = Invitation.objects.filter(~Q(attacked_at=None), revoked_at=None, forgotten_at=None)
    return [Attacked(row.id, at) for row in rows.order_by("-attacked_at") if (at := row.attacked_at)]


def _expected(
    letter: InvitationView, person: InvitedView, document: Whereabouts | None, today: date
) -> Expected:
    days = Days(letter.opens_on, letter.closes_on)
    facts = document.facts if document else None
    reason = windows.why_no_day(days, facts, location_id=letter.location_id, today=today)
    if not reason and (letter.revoked_at is not None or not person.is_open):
        reason = "letter_over"
    if not reason and letter.service == COLLECT and document is None:
        reason = "letter_over"  # its data is forgotten
    return Expected(letter, person, document, windows.days_of(days, facts), reason)
