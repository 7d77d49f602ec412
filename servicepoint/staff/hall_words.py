"""What happened in the hall, and why something was not possible, in the words of those who work there."""

from datetime import datetime
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from servicepoint.kit import clock
from servicepoint.visits.arrival import MAY_BE_OVERRIDDEN
from servicepoint.visits.errors import NotWelcome, VisitRefused


def may_be_received(refused: VisitRefused) -> bool:
    """Say whether a member of staff may receive the party all the same, with a reason."""
    return isinstance(refused, NotWelcome) and isinstance(refused.verdict, MAY_BE_OVERRIDDEN)


def sentence(refused: VisitRefused) -> str:
    """Return a refusal as a sentence that says what helps."""
    if isinstance(refused, NotWelcome):
        return _verdict(refused.verdict)
    known = {
        "appointment_unknown": _("There is no appointment with this code"),
        "day_closed": _("This day is closed: nobody is received any more"),
        "walk_ins_full": _("As many people without an appointment were received as allowed today"),
        "not_possible_now": _("This is not possible now: somebody else was faster, or the visit has ended"),
        "visit_unknown": _("There is no such visit"),
        "code_unknown": _("Choose a reason from the list"),
    }
    return known.get(refused.code, _("It is very busy. Nothing was changed. Try again in a moment"))


def _verdict(verdict: Any) -> str:
    words = {
        "too_early": lambda: _("Too early: people are received from %s") % _time(verdict.until),
        "too_late": lambda: _("Too late: the appointment was at %s") % _time(verdict.starts_at),
        "wrong_day": lambda: _("Another day: %s") % format_date(verdict.day, "l j F Y"),
        "moved": lambda: _("Moved to %s") % format_date(clock.dutch(verdict.starts_at), "l j F Y, H:i"),
        "wrong_place": lambda: _("The appointment is at another location"),
        "cancelled": lambda: _("The appointment is cancelled"),
        "over": lambda: _("This visit has ended"),
    }
    return words[verdict.code]()


def _time(moment: datetime) -> str:
    return f"{clock.dutch(moment):%H:%M}"
