"""The code of a letter at the doors: who may open it how often, whom it names, and what they have booked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servicepoint.documents import queries as documents
from servicepoint.documents.actions.attacked import note_attack
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.queries import InvitationView, InvitedView
from servicepoint.documents.queries.letters import Expected
from servicepoint.kit.actor import Actor
from servicepoint.kit.reference import normal_code
from servicepoint.limits.actions import refund, spend
from servicepoint.limits.queries import state_of
from servicepoint.limits.rules import ALLOWED, LIMITS, Decision
from servicepoint.services.catalogue import Service

from .actions.book import person_digest
from .errors import LetterLocked, LetterUnknown
from .models import Attendee
from .party import Person

ADDRESS, CODE, LOCK = "letter.address", "letter.code", "letter.lock"
FIRST_ONE = "no-document"  # the situation of who collects a document that replaces none


class AskedTooOften(Exception):
    """Too many wrong codes came from one address; `decision` says how long to wait."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Asker:
    """Who shows a code: the address or account that is counted, and who acts."""

    counted_as: str
    actor: Actor


def opened(code: str, birth_date: date, *, asker: Asker, now: datetime) -> InvitationView:
    """Return the letter of a code when one of its persons was born on that day.

    A try is counted before anything is looked up and given back when it was right, so that only wrong ones
    count, however many come at once. A code that was tried too often is locked for a day, whether or not a
    letter has it, and the alarm is raised when one has. Employees are not locked out: they ask more than a
    date. Raises LetterUnknown, LetterLocked, AskedTooOften. Not in a transaction: a try is not rolled back.
    """
    code = normal_code(code)
    first = _spend(ADDRESS, asker.counted_as, now)
    if not first.allowed:
        raise AskedTooOften(first)
    guess = ALLOWED if asker.actor.kind == "staff" else _guess(code, now)
    try:
        letter = documents.opened_by(code, birth_date)
    except InvitationUnknown:
        if guess.remaining == 0 and _spend(LOCK, code, now).allowed:
            note_attack(code, now=now, actor=asker.actor)
        raise LetterUnknown from None
    refund(ADDRESS, asker.counted_as, limit=LIMITS[ADDRESS])
    if guess.remaining is not None:
        refund(CODE, code, limit=LIMITS[CODE])
    return letter


def still_open(proofs: Iterable[tuple[str, date]]) -> list[InvitationView]:
    """Return the letters that were opened with these codes and birth dates, but for codes replaced since."""
    letters = []
    for code, birth_date in proofs:
        try:
            letters.append(documents.opened_by(code, birth_date))
        except InvitationUnknown:
            continue
    return letters


def named_by(letter: InvitationView, v_number: str, birth_date: date | None) -> InvitedView | None:
    """Return who of a letter is meant by this V-number and birth date."""
    wanted = (v_number, birth_date)
    return next((each for each in letter.people if (each.v_number, each.birth_date) == wanted), None)


def situations_asked(service: Service, expected: Expected) -> list[str]:
    """Return the situations that a person of a letter may choose from; one is no question, none is none.

    Who collects a first document has none to hand in; who collects another one has, or lost it.
    """
    codes = [each.code for each in service.situations if each.refusal is None]
    if expected.document is None or FIRST_ONE not in codes:
        return codes
    return [each for each in codes if each != FIRST_ONE] if expected.document.replaces else [FIRST_ONE]


def as_person(expected: Expected, situation: str) -> Person:
    """Return a person of a letter as bookings know them."""
    who = expected.person
    return Person(
        service=expected.letter.service,
        situation=situation,
        first_name=who.first_name,
        last_name=who.last_name,
        birth_date=who.birth_date,
        v_number=who.v_number,
        invited_id=who.id,
    )


def booked_times(people: Sequence[Expected], now: datetime) -> dict[int, datetime]:
    """Return when the persons who have an appointment come, by the id of the invited: one query."""
    persons = {each.person.id: as_person(each, "") for each in people if each.person.birth_date}
    digests = {invited_id: person_digest(person) for invited_id, person in persons.items()}
    rows = Attendee.objects.filter(
        person_digest__in=list(digests.values()), is_open=True, appointment__ends_at__gt=now
    ).values_list("person_digest", "service", "appointment__starts_at")
    times = {(bytes(digest), service): starts_at for digest, service, starts_at in rows}
    found = ((key, times.get((digests[key], persons[key].service))) for key in persons)
    return {key: starts_at for key, starts_at in found if starts_at is not None}


def _guess(code: str, now: datetime) -> Decision:
    """Count a try of a code. Raises LetterLocked."""
    guess = _spend(CODE, code, now) if state_of(LOCK, code, now=now).allowed else None
    if guess is None or not guess.allowed:
        raise LetterLocked
    return guess


def _spend(name: str, subject: str, now: datetime) -> Decision:
    return spend(name, subject, limit=LIMITS[name], now=now)
