"""What the record says, in words for the person it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.audit.queries import Recorded
from servicepoint.kit.actor import Actor

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
    "notifications.resent": gettext_lazy("Sent a message again"),
    "personal_data.viewed": gettext_lazy("Saw the data"),
    "staff.record_searched": gettext_lazy("Looked up what was done with the data of a person"),
    "staff.caller_opened": gettext_lazy("Opened the appointment to help a caller"),
}
PAGES = {
    "staff.admin": gettext_lazy("on the page of the appointment in the administration"),
    "staff.conflicts": gettext_lazy("in the list of appointments that lie outside the opening hours"),
    "staff.telephone": gettext_lazy("in the list of what was found for a caller, without names"),
    "staff.caller": gettext_lazy("on the page of the appointment, to help a caller"),
    "staff.letter": gettext_lazy("in the letter about the appointment"),
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
    page, reason = str(entry.facts.get("page", "")), str(entry.facts.get("reason", ""))
    if page:
        return str(PAGES.get(page, page))
    return str(REASONS.get(reason, reason))
