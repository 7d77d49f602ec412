"""Refusals in words: the stable code of a room becomes a sentence that says what to do.

`docs/errors.md` lists the codes. As in all errors, no full stop closes the last sentence.
A page that knows more (which person, which day) adds it itself.
"""

from django.utils.translation import gettext_lazy as _

from servicepoint.appointments import admission_words
from servicepoint.appointments.errors import NotAdmitted, Refused
from servicepoint.public.templatetags.content_texts import text
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules

SENTENCES = {
    "slot_taken": _("Someone else has just taken this time. Choose another time"),
    "hold_expired": _("We do not keep the time for you any more. Choose a time again. Your answers are kept"),
    "hold_limit_reached": _(
        "We cannot keep the time any longer than this. Finish your booking before it ends"
    ),
    "wrong_basket": _("You changed who comes, or for what. Choose a time again. Your answers are kept"),
    "unknown_service": _("This service cannot be booked at the moment. Choose another one, or call us"),
    "party_size_wrong": _("You can make an appointment for 1 to 6 people"),
    "same_person_twice": _(
        "The same person is in the list twice for the same service. Check the V-numbers, names and dates of "
        "birth"
    ),
    "not_admitted": _("One of the persons cannot come. Call us: 088 043 04 30"),
    "letter_unknown": _("We find no letter with this code and this date of birth"),
    "letter_locked": _("This code was tried too often. Call us: 088 043 04 30"),
    "not_eligible": _("One of the persons cannot have this appointment"),
    "already_booked": _("One of the persons has an appointment for the same service already"),
    "not_open": _("This appointment is cancelled or over. It cannot be changed any more"),
    "no_address": _("There is no e-mail address in this appointment"),
    "too_late_to_change": _("It is too late to change this appointment here. Call us"),
    "move_limit_reached": _(
        "You moved this appointment as often as possible. Cancel it and make a new one, or call us"
    ),
    "last_person": _("This is the only person left. Cancel the appointment instead"),
    "unknown_person": _("This person is not in the appointment any more"),
    "no_room_for_party": _(
        "There is not enough time for one more person at this moment. Move the appointment first, or make a "
        "separate one. Your appointment has not changed"
    ),
    "key_reused": _("Something went wrong on our side. Go back and try again. Your answers are kept"),
    "try_again": _("It is very busy. Nothing was changed. Try again in a moment"),
}
UNKNOWN = _("This is not possible at the moment. Nothing was changed. Try again, or call us")

REASONS = {
    "not_born": _("On the day of the visit this person is not born yet. Check the date of birth"),
    "biometrics_under_one": _(
        "A child under 1 does not come for photo and fingerprints: send a photo by post. Take this child out "
        "of the appointment"
    ),
    "situation_missing": _("Choose the situation of this person"),
    "situation_unknown": _("Choose the situation of this person again"),
}


def sentence(refused: Refused) -> str:
    """Return a refusal in the reader's language; one without words of its own gets general ones."""
    if isinstance(refused, NotAdmitted):
        return admission_words.why(refused.reason)
    return str(SENTENCES.get(refused.code, UNKNOWN))


def reason(code: str) -> str:
    """Return why a person cannot have a service: our own words, else those of the page that explains it."""
    if code in REASONS:
        return str(REASONS[code])
    outcome = service_rules.outcome_for(services.triage_graph(), code)
    if outcome is None:
        return str(SENTENCES["not_eligible"])
    return f"{text(outcome.title)}. {text(outcome.why)}".removesuffix(".")
