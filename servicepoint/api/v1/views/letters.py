"""Letters: what a code opens, and whom it lets in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Body, Router

from servicepoint.api.v1 import CLIENT
from servicepoint.api.v1.counted import TooOften
from servicepoint.api.v1.schemas.appointments import PersonSent
from servicepoint.api.v1.schemas.letters import Letter, LetterPerson, LetterShown
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.values import RequestKey
from servicepoint.api.v1.views.holds import MAY_KEY
from servicepoint.appointments import letters
from servicepoint.appointments.errors import LetterUnknown
from servicepoint.appointments.letters import AskedTooOften, Asker
from servicepoint.appointments.party import Party, Person
from servicepoint.documents.queries import InvitationView
from servicepoint.documents.queries.letters import Expected, expected
from servicepoint.kit import clock
from servicepoint.limits.http import address_of
from servicepoint.locations import queries as locations

router = Router(by_alias=True, tags=["letters"])


@router.post(
    "/letter-lookups",
    response={200: Letter, **problems(400, 404, 409)},
    summary=gettext_noop("See what a letter invites to, and where the documents are"),
    operation_id="lookUpLetter",
)
def look_up(
    request: HttpRequest,
    shown: Body[LetterShown],
    idempotency_key: RequestKey | None = MAY_KEY,  # noqa: ARG001 - asking changes nothing
) -> Letter:
    """An unknown code and a date of birth that does not belong to it are answered alike.

    Wrong ones are counted by address and by code. A code that was tried too often opens nothing for a day.
    """
    letter = _opened(request, shown.code, shown.birth_date)
    now = clock.now()
    people = expected([letter], clock.dutch_day(now))
    booked = letters.booked_times(people, now)
    return Letter(
        location=locations.location_lately(letter.location_id).slug,
        service=letter.service,
        persons=[_told(each, booked.get(each.person.id)) for each in people],
    )


def with_letters(request: HttpRequest, party: Party, sent: Sequence[PersonSent]) -> Party:
    """Return the party with the letters that were shown. Raises LetterUnknown, LetterLocked, TooOften."""
    people = (
        person_with_letter(request, person, each) for person, each in zip(party.people, sent, strict=True)
    )
    return replace(party, people=tuple(people))


def person_with_letter(request: HttpRequest, person: Person, sent: PersonSent) -> Person:
    """Return the person as named by the letter whose code came along; as they are when none did."""
    if not sent.letter_code:
        return person
    letter = _opened(request, sent.letter_code, sent.birth_date)
    named = letters.named_by(letter, person.v_number, person.birth_date)
    if named is None:
        raise LetterUnknown
    return replace(person, invited_id=named.id)


def _opened(request: HttpRequest, code: str, birth_date: date) -> InvitationView:
    asker = Asker(address_of(request), CLIENT)
    try:
        return letters.opened(code, birth_date, asker=asker, now=clock.now())
    except AskedTooOften as often:
        raise TooOften(often.decision) from often


def _told(each: Expected, booked_at: datetime | None) -> LetterPerson:
    can_book = not each.reason and booked_at is None
    return LetterPerson(
        position=each.person.position,
        state=_state(each, is_booked=booked_at is not None),
        can_book=can_book,
        first_day=each.days.first if can_book else None,
        last_day=each.days.last if can_book else None,
        booked_at=booked_at,
    )


def _state(each: Expected, *, is_booked: bool) -> str:
    if is_booked or each.reason:
        return "booked" if is_booked else each.reason
    if each.document is None:
        return "invited"
    return "announced" if each.document.facts.place == "announced" else "ready"
