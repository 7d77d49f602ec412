"""Why an act was refused: the HTTP status and the sentence for each code of `docs/errors.md`."""

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from servicepoint.api.problem import InputError, problem
from servicepoint.appointments import admission_words
from servicepoint.appointments.errors import AlreadyBooked, NotAdmitted, NotEligible, Refused
from servicepoint.kit import clock
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOT_FOUND, CONFLICT, GONE, BUSY = 404, 409, 410, 503
BUSY_SECONDS = "1"
WHOLE_BODY = ""  # as a JSON pointer


class Words(NamedTuple):
    """The status, and a sentence that says what helps."""

    status: int
    sentence: "str | StrPromise"


REFUSALS: dict[str, Words] = {
    code: Words(status, sentence)
    for code, status, sentence in (
        (
            "already_booked",
            CONFLICT,
            gettext_lazy("A person has an open appointment for the same service. Change that one"),
        ),
        (
            "hold_expired",
            GONE,
            gettext_lazy("This time is not held any more. Ask for the free slots and make a new hold"),
        ),
        (
            "hold_limit_reached",
            CONFLICT,
            gettext_lazy("This hold cannot be extended again. Book before it expires"),
        ),
        ("no_address", CONFLICT, gettext_lazy("No e-mail address was given for this appointment")),
        (
            "key_reused",
            CONFLICT,
            gettext_lazy("This Idempotency-Key was sent with other content before. Send a new key"),
        ),
        (
            "last_person",
            CONFLICT,
            gettext_lazy("This is the only person left. Cancel the appointment instead"),
        ),
        (
            "letter_locked",
            CONFLICT,
            gettext_lazy("This code was tried too often and opens nothing for a day. Call 088 043 04 30"),
        ),
        (
            "letter_unknown",
            NOT_FOUND,
            gettext_lazy(
                "No letter has this code and this person. Compare code, date of birth and V-number with the "
                "letter"
            ),
        ),
        (
            "move_limit_reached",
            CONFLICT,
            gettext_lazy("The appointment was moved as often as possible. Cancel it and book again, or call"),
        ),
        (
            "no_room_for_party",
            CONFLICT,
            gettext_lazy(
                "The longer visit does not fit at this time. Move the appointment first. It is unchanged"
            ),
        ),
        (
            "not_admitted",
            CONFLICT,
            gettext_lazy("A person cannot come for this. The error says who, why and what helps"),
        ),
        (
            "not_eligible",
            CONFLICT,
            gettext_lazy("A person cannot have this appointment. The error says who and why"),
        ),
        (
            "not_open",
            CONFLICT,
            gettext_lazy("The appointment is cancelled or has begun. It cannot be changed any more"),
        ),
        ("party_size_wrong", CONFLICT, gettext_lazy("An appointment is for 1 to 6 persons")),
        (
            "same_person_twice",
            CONFLICT,
            gettext_lazy("One person is in the party twice for the same service. Leave one out"),
        ),
        (
            "slot_taken",
            CONFLICT,
            gettext_lazy("This time is not free, or not any more. Ask for the free slots and choose another"),
        ),
        ("too_late_to_change", CONFLICT, gettext_lazy("The visit starts too soon to change it here. Call")),
        (
            "try_again",
            BUSY,
            gettext_lazy("It is very busy. Nothing was changed. Send the same again in a second"),
        ),
        ("unknown_person", NOT_FOUND, gettext_lazy("There is no such person in this appointment")),
        (
            "unknown_service",
            CONFLICT,
            gettext_lazy("The service cannot be booked at the moment. Ask for the services that can"),
        ),
        (
            "wrong_basket",
            CONFLICT,
            gettext_lazy(
                "The persons' services are not those the time is held for, in that order. Make a new hold"
            ),
        ),
    )
}
REASONS = {
    "not_born": gettext_lazy("On the day of the visit this person is not born yet"),
    "biometrics_under_one": gettext_lazy(
        "A child under 1 does not come for photo and fingerprints: send a photo by post"
    ),
}


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer a refusal of the appointments room; who it is about stands in `errors`."""
    status, sentence = REFUSALS[refusal.code]
    answer = problem(
        status,
        refusal.code,
        title=_("This was refused"),
        detail=str(sentence),
        errors=_about(request, refusal),
    )
    if status == BUSY:
        answer.headers["Retry-After"] = BUSY_SECONDS
    return answer


def _about(request: HttpRequest, refusal: Refused) -> list[InputError]:
    """Name the person by a JSON pointer into what was sent: a party, or one person alone."""
    if not isinstance(refusal, AlreadyBooked | NotAdmitted | NotEligible):
        return []
    is_party = request.resolver_match is not None and request.resolver_match.url_name == "book"
    at = f"/persons/{refusal.position - 1}" if is_party else WHOLE_BODY
    if isinstance(refusal, NotAdmitted):
        return [InputError(at, refusal.reason, admission_words.why(refusal.reason))]
    if isinstance(refusal, NotEligible):
        return [InputError(at, refusal.reason, _reason(refusal.reason))]
    return [InputError(at, refusal.code, _already_booked(refusal))]


def _already_booked(refusal: AlreadyBooked) -> str:
    """Tell which day the other appointment is only to who knows the birth date too."""
    if refusal.starts_at is None:
        return str(REFUSALS[refusal.code].sentence)
    day = clock.dutch_day(refusal.starts_at).isoformat()
    return _("This person has an open appointment for the same service, on %(day)s. Change that one") % {
        "day": day
    }


def _reason(code: str) -> str:
    """Return why a person cannot have a service: our own words, else those of the page that explains it."""
    outcome = service_rules.outcome_for(services.triage_graph(), code)
    if code in REASONS or outcome is None:
        return str(REASONS.get(code, REFUSALS["not_eligible"].sentence))
    language = get_language() or "nl"
    return (
        f"{outcome.title.get(language, outcome.title['nl'])}. {outcome.why.get(language, outcome.why['nl'])}"
    )
