"""Refusals in words for who works at the counter: what is in the way, and what helps."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.appointments.errors import NotAdmitted, Refused
from servicepoint.documents.errors import DocumentRefused
from servicepoint.services import queries as services
from servicepoint.services.errors import ServiceError
from servicepoint.staff.safe_words import refused
from servicepoint.visits.errors import OutcomeMissing, RequirementsOpen, StepsOpen, VisitRefused

from .words import STEPS, in_language, word

REFUSALS = (VisitRefused, Refused, ServiceError, DocumentRefused)
SENTENCES = {
    "visit_unknown": gettext_lazy("This visit is not known any more. Look at the list of today"),
    "not_possible_now": gettext_lazy("This is not possible any more: the visit has moved on"),
    "day_closed": gettext_lazy("The day is closed"),
    "day_not_over": gettext_lazy("The day cannot be closed yet: people with an appointment may still come"),
    "counter_taken": gettext_lazy("Somebody else sits at this counter"),
    "seated_elsewhere": gettext_lazy("You have another counter open. Close that one first"),
    "counter_not_open": gettext_lazy("This counter is not open, or it is paused"),
    "counter_busy": gettext_lazy("Somebody is at this counter. Finish, or let them step aside, first"),
    "nobody_waits": gettext_lazy("Nobody waits for what this counter serves"),
    "call_again_first": gettext_lazy("Call once more first: people need time to stand up and walk"),
    "code_unknown": gettext_lazy("Choose one of the answers of the list"),
    "nothing_missing": gettext_lazy("Say first what is missing"),
    "too_late_to_undo": gettext_lazy("This cannot be undone any more"),
    "mrz_unreadable": gettext_lazy("These are not the lines of a passport or card. Scan them again"),
    "try_again": gettext_lazy("It is very busy. Nothing was changed. Press again"),
    "hand_over_needed": gettext_lazy("Take the document from the safe and hand it over"),
    "document_at_counter": gettext_lazy(
        "A document lies at this counter. Hand it over, or put it back, first"
    ),
    "document_not_theirs": gettext_lazy("This document is not of this person"),
    "slot_taken": gettext_lazy("Somebody else has just taken this time. Choose another time"),
    "already_booked": gettext_lazy("This person has another appointment for this service already"),
    "no_address": gettext_lazy("This party gave no e-mail address. Call them"),
    "not_open": gettext_lazy("This appointment is cancelled or forgotten"),
}
NOT_ADMITTED = {
    "document_none": gettext_lazy("No document of this person lies here. Look for it in the safe first"),
    "document_elsewhere": gettext_lazy("The document of this person is at another desk of the IND"),
    "document_not_yet": gettext_lazy("The document of this person is not here yet on that day"),
    "document_courier": gettext_lazy("A courier brings the document of this person"),
    "document_handed_over": gettext_lazy("The document of this person was handed over already"),
    "document_returned": gettext_lazy("The document of this person went back to the IND"),
    "document_destroyed": gettext_lazy("The document of this person was destroyed"),
    "document_blocked": gettext_lazy("The document of this person is kept back. Ask your lead"),
    "document_missing": gettext_lazy("The document of this person is missing. Look in the safe first"),
    "document_too_late": gettext_lazy(
        "The document must be collected before that day. Choose an earlier one"
    ),
    "invitation_none": gettext_lazy("This person is not invited for that day. Choose a day of the letter"),
}
UNKNOWN = gettext_lazy("This is not possible now. Nothing was changed")


def sentence(refusal: Exception) -> str:
    """Return what is in the way; where things are open, it names them."""
    if isinstance(refusal, RequirementsOpen):
        return _("Not looked at yet, or missing: %(list)s") % {
            "list": _listed(map(_asked, refusal.requirements))
        }
    if isinstance(refusal, StepsOpen):
        return _("Not done yet: %(list)s") % {"list": _listed(word(STEPS, each) for each in refusal.steps)}
    if isinstance(refusal, DocumentRefused):
        return refused(refusal)
    if isinstance(refusal, OutcomeMissing):
        numbers = _listed(str(each) for each in refusal.positions)
        return _("Say first how it ended for person %(list)s") % {"list": numbers}
    if isinstance(refusal, NotAdmitted):
        return str(NOT_ADMITTED.get(refusal.reason, NOT_ADMITTED["document_none"]))
    return str(SENTENCES.get(getattr(refusal, "code", ""), UNKNOWN))


def _asked(code: str) -> str:
    """Return what to bring in words, whichever service asks for it."""
    for service in services.catalogue().services.values():
        for each in service.requirements:
            if each.code == code:
                return in_language(each.text)
    return code


def _listed(texts: Iterable[str]) -> str:
    return " · ".join(texts)
