"""Who sits at which counter: opened, paused, closed."""

from collections.abc import Sequence
from datetime import datetime

from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.locations import queries as locations
from servicepoint.services import queries as services
from servicepoint.visits.day import enter, one_act
from servicepoint.visits.errors import CodeUnknown, CounterBusy, CounterNotOpen, CounterTaken, SeatedElsewhere
from servicepoint.visits.hall import stages_at_counters
from servicepoint.visits.models import CounterShift, Day, Visit
from servicepoint.visits.staging import Act, note_of_counter

from .closing import close_one


def open_counter(
    counter_id: int, *, now: datetime, actor: Actor, for_services: Sequence[str] | None = None
) -> None:
    """Let the actor sit down at a counter; without a list it serves what its openings of today say.

    Sitting down again changes the services and ends a pause. What an earlier day left open is closed first.
    Raises CounterTaken, SeatedElsewhere, CodeUnknown, DayClosed, TryAgain.
    """
    with one_act():
        location_id, today = locations.location_of_counter(counter_id), clock.dutch_day(now)
        _close_earlier_days(location_id, Act(actor, now))
        enter(location_id, today)
        offered = _services(counter_id, location_id, now, for_services)
        mine = _own_shift(counter_id, now, actor) or CounterShift(
            location_id=location_id, counter_id=counter_id, account=actor.name, opened_at=now
        )
        mine.services, mine.paused_at = offered, None
        mine.save()
        note_of_counter("counter_opened", counter_id, Act(actor, now), services=offered)


def _close_earlier_days(location_id: int, act: Act) -> None:
    """Close what no job has closed: a party left at a counter yesterday must not keep it busy today."""
    earlier = Day.objects.filter(location_id=location_id, day__lt=clock.dutch_day(act.now), closed_at=None)
    for day in earlier.order_by("day").values_list("day", flat=True):
        close_one(location_id, day, act)


def _own_shift(counter_id: int, now: datetime, actor: Actor) -> CounterShift | None:
    """Return the shift that goes on. Whoever left a counter open on an earlier day is not there any more."""
    since, _until = clock.day_bounds(clock.dutch_day(now))
    CounterShift.objects.filter(closed_at=None, opened_at__lt=since, account=actor.name).update(
        closed_at=since
    )
    CounterShift.objects.filter(closed_at=None, opened_at__lt=since, counter_id=counter_id).update(
        closed_at=since
    )
    there = CounterShift.objects.filter(closed_at=None, counter_id=counter_id).first()
    if there and there.account != actor.name:
        raise CounterTaken
    elsewhere = CounterShift.objects.filter(closed_at=None, account=actor.name).first()
    if elsewhere and elsewhere.counter_id != counter_id:
        raise SeatedElsewhere(elsewhere.counter_id)
    return there


def _services(counter_id: int, location_id: int, now: datetime, wanted: Sequence[str] | None) -> list[str]:
    known = services.catalogue().services
    if wanted is not None:
        if not wanted or not set(wanted) <= set(known):
            raise CodeUnknown("service")
        return sorted(set(wanted))
    today = clock.dutch_day(now)
    hours = locations.openings(location_id, today, today)
    offered = {code for each in hours if each.counter_id == counter_id for code in each.services}
    return sorted(offered or known)


def pause_counter(counter_id: int, *, now: datetime, actor: Actor) -> None:
    """Stop calling people to this counter for a while; who is there is finished as usual."""
    _set_pause(counter_id, Act(actor, now), paused_at=now)


def resume_counter(counter_id: int, *, now: datetime, actor: Actor) -> None:
    """Call people to this counter again. Raises CounterNotOpen."""
    _set_pause(counter_id, Act(actor, now), paused_at=None)


def _set_pause(counter_id: int, act: Act, *, paused_at: datetime | None) -> None:
    with one_act():
        enter(locations.location_of_counter(counter_id), clock.dutch_day(act.now))
        shift = _open_shift(counter_id)
        if (shift.paused_at is None) == (paused_at is None):
            return
        shift.paused_at = paused_at
        shift.save(update_fields=["paused_at"])
        note_of_counter("counter_paused" if paused_at else "counter_resumed", counter_id, act)


def close_counter(counter_id: int, *, now: datetime, actor: Actor) -> None:
    """Get up from a counter; whoever was to wait for it alone may be called anywhere.

    Raises CounterBusy while a party is there, CounterNotOpen.
    """
    with one_act():
        location_id, act = locations.location_of_counter(counter_id), Act(actor, now)
        day = enter(location_id, clock.dutch_day(now), also_closed=True)
        shift = _open_shift(counter_id)
        if counter_id in stages_at_counters(location_id):
            raise CounterBusy
        shift.closed_at = max(now, shift.opened_at)
        shift.save(update_fields=["closed_at"])
        Visit.objects.filter(location_id=location_id, day=day.day, for_counter_id=counter_id).update(
            for_counter=None
        )
        note_of_counter("counter_closed", counter_id, act)


def _open_shift(counter_id: int) -> CounterShift:
    shift = CounterShift.objects.filter(counter_id=counter_id, closed_at=None).first()
    if shift is None:
        raise CounterNotOpen
    return shift
