"""Everything once more, and the one button that makes the appointment."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.errors import (
    AlreadyBooked,
    HoldExpired,
    NotAdmitted,
    NotEligible,
    Refused,
    UnknownService,
    WrongBasket,
)
from servicepoint.appointments.party import Party
from servicepoint.forms.page import ErrorLink
from servicepoint.kit import clock
from servicepoint.limits.http import limited, spend_named, too_many
from servicepoint.limits.rules import Decision
from servicepoint.public import letters, refusals, steps, summary
from servicepoint.public.journey import LETTER, Journey, journey_of
from servicepoint.public.templatetags.content_texts import text

REFUSED = 409


@dataclass(frozen=True, slots=True)
class Problem:
    """Why it was refused; `number` is the person it is about, 0 for all."""

    text: str
    number: int = 0
    manage_href: str = ""


@steps.step("review")
def review(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Show all answers; POST books, and the same POST again leads to the same confirmation."""
    party = journey.party
    if party is None:
        return steps.go_on(journey)
    if request.method != "POST":
        return _page(request, journey, party)
    if not _letters_still_open(journey, party):
        return steps.see_other(journey.address(LETTER))
    refused = next((each for each in _spent(party, journey) if not each.allowed), None)
    return too_many(request, refused) if refused else _book(request, journey, party)


@limited("book.address")
def _book(request: HttpRequest, journey: Journey, party: Party) -> HttpResponseBase:
    try:
        booked = actions.book(
            party,
            hold_secret=journey.draft.hold_secret,
            now=journey.now,
            actor=actor_of(request),
            idempotency_key=f"draft:{journey.draft.id}",
        )
    except (HoldExpired, WrongBasket, UnknownService):
        return steps.go_on(journey_of(journey.draft, journey.here, journey.now))
    except Refused as refused:
        return _page(request, journey, party, _problem(refused, journey))
    actions.settle_draft(journey.draft.id, booked.appointment_id)
    return steps.see_other(reverse("public:booked", args=[journey.draft.id]))


def _spent(party: Party, journey: Journey) -> Iterator[Decision]:
    for number in {person.v_number for person in party.people if person.v_number}:
        yield spend_named("book.v_number", number, now=journey.now)


def _letters_still_open(journey: Journey, party: Party) -> bool:
    """Say whether the letters that were shown name everybody still: a code may be replaced at any moment."""
    if not journey.is_by_letter:
        return True
    named = {person.id for letter in letters.shown(journey) for person in letter.people}
    return all(person.invited_id in named for person in party.people)


def _problem(refused: Refused, journey: Journey) -> Problem:
    match refused:
        case AlreadyBooked(position=position):
            return _already_booked(refused, journey)
        case NotEligible(position=position):
            return Problem(f"{journey.title_of(position)}: {refusals.reason(refused.reason)}", position)
        case NotAdmitted(position=position):
            return Problem(f"{journey.title_of(position)}: {refusals.sentence(refused)}", position)
        case _:
            return Problem(refusals.sentence(refused))


def _already_booked(refused: AlreadyBooked, journey: Journey) -> Problem:
    """Tell which day the other appointment is only to who knows the birth date too."""
    who = {
        "person": journey.title_of(refused.position),
        "service": text(journey.service(refused.position).name),
    }
    if refused.starts_at is None:
        words = _("%(person)s has an appointment already for: %(service)s. One at a time is possible") % who
    else:
        day = date_format(clock.dutch(refused.starts_at), "l j F Y")
        words = _("%(person)s has an appointment already for: %(service)s. It is on %(day)s. You can move it")
        words %= {**who, "day": day}
    return Problem(words, refused.position, reverse("public:manage"))


def _page(
    request: HttpRequest, journey: Journey, party: Party, problem: Problem | None = None
) -> HttpResponse:
    problems = {problem.number: problem.text} if problem else {}
    links = (
        [ErrorLink(problem.text, f"#person-{problem.number}" if problem.number else "")] if problem else []
    )
    contact = party.contact
    context = {
        "time_rows": summary.about_time(journey),
        "people": list(summary.about_people(journey, party, problems)),
        "contact_rows": list(summary.about_contact(journey, contact)),
        "needs_rows": summary.about_needs(journey, party),
        "has_email": bool(contact.email),
        "manage_href": problem.manage_href if problem else "",
        "error_links": links,
    }
    return steps.show(request, "review", journey, context, status=REFUSED if problem else 200)
