"""Where the document of a person is, in plain words, and what they can do: for who opened the letter."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from servicepoint.documents.queries.letters import Expected
from servicepoint.documents.queries.whereabouts import Whereabouts
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown
from servicepoint.public.templatetags.content_texts import text

OTHER_DESKS = {"AM": "Amsterdam", "DH": "Den Haag", "ZW": "Zwolle", "DB": "'s-Hertogenbosch"}


@dataclass(frozen=True, slots=True)
class Where:
    """What a person of a letter reads; `calls`: only the telephone helps, `manages`: all is booked."""

    expected: Expected
    name: str
    said: str
    more: str = ""
    calls: bool = False
    manages: bool = False


def where(expected: Expected, booked_at: datetime | None) -> Where:
    """Return where the document of a person is, or what they are invited to; `booked_at` if they booked."""
    name = f"{expected.person.first_name} {expected.person.last_name}".strip()
    if booked_at is not None:
        local = clock.dutch(booked_at)
        said = _("There is an appointment on %(day)s at %(time)s.") % {
            "day": date_format(local, "l j F Y"),
            "time": f"{local:%H:%M}",
        }
        more = _("To change or cancel it you need the appointment code from the confirmation.")
        return Where(expected, name, said, more, manages=True)
    if not expected.reason:
        return Where(expected, name, *_can_come(expected))
    said, more = _cannot_come(expected)
    return Where(expected, name, said, more, calls=True)


def _can_come(expected: Expected) -> tuple[str, str]:
    last = {"day": _day(expected.days.last)}
    document = expected.document
    if document is None:
        return _("You are invited to have your photo and fingerprints taken."), _(
            "You can come until %(day)s."
        ) % last
    if document.facts.place == "announced":
        first = {"day": _day(expected.days.first)}
        return (
            _("The document is on its way to us. We expect it on %(day)s.") % first,
            _("You can make an appointment now, for that day or later."),
        )
    place = {"place": locations.location_lately(document.facts.location_id).city}
    return _("The document lies ready in %(place)s until %(day)s.") % {**place, **last}, ""


def _cannot_come(expected: Expected) -> tuple[str, str]:
    document = expected.document
    if expected.reason == "letter_over" or document is None:
        return (
            _("You cannot make an appointment with this letter any more."),
            _("Did you get a newer letter? Use the code in that one. Otherwise call us."),
        )
    since = {"day": _day(clock.dutch_day(document.since))}
    until = {"day": _day(document.facts.collect_before)}
    desk = {"place": _desk(document)}
    said: dict[str, tuple[str, str]] = {
        "document_handed_over": (
            _("The document was collected on %(day)s.") % since,
            _("Did nobody of you do that? Call us at once."),
        ),
        "document_returned": (
            _("The document is not here any more. It went back to the IND on %(day)s.") % since,
            _("Call us. We tell you how you get your document."),
        ),
        "document_destroyed": (
            _("The document does not exist any more. The IND let it be destroyed on %(day)s.") % since,
            _("Call us. We tell you what you can do."),
        ),
        "document_courier": (
            _("A courier brings the document. You do not have to come."),
            _("Does the courier not come? Call us."),
        ),
        "document_blocked": (
            _("We cannot give the document to you at the moment."),
            _("Call us. We tell you why, and what you can do."),
        ),
        "document_elsewhere": (
            _("The document is at another desk of the IND: %(place)s.") % desk,
            _("You cannot collect it here. Make an appointment with that desk, or call us."),
        ),
        "document_missing": (
            _("We are looking for the document. It is not where it should be."),
            _("Do not come yet. Call us: we tell you when you can."),
        ),
        "document_not_yet": (
            _("The document is on its way to us. We do not know the day yet."),
            _("Look again in a few days, or call us."),
        ),
        "document_too_late": (
            _("The document could be collected until %(day)s. That day is past.") % until,
            _("Call us. We tell you how you still get your document."),
        ),
    }
    return said[expected.reason]


def _desk(document: Whereabouts) -> str:
    """Return the name of the desk where a document is, as far as we know it."""
    key = document.facts.elsewhere
    try:
        place = locations.location_by_planner_key(key)
    except LocationUnknown:
        return OTHER_DESKS.get(key.upper(), key)
    return text(place.name)


def _day(day: date) -> str:
    return date_format(day, "l j F Y")
