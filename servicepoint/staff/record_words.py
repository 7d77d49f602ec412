"""What the record says, in words for the person it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.audit.queries import Recorded
from servicepoint.kit.actor import Actor
from servicepoint.staff import capture_texts, hall_forms, safe_words
from servicepoint.staff.day import words

ACTS = {
    "appointments.booked": gettext_lazy("Booked the appointment"),
    "appointments.moved": gettext_lazy("Moved the appointment to another time"),
    "appointments.cancelled": gettext_lazy("Cancelled the appointment"),
    "appointments.cancel_decided": gettext_lazy("Decided to cancel the appointment"),
    "appointments.person_added": gettext_lazy("Added a person"),
    "appointments.person_dropped": gettext_lazy("Took a person out"),
    "appointments.contact_changed": gettext_lazy("Changed the contact details"),
    "appointments.resent": gettext_lazy("Sent the confirmation again"),
    "appointments.missed_told": gettext_lazy("Sent the mail about the missed appointment"),
    "appointments.settled": gettext_lazy("Helped at the counter: a new appointment may be made"),
    "visits.checked_in": gettext_lazy("Checked in: the party has arrived"),
    "visits.called": gettext_lazy("Called to a counter"),
    "visits.called_again": gettext_lazy("Called once more"),
    "visits.recalled": gettext_lazy("Called back to a counter"),
    "visits.serving": gettext_lazy("Began to help at the counter"),
    "visits.parked": gettext_lazy("Let the party step aside"),
    "visits.transferred": gettext_lazy("Sent on to another counter or service"),
    "visits.missed": gettext_lazy("Noted that nobody came when called"),
    "visits.returned": gettext_lazy("Put the party back into the line"),
    "visits.left": gettext_lazy("Noted that the party left"),
    "visits.checked": gettext_lazy("Looked at what was brought"),
    "visits.step_done": gettext_lazy("Noted what was done at the counter"),
    "visits.outcome_set": gettext_lazy("Noted how the visit ended"),
    "visits.follow_up_booked": gettext_lazy("Booked a new appointment at the counter"),
    "visits.finished": gettext_lazy("Finished the visit"),
    "visits.undone": gettext_lazy("Took the last act back"),
    "visits.no_show": gettext_lazy("Noted that nobody came"),
    "visits.closed": gettext_lazy("Ended the visit with the day"),
    "biometrics.opened": gettext_lazy("Began with photo and fingerprints"),
    "biometrics.taken": gettext_lazy("Took a photo or a fingerprint, and sealed it"),
    "biometrics.accepted": gettext_lazy("Accepted the photo or the fingerprint"),
    "biometrics.overridden": gettext_lazy("Accepted the photo or the fingerprint for a reason"),
    "biometrics.exempted": gettext_lazy("Noted that a finger cannot be used"),
    "biometrics.closed": gettext_lazy("Ended with photo and fingerprints"),
    "biometrics.acknowledged": gettext_lazy("Deleted it here: the back office confirmed that it arrived"),
    "biometrics.expired": gettext_lazy("Deleted it here, because its time was over"),
    "documents.delivered": gettext_lazy("Took down that a document is on its way"),
    "documents.updated": gettext_lazy("Changed how the owner of a document is reached"),
    "documents.couriered": gettext_lazy("Noted that a courier brings the document"),
    "documents.blocked": gettext_lazy("Noted whether the document is kept back"),
    "documents.code_replaced": gettext_lazy("Gave the letter another code"),
    "documents.code_stopped": gettext_lazy("Took the code of the letter back"),
    "documents.invited": gettext_lazy("Invited the person with a letter"),
    "documents.delivery_received": gettext_lazy("Received a delivery of documents"),
    "documents.delivery_read": gettext_lazy("Read a delivery of documents"),
    "documents.moved": gettext_lazy("Noted where the document is now"),
    "notifications.resent": gettext_lazy("Sent a message again"),
    "letters.wanted": gettext_lazy("Had a letter printed"),
    "letters.withdrawn": gettext_lazy("Took letters back before they were printed"),
    "letters.returned": gettext_lazy("Noted that a letter came back"),
    "letters.handed_over": gettext_lazy("Handed a batch of letters to the print service"),
    "letters.followed": gettext_lazy("Heard from the print service how a batch stands"),
    "letters.again": gettext_lazy("Tried a batch of letters once more"),
    "documents.code_attacked": gettext_lazy("Closed the code of a letter: it was tried with wrong dates"),
    "personal_data.viewed": gettext_lazy("Saw the data"),
    "staff.record_searched": gettext_lazy("Looked up what was done with the data of a person"),
    "staff.caller_opened": gettext_lazy("Opened the appointment to help a caller"),
}
PAGES = {
    "staff.admin": gettext_lazy("on the page of the appointment in the administration"),
    "staff.conflicts": gettext_lazy("in the list of appointments that lie outside the opening hours"),
    "staff.telephone": gettext_lazy("in the list of what was found for a caller, without names"),
    "staff.caller": gettext_lazy("on the page of the appointment, to help a caller"),
    "staff.caller_letter": gettext_lazy("on the page of a letter, to help a caller"),
    "staff.letter": gettext_lazy("in the letter about the appointment"),
    "staff.sent_letter": gettext_lazy("on the page of a letter that was sent"),
    "staff.paper": gettext_lazy("in a letter as it is printed"),
    "staff.counter": gettext_lazy("on the screen of the counter"),
    "staff.capture": gettext_lazy("on the page where photo and fingerprints are taken"),
    "staff.today": gettext_lazy("in the list of the day"),
    "staff.hall": gettext_lazy("on the page of the hall host, who searched for the name"),
    "staff.delivery": gettext_lazy("in the list of documents that were delivered and not scanned yet"),
    "staff.documents": gettext_lazy("in a list of documents that were looked for"),
    "staff.document": gettext_lazy("on the page of the document"),
    "staff.hand_over": gettext_lazy("on the page where the document is signed for"),
    "staff.record": gettext_lazy("on the page that tells a person what was done with their data"),
}
REASONS = {
    "asked_by_party": gettext_lazy("The party asked for it"),
    "closed": gettext_lazy("The service point is closed then"),
    "not_needed": gettext_lazy("The visit is not needed"),
    "wrong_booking": gettext_lazy("Booked by mistake, or twice"),
    "ill": gettext_lazy("Somebody is ill"),
    "transport": gettext_lazy("The party cannot reach us in time"),
    "our_mistake": gettext_lazy("We made a mistake"),
}


KINDS = {"photo": gettext_lazy("photo"), "finger": gettext_lazy("fingerprint")}
# What facts say, in the order in which it is told. Some codes are in several rooms, and mean the same there.
FACTS: Mapping[str, Mapping[str, Promise]] = {
    "kind": {**words.STEPS, **KINDS, **capture_texts.LASTING, **words.PRIORITIES, **words.UNDONE},
    "fields": {**capture_texts.HANDS, **capture_texts.FINGERS},
    "status": {**safe_words.PLACES, **words.RESULTS, **words.OUTCOMES},
    "codes": {code: text for code, text in words.FOUND.items() if code not in {"paper", "digital"}},
    "reason": {
        **safe_words.MOVED_BECAUSE,
        **words.NOT_APPLICABLE, **words.REASONS, **words.PRIORITIES, **capture_texts.IMPOSSIBLE,
        **capture_texts.OVERRIDES, **hall_forms.OVERRIDES, **REASONS,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done: when, by whom, what, where or why, and about which appointment (its code)."""

    at: datetime
    who: str
    what: str
    why: str
    code: str


def line(entry: Recorded, codes: Mapping[str, str]) -> Line:
    """Return an entry in the reader's language; `codes` is by subject. What has no words keeps its code."""
    what = str(ACTS.get(entry.act, entry.act))
    return Line(entry.at, _who(entry.actor), what, _why(entry), codes.get(entry.subject, ""))


def _who(actor: Actor) -> str:
    if actor.kind == "staff" and actor.name:
        return _("Employee %(account)s") % {"account": actor.name}
    kinds = {
        "resident": _("The visitor"),
        "staff": _("An employee"),
        "system": _("The system"),
        "client": _("A computer program of another organisation"),
    }
    return kinds[actor.kind]


def _why(entry: Recorded) -> str:
    """Return the page, or what else is known: which person, what of, how it was found, why."""
    page = str(entry.facts.get("page", ""))
    if page:
        return str(PAGES.get(page, page))
    return ", ".join(_details(entry))


def _details(entry: Recorded) -> Iterator[str]:
    if "attendee" in entry.facts:
        yield _("person %(number)s") % {"number": entry.facts["attendee"]}
    for name, known in FACTS.items():
        told = entry.facts.get(name, "")
        for code in told if isinstance(told, list) else [told]:
            # What has no words says nothing to the person; a reason is told all the same.
            if code in known or (code and name == "reason"):
                yield str(known.get(str(code), code))
