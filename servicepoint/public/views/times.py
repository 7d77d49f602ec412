"""When they come: free times, and one of them kept for a while."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.errors import Refused
from servicepoint.forms.page import ErrorLink
from servicepoint.limits.http import limited, spend_named, too_many
from servicepoint.public import letters, refusals, steps
from servicepoint.public.journey import Journey, journey_of
from servicepoint.public.slot_list import slot_list, slot_value, start_in
from servicepoint.services.catalogue import Text

NOT_CHOSEN = _("Choose a time")
TAKEN = 409


@limited("slots.address", methods=frozenset({"GET"}))
@steps.step("times")
def times(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Show free times; POST keeps the chosen one, in place of the one kept before."""
    if request.method == "POST":
        return _choose(request, journey)
    return _page(request, journey)


def _choose(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    start = start_in(request.POST.get("starts_at", ""))
    if not journey.is_bookable:
        return steps.go_on(journey)
    if start is None:
        return _page(request, journey, error=str(NOT_CHOSEN), status=steps.UNFINISHED)
    decision = spend_named("hold.draft", str(journey.draft.id), now=journey.now)
    if not decision.allowed:
        return too_many(request, decision)
    return _hold(request, journey, start)


@limited("hold.address")
def _hold(request: HttpRequest, journey: Journey, start: datetime) -> HttpResponseBase:
    secret = journey.draft.hold_secret
    try:
        actions.hold(journey.ask, starts_at=start, secret=secret, now=journey.now, actor=actor_of(request))
    except Refused as refused:
        return _page(request, journey, error=refusals.sentence(refused), status=TAKEN)
    return steps.go_on(steps.keep(journey, {"slot": slot_value(start)}))


@dataclass(frozen=True, slots=True)
class Asked:
    """A service and how many persons come for it."""

    name: Text
    persons: int


def _asked(journey: Journey) -> list[Asked]:
    known = journey.catalogue.services
    return [Asked(known[code].name, number) for code, number in Counter(journey.basket).items()]


def _days(journey: Journey) -> tuple[date, date] | None:
    """Return the days on which everybody of a letter can come; None where that is not known yet."""
    if not journey.is_by_letter:
        return None
    days = letters.common_days(letters.coming(journey, letters.people_of(journey)))
    return (days.first, days.last) if days else None


def _page(request: HttpRequest, journey: Journey, *, error: str = "", status: int = 200) -> HttpResponse:
    if error:
        journey = journey_of(journey.draft, journey.here, journey.now)
    start = journey.lost_start
    days = _days(journey)
    context: dict[str, Any] = {
        "days": days,
        "asked": _asked(journey),
        "go_on_href": journey.address(journey.next_step),
        "slots": slot_list(journey.ask, request.GET, now=journey.now, selected=start, days=days),
        "lost_start": None if error else start,
        "time_error": error,
        "error_links": [ErrorLink(error, "#starts_at_0")] if error else [],
    }
    return steps.show(request, "times", journey, context, status=status)
