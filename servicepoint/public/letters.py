"""A booking that began with a letter: what was shown, who of it comes, and on which days.

The draft keeps the codes and birth dates that opened letters under `letters`, and asks them again on each
page: a code that was replaced since opens nothing more. What a letter says of a person is kept under
`person:1` with `invited_id`, and cannot be typed over; under `situations:1` what is still asked.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from servicepoint.appointments import letters
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.letters import Asker
from servicepoint.appointments.party import Person
from servicepoint.documents.queries import InvitationView
from servicepoint.documents.queries.letters import Expected, expected
from servicepoint.documents.windows import Days
from servicepoint.kit import clock
from servicepoint.limits.http import address_of
from servicepoint.public.journey import Journey, person_key, situations_key

LETTERS = "letters"


def asker_of(request: HttpRequest) -> Asker:
    """Return who shows a code, as limits count them."""
    return Asker(address_of(request), actor_of(request))


def proof(code: str, birth_date: date) -> list[str]:
    """Return what a draft keeps of a letter that was opened."""
    return [code, birth_date.isoformat()]


def shown(journey: Journey) -> list[InvitationView]:
    """Return the letters that were shown and still open, each once, the first one first."""
    kept = journey.draft.answers.get(LETTERS) or []
    found = letters.still_open((code, date.fromisoformat(born)) for code, born in kept)
    return list({each.id: each for each in found}.values())


def people_of(journey: Journey) -> list[Expected]:
    """Return every person of the letters that were shown."""
    return expected(shown(journey), clock.dutch_day(journey.now))


def coming(journey: Journey, people: Sequence[Expected]) -> list[Expected]:
    """Return who of these was chosen to come, in the order of the party."""
    by_id = {each.person.id: each for each in people}
    numbers = range(1, journey.size + 1)
    ids = [journey.answers_about(number).get("invited_id") for number in numbers]
    return [by_id[each] for each in ids if each in by_id]


def common_days(people: Sequence[Expected]) -> Days | None:
    """Return the days on which all of them can come; None without anybody."""
    days = None
    for each in people:
        days = each.days if days is None else days.shared_with(each.days)
    return days


def chosen(journey: Journey, people: Sequence[Expected]) -> dict[str, Any]:
    """Return the changes that let exactly these persons come; a situation that was typed is kept."""
    typed = {
        given["invited_id"]: given["situation"]
        for number in range(1, journey.size + 1)
        if (given := journey.answers_about(number)).get("invited_id")
    }
    changes: dict[str, Any] = {"basket": [each.letter.service for each in people]}
    for number in range(1, max(journey.size, len(people)) + 1):
        changes |= {person_key(number): {}, situations_key(number): []}
    for number, each in enumerate(people, start=1):
        asked = letters.situations_asked(journey.catalogue.services[each.letter.service], each)
        situation = asked[0] if len(asked) == 1 else typed.get(each.person.id, "")
        changes[person_key(number)] = as_answer(letters.as_person(each, situation))
        changes[situations_key(number)] = asked if len(asked) > 1 else []
    return changes


def as_answer(person: Person) -> dict[str, Any]:
    """Return what a draft keeps about a person of a letter."""
    assert person.birth_date is not None  # a code opens with one
    return {
        "service": person.service,
        "situation": person.situation,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date.isoformat(),
        "v_number": person.v_number,
        "bsn": "",
        "invited_id": person.invited_id,
    }
