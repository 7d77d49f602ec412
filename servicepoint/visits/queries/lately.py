"""The hall as it was a moment ago, kept in each web worker: for screens and phones that ask again and again.

Whether something happened is asked of the database at most twice a second for each location (one query),
however many ask. After an act the hall is read anew, and so are the estimates, which time alone changes,
every `ESTIMATE_SECONDS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from servicepoint.kit import clock
from servicepoint.locations.queries import counter_names
from servicepoint.visits.estimate import WaitRange
from servicepoint.visits.hall import ticket_of
from servicepoint.visits.models import Stage, Visit

from .line import CalledNow, InLine, lateness, line_now, version

FRESH_SECONDS = 0.5
ESTIMATE_SECONDS = 20
LAST_CALLS = 12
PLACES_MAX = 50  # (location, day) pairs


@dataclass(frozen=True, slots=True)
class Here:
    """A party of today: `position` and `estimate` while it waits, `counter` when it is called or served."""

    visit_id: int
    ticket: str
    state: str
    since: datetime
    basket: tuple[str, ...]
    arrived_at: datetime
    scheduled_at: datetime | None
    counter: str = ""
    calls: int = 0
    position: int | None = None
    estimate: WaitRange | None = None


@dataclass(frozen=True, slots=True)
class HallLately:
    """A location's hall: `calls` latest first, parties by ticket and by appointment, minutes it runs late."""

    version: int
    calls: tuple[CalledNow, ...] = ()
    by_ticket: Mapping[str, Here] = field(default_factory=dict)
    by_appointment: Mapping[int, Here] = field(default_factory=dict)
    late_minutes: int = 0

    @property
    def waiting(self) -> int:
        """How many parties wait."""
        return sum(each.state == "waiting" for each in self.by_ticket.values())


@dataclass(frozen=True, slots=True)
class _Kept:
    hall: HallLately
    read_at: datetime
    checked_at: datetime


_kept: dict[tuple[int, date], _Kept] = {}


def hall_lately(location_id: int, *, now: datetime, fresh: bool = False) -> HallLately:
    """Return the hall of today, at most `FRESH_SECONDS` old, or as it is now. One query without news."""
    of = (location_id, clock.dutch_day(now))
    known = _kept.get(of)
    if known and not fresh and _is_within(known.checked_at, now, FRESH_SECONDS):
        return known.hall
    number = version(*of)
    if known and known.hall.version == number and _is_within(known.read_at, now, ESTIMATE_SECONDS):
        _kept[of] = _Kept(known.hall, known.read_at, now)
        return known.hall
    hall = _read(location_id, number, now)
    if len(_kept) >= PLACES_MAX:
        _kept.clear()
    _kept[of] = _Kept(hall, now, now)
    return hall


def forget_halls() -> None:
    """Empty this process's memory; the next question reads the database."""
    _kept.clear()


def last_calls(location_id: int, *, now: datetime) -> tuple[CalledNow, ...]:
    """Return the latest calls of today, each party once, the last first. Two queries.

    Unlike `called_now` this keeps who has gone on since: a person who looked away still finds their counter.
    `is_serving` says that the party is not being called any more.
    """
    names = counter_names(location_id)
    stages = Stage.objects.filter(
        visit__location_id=location_id, visit__day=clock.dutch_day(now), state="called", undone=False
    ).select_related("visit")
    found: dict[int, CalledNow] = {}
    for stage in stages.order_by("-called_at", "-id")[: LAST_CALLS * 2]:
        found.setdefault(stage.visit_id, _as_called(stage, names))
    return tuple(found.values())[:LAST_CALLS]


def _as_called(stage: Stage, names: Mapping[int, str]) -> CalledNow:
    return CalledNow(
        ticket=ticket_of(stage.visit),
        counter=names.get(stage.counter_id or 0, ""),
        called_at=stage.called_at or stage.started_at,
        calls=stage.calls,
        is_serving=stage.ended_at is not None,
    )


def _is_within(moment: datetime, now: datetime, seconds: float) -> bool:
    return timedelta(0) <= now - moment < timedelta(seconds=seconds)


def _read(location_id: int, number: int, now: datetime) -> HallLately:
    by_appointment: dict[int, Here] = {}
    by_ticket: dict[str, Here] = {}
    line = {each.visit_id: each for each in line_now(location_id, now=now)}
    names = counter_names(location_id)
    for stage in _open_stages(location_id, clock.dutch_day(now)):
        waits = line.get(stage.visit_id)
        here = _here(stage, names.get(stage.counter_id or 0, ""), waits)
        by_ticket[here.ticket] = here
        if stage.visit.appointment_id is not None:
            by_appointment[stage.visit.appointment_id] = here
    calls, late = last_calls(location_id, now=now), lateness(location_id, now=now)
    return HallLately(number, calls, by_ticket, by_appointment, late)


def _open_stages(location_id: int, day: date) -> list[Stage]:
    """Return where each party stands that arrived on a day."""
    rows = Stage.objects.filter(
        visit__location_id=location_id, visit__day=day, visit__arrived_at__isnull=False, ended_at=None
    )
    return list(rows.select_related("visit"))


def _here(stage: Stage, counter: str, waits: InLine | None) -> Here:
    visit: Visit = stage.visit
    assert visit.arrived_at is not None
    return Here(
        visit_id=visit.id,
        ticket=ticket_of(visit),
        state=stage.state,
        since=stage.started_at,
        basket=tuple(visit.basket),
        arrived_at=visit.arrived_at,
        scheduled_at=visit.scheduled_at,
        counter=counter,
        calls=stage.calls,
        position=waits.position if waits else None,
        estimate=waits.estimate if waits else None,
    )
