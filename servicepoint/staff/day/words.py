"""The codes of the room `visits` in the reader's language: states, outcomes, reasons, steps."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

STATES: Mapping[str, Promise] = {
    "expected": _("Expected"),
    "waiting": _("Waiting"),
    "called": _("Called"),
    "serving": _("At the counter"),
    "parked": _("Stepped aside"),
    "missed": _("Did not come when called"),
    "finished": _("Finished"),
    "left": _("Left"),
    "closed": _("Ended with the day"),
    "no_show": _("Did not come"),
}
UNDONE: Mapping[str, Promise] = {
    "called": _("the call"),
    "serving": _("the start"),
    "parked": _("stepping aside"),
    "missed": _("“did not come when called”"),
    "finished": _("finishing the visit"),
    "left": _("leaving"),
    "outcome": _("the last outcome"),
}
RESULTS: Mapping[str, Promise] = {
    "seen": _("Seen"),
    "copied": _("Copied"),
    "missing": _("Missing"),
    "not_applicable": _("Not applicable"),
}
NOT_APPLICABLE: Mapping[str, Promise] = {
    "other_proof": _("Another document proves it"),
    "not_needed": _("Not needed in this case"),
    "known_to_ind": _("The IND has it already"),
    "too_young": _("Too young for it"),
    "exempt": _("Exempt"),
}
OUTCOMES: Mapping[str, Promise] = {
    "done": _("Done"),
    "application_taken": _("Application taken"),
    "incomplete": _("Incomplete"),
    "not_eligible": _("Not eligible"),
    "refused": _("Refused"),
    "left": _("Left early"),
}
REASONS: Mapping[str, Promise] = {
    "no_permit_needed": _("Needs no permit"),
    "wrong_service": _("Came for the wrong service"),
    "wrong_location": _("Belongs at another location"),
    "privileged": _("Has privileged status"),
    "no_letter": _("Has no letter"),
    "not_ready": _("The document is not here yet"),
    "rule": _("Does not meet a condition"),
    "identity_unclear": _("Identity not clear"),
    "not_in_person": _("Somebody else came instead"),
    "conduct": _("Conduct"),
    "false_document": _("Document may be false"),
    "no_time": _("Had no more time"),
    "unwell": _("Felt unwell"),
    "waited_too_long": _("Waited too long"),
    "not_served": _("Not helped before closing"),
    "not_back": _("Did not come back"),
    "missed": _("Did not come when called"),
    "not_finished": _("Not finished at closing"),
}
WHERE_TO_GO: Mapping[str, Promise] = {
    "no_permit_needed": _("No permit is needed. Who stays registers at the municipality."),
    "wrong_service": _("Change the service here if there is time, or make an appointment for the right one."),
    "wrong_location": _("The letter says where to go. Make an appointment for that location."),
    "privileged": _("The Protocol Department of the Ministry of Foreign Affairs gives the identity card."),
    "no_letter": _("Wait for the letter from the IND. It says when to make an appointment."),
    "not_ready": _("The IND writes again when the document is here. Then make a new appointment."),
    "rule": _("Call the IND to ask which application fits."),
}  # fmt: skip
STEPS: Mapping[str, Promise] = {
    "identity_checked": _("Identity"),
    "photo": _("Photo"),
    "fingerprints": _("Fingerprints"),
    "old_document_in": _("Old document"),
    "document_out": _("New document"),
    "application_taken": _("Application"),
}
FOUND: Mapping[str, Promise] = {
    "mrz_ok": _("Lines read, check digits right"),
    "mrz_wrong": _("Check digits wrong"),
    "no_mrz": _("No lines to read"),
    "by_eye": _("Checked by eye"),
    "name_differs": _("Name differs"),
    "birth_date_differs": _("Date of birth differs"),
    "document_expired": _("Document expired"),
    "differences_accepted": _("Differences accepted"),
    "taken": _("Taken"),
    "reused": _("Earlier ones used"),
    "off": _("Taken with other equipment"),
    "overridden": _("Accepted with a reason"),
    "exempt": _("Exempt"),
    "temporarily_impossible": _("Not possible now"),
    "police_report": _("Police report seen"),
    "paper": _("On paper"),
    "digital": _("Digital"),
}
GIVEN: Mapping[str, Mapping[str, Promise]] = {
    "old_document_in": {"card": _("Card taken in"), "sticker": _("Sticker cancelled")},
    "document_out": {"card": _("Card handed over"), "sticker": _("Sticker placed"), "visa": _("Visa placed")},
}
PRIORITIES: Mapping[str, Promise] = {
    "wheelchair": _("Wheelchair"),
    "infant": _("Small child"),
    "quiet_room": _("Quiet room"),
    "pregnant": _("Pregnant"),
    "health": _("Health"),
    "elderly": _("Older person"),
    "our_mistake": _("Our mistake"),
}
NEEDS: Mapping[str, Promise] = {
    "interpreter": _("Interpreter"),
    "wheelchair": _("Wheelchair access"),
    "quiet_room": _("A quiet room"),
    "guardian": _("A parent or guardian comes along"),
    "lawyer": _("A lawyer comes along"),
    "infant": _("A baby or small child comes along"),
}


def word(words: Mapping[str, Promise], code: str) -> str:
    """Return a code in the reader's language; one without words stands as it is."""
    known = words.get(code)
    return str(known) if known else code


def found(kind: str, code: str) -> str:
    """Return what was found or done in a step."""
    return word(GIVEN.get(kind, {}), code) if code in GIVEN.get(kind, {}) else word(FOUND, code)


def in_language(texts: Mapping[str, str]) -> str:
    """Return a text of the content in the reader's language, else in Dutch."""
    return texts.get(get_language() or "nl") or texts["nl"]
