"""What the kiosk says to who is not received now: what is the matter, and what helps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from servicepoint.kit import clock
from servicepoint.locations.queries import location_lately
from servicepoint.public.templatetags.content_texts import text
from servicepoint.visits.errors import NotWelcome, VisitRefused


@dataclass(frozen=True, slots=True)
class Told:
    """A heading, what is the matter, and what to do next."""

    title: str
    what: str
    next: str


def told(refused: VisitRefused) -> Told:
    """Return a refusal at the door in the reader's language."""
    if isinstance(refused, NotWelcome):
        return _VERDICTS[refused.verdict.code](refused.verdict)
    return _OTHERS.get(refused.code, _unknown_reason)()


def unknown_code() -> Told:
    """Return what is said to a code that is none of ours."""
    return Told(
        _("We do not know this code"),
        _("A code has 6 letters and digits. It never has B, I, L, O, S, U, V or Z, and no 0, 1, 2, 5 or 8."),
        _("Try again, or ask the employee in the hall."),
    )


def too_often() -> Told:
    """Return what is said when a kiosk was used more than people can."""
    return Told(
        _("Please wait a moment"),
        _("This machine was used very often just now."),
        _("Try again in a few minutes, or ask the employee in the hall."),
    )


def _too_early(verdict: Any) -> Told:
    return Told(
        _("You are early"),
        _("You can check in from %(time)s.") % {"time": _time(verdict.until)},
        _("Come back to this machine then. You do not have to do anything else."),
    )


def _too_late(verdict: Any) -> Told:
    return Told(
        _("You are too late to check in here"),
        _("Your appointment was at %(time)s.") % {"time": _time(verdict.starts_at)},
        _("Ask the employee in the hall. Perhaps we can still help you today."),
    )


def _wrong_day(verdict: Any) -> Told:
    return Told(
        _("Your appointment is on another day"),
        _("You have an appointment on %(day)s.") % {"day": _day(verdict.day)},
        _("Come back on that day. Can you not come then? Ask the employee in the hall."),
    )


def _moved(verdict: Any) -> Told:
    when = {"day": _day(clock.dutch_day(verdict.starts_at)), "time": _time(verdict.starts_at)}
    return Told(
        _("Your appointment was moved"),
        _("The new time is %(day)s at %(time)s.") % when,
        _("Come back at that time. Did you not move it yourself? Ask the employee in the hall."),
    )


def _wrong_place(verdict: Any) -> Told:
    place = location_lately(verdict.location_id)
    address = {"name": text(place.name), "street": place.street, "city": place.city}
    return Told(
        _("Your appointment is at another place"),
        _("We expect you here: %(name)s, %(street)s, %(city)s.") % address,
        _("Ask the employee in the hall how you get there."),
    )


def _cancelled(verdict: Any) -> Told:  # noqa: ARG001 - all of these are called alike
    return Told(
        _("This appointment is cancelled"),
        _("The time was given back, so we do not expect you."),
        _("Did you not cancel it yourself, or do you need a new appointment? Ask the employee in the hall."),
    )


def _over(verdict: Any) -> Told:  # noqa: ARG001 - as above
    return Told(
        _("This visit has ended"),
        _("You were helped with this code already."),
        _("Is something not finished? Ask the employee in the hall."),
    )


def _day_closed() -> Told:
    return Told(
        _("We have closed for today"),
        _("Nobody can check in any more today."),
        _("Ask the employee in the hall, or call the IND: 088 043 04 30."),
    )


def _unknown_reason() -> Told:
    return Told(
        _("This did not work"),
        _("You have not been checked in."),
        _("Try again in a moment, or ask the employee in the hall."),
    )


_VERDICTS: Mapping[str, Callable[[Any], Told]] = {
    "too_early": _too_early,
    "too_late": _too_late,
    "wrong_day": _wrong_day,
    "moved": _moved,
    "wrong_place": _wrong_place,
    "cancelled": _cancelled,
    "over": _over,
}
_OTHERS: Mapping[str, Callable[[], Told]] = {
    "day_closed": _day_closed,
    "appointment_unknown": unknown_code,
}


def _time(moment: datetime) -> str:
    return f"{clock.dutch(moment):%H:%M}"


def _day(day: date) -> str:
    return format_date(day, "l j F Y")
