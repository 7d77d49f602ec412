"""A visit goes from one stage to the next: the only code that writes stages."""

from dataclasses import dataclass
from datetime import datetime

from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor

from . import rules
from .errors import NotPossibleNow
from .models import Day, Stage, Visit


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when; `reason` is a code."""

    actor: Actor
    now: datetime
    reason: str = ""


def stage_of(visit: Visit) -> Stage:
    """Return where the visit stands."""
    return Stage.objects.get(visit=visit, ended_at=None)


def begin(visit: Visit, state: str, act: Act) -> Stage:
    """Write the first stage of a visit."""
    return _open(visit, state, None, act, since=act.now)


def go(visit: Visit, state: str, act: Act, *, counter_id: int | None = None) -> Stage:
    """End the stage the visit is in and open the next. Raises `NotPossibleNow` where the table has no way."""
    before = stage_of(visit)
    rules.check_way(before.state, state)
    return _open(visit, state, counter_id, act, since=end(before, act))


def go_back(stage: Stage, earlier: Stage, act: Act) -> Stage:
    """Mark the open stage as undone and open the earlier state again, at the counter it was at."""
    stage.undone = True
    again = _open(stage.visit, earlier.state, earlier.counter_id, act, since=end(stage, act))
    if earlier.state == "called":
        again.calls, again.called_at = earlier.calls, earlier.called_at
        again.save(update_fields=["calls", "called_at"])
    return again


def end(stage: Stage, act: Act) -> datetime:
    """End a stage and return when; a clock that went back a little ends it where it began."""
    stage.ended_at = max(act.now, stage.started_at)
    stage.save(update_fields=["ended_at", "undone"])
    return stage.ended_at


def _open(visit: Visit, state: str, counter_id: int | None, act: Act, *, since: datetime) -> Stage:
    is_call = state == "called"
    return Stage.objects.create(
        visit=visit,
        state=state,
        counter_id=counter_id,
        started_at=since,
        calls=1 if is_call else 0,
        called_at=act.now if is_call else None,
        by=act.actor.name,
        reason=act.reason,
    )


def must_be(stage: Stage, *states: str) -> None:
    """Refuse an act in another state."""
    if stage.state not in states:
        raise NotPossibleNow


def note_down(what: str, visit: Visit, act: Act, **facts: object) -> None:
    """Write the act into the record; `facts` are codes, ids, counts."""
    known = {name: value for name, value in facts.items() if value is not None and value != ""}
    if act.reason:
        known["reason"] = act.reason
    record(f"visits.{what}", actor=act.actor, subject=f"visit:{visit.id}", now=act.now, facts=known)


def note_day(what: str, day: Day, act: Act, **facts: object) -> None:
    """Write an act on a whole day into the record."""
    facts |= {"location": day.location_id, "on": day.day.isoformat()}
    record(f"visits.{what}", actor=act.actor, subject=f"visits.day:{day.id}", now=act.now, facts=facts)


def note_of_counter(what: str, counter_id: int, act: Act, **facts: object) -> None:
    """Write an act at a counter into the record."""
    record(
        f"visits.{what}", actor=act.actor, subject=f"locations.counter:{counter_id}", now=act.now, facts=facts
    )
