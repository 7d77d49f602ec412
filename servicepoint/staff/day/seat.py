"""Where an account sits, and what its browser remembers of the day: ids, nothing of anyone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from servicepoint.audit.actions import record_views
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.staff.entry import staff_actor
from servicepoint.visits import queries
from servicepoint.visits.queries import CounterState

LAST_VISIT = "counter_last_visit"
PLACE = "day_place"
SEEN = "day_seen"


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter, and the account that sits there at this moment."""

    place: Location
    counter: CounterState
    actor: Actor
    now: datetime


def seat_of(request: HttpRequest, now: datetime) -> Seat | None:
    """Return the counter at which this account sits; None before it opened one."""
    actor = staff_actor(request)
    for place in locations.locations():
        for counter in queries.counters_now(place.id, now=now):
            if counter.account == actor.name:
                return Seat(place, counter, actor, now)
    return None


def place_of(request: HttpRequest) -> Location:
    """Return the location whose day is looked at: the one asked for, else the last one, else the first.

    Raises `locations.errors.LocationUnknown` where there is none at all.
    """
    known = locations.locations()
    wanted = request.GET.get("location") or request.session.get(PLACE, "")
    place = next((each for each in known if each.slug == wanted), known[0] if known else None)
    if place is None:
        return locations.location(wanted)
    if request.session.get(PLACE) != place.slug:
        request.session[PLACE] = place.slug
    return place


def saw_all(request: HttpRequest, page: str, subjects: Iterable[str], now: datetime) -> None:
    """Record whose data this account sees on a page: each once a day, not with every press of a key."""
    seen = _seen_today(request, clock.dutch_day(now))
    known = set(seen.get(page, ()))
    new = [each for each in dict.fromkeys(subjects) if each not in known]
    if not new:
        return
    record_views(page, actor=staff_actor(request), subjects=new, now=now)
    seen[page] = [*known, *new]
    request.session[SEEN] = seen


def _seen_today(request: HttpRequest, today: date) -> dict[str, Sequence[str]]:
    seen = request.session.get(SEEN, {})
    if seen.get("on") != [today.isoformat()]:
        return {"on": [today.isoformat()]}
    return dict(seen)


def subject_of(appointment_id: int | None, visit_id: int | None) -> str:
    """Return under which name the record knows a party: its appointment, or its visit without one."""
    return f"appointment:{appointment_id}" if appointment_id else f"visit:{visit_id}"
