"""What an assistant needs beside the visit: the line of one counter, who steps aside, what can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from servicepoint.kit import clock
from servicepoint.visits import line, rules
from servicepoint.visits.actions.undoing import decided_since, stage_before
from servicepoint.visits.hall import ticket_of, waiting_at
from servicepoint.visits.models import Stage, Visit

ASIDE = ("parked", "missed")


@dataclass(frozen=True, slots=True)
class Waits:
    """A party in the line or beside it, without a name; `since` it stands there."""

    visit_id: int
    ticket: str
    basket: tuple[str, ...]
    state: str
    since: datetime
    scheduled_at: datetime | None = None
    priority: str = ""


@dataclass(frozen=True, slots=True)
class LineAt:
    """The line of one counter: `mine` next first, how many wait for other counters, and who steps aside."""

    mine: tuple[Waits, ...]
    others: int
    aside: tuple[Waits, ...]


@dataclass(frozen=True, slots=True)
class Undoable:
    """What `actions.undo` would take back for this visit, and until when."""

    visit_id: int
    ticket: str
    what: str
    until: datetime


def line_at(location_id: int, *, counter_id: int, services: Sequence[str], now: datetime) -> LineAt:
    """Return the line as a counter with these services sees it today. Four queries, whatever the number."""
    day = clock.dutch_day(now)
    waiting = line.in_order(waiting_at(location_id, day))
    served = [each for each in waiting if line.is_served_by(each, counter_id, frozenset(services))]
    visits = Visit.objects.in_bulk([each.visit_id for each in served])
    mine = tuple(
        _waits(visits[each.visit_id], "waiting", each.arrived_at)
        for each in served
        if each.visit_id in visits
    )
    return LineAt(mine, len(waiting) - len(served), _aside(location_id, now))


def _aside(location_id: int, now: datetime) -> tuple[Waits, ...]:
    stages = Stage.objects.filter(
        visit__location_id=location_id,
        visit__day=clock.dutch_day(now),
        ended_at=None,
        state__in=ASIDE,
    ).select_related("visit")
    return tuple(_waits(each.visit, each.state, each.started_at) for each in stages.order_by("started_at"))


def _waits(visit: Visit, state: str, since: datetime) -> Waits:
    return Waits(
        visit_id=visit.id,
        ticket=ticket_of(visit),
        basket=tuple(visit.basket),
        state=state,
        since=since,
        scheduled_at=visit.scheduled_at,
        priority=visit.priority,
    )


def undoable(visit_id: int, *, now: datetime) -> Undoable | None:
    """Return what can still be taken back, which another party at the counter may yet prevent; else None."""
    visit = Visit.objects.filter(id=visit_id).first()
    if visit is None:
        return None
    stage = Stage.objects.get(visit=visit, ended_at=None)
    person = decided_since(visit, stage)
    if person is None and (stage.state not in rules.UNDOABLE or stage_before(visit, stage) is None):
        return None
    since = person.decided_at if person and person.decided_at else stage.started_at
    until = since + timedelta(seconds=settings.UNDO_SECONDS)
    return (
        Undoable(visit_id, ticket_of(visit), "outcome" if person else stage.state, until)
        if now <= until
        else None
    )
