"""Hold and book by the name of a slot alone, for programs that keep no secret of their own.

Everybody may read the name (`slot_key`), so it is no secret, and more than one counter can be free for it. So
each counter has a secret of its own under the name: a second party's hold takes another counter, and a hold
is found again by asking for the secrets of all counters. Rules, guard and `book` are those of every door.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from servicepoint.appointments import guard
from servicepoint.appointments.errors import HoldExpired, SlotTaken
from servicepoint.appointments.held import Held, all_held_locked, held_as
from servicepoint.appointments.party import Ask, Party
from servicepoint.appointments.places import place_at
from servicepoint.appointments.traces import has_trace, leave_trace, wipe_traces
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.period import minutes_after
from servicepoint.kit.reference import digest, keyed_digest
from servicepoint.locations import queries as locations
from servicepoint.locations.actions import lock_for_booking

from .book import Booked, book
from .hold import Hold, as_hold


@dataclass(frozen=True, slots=True)
class NamedSlot:
    """A time at a location for a party of these services, and the name under which everybody knows it."""

    ask: Ask
    starts_at: datetime
    slot_key: str


def hold_slot(slot: NamedSlot, *, now: datetime, actor: Actor) -> Hold:
    """Hold the slot at the next counter that is free for it: once for each free counter.

    Asking again is another hold. Raises SlotTaken, UnknownService, PartySizeWrong, TryAgain.
    """
    with guard.one_transaction():
        claim = _take(slot, now)
        record("appointments.held", actor=actor, subject=f"claim:{claim.claim_id}", now=now)
        leave_trace(_secret(settings.DATA_KEY, slot.slot_key, claim.counter_id), now)
        guard.mark_changed(claim.location_id, [claim.day])
    return as_hold(claim)


def book_slot(party: Party, *, slot: NamedSlot, now: datetime, actor: Actor) -> Booked:
    """Book what is held under the slot's name, else the slot itself if it is free.

    A hold that runs goes before one that ran out and whose place nobody took. Raises SlotTaken, HoldExpired
    (it was held under this name, nobody booked it, and the place is gone), and as `book`.
    """
    with guard.one_transaction():
        lock_for_booking(slot.ask.location_id)
        secrets = list(_secrets(slot))
        secret = _held_under(secrets) or _taken_now(slot, secrets, now)
        wipe_traces([secret])
        return book(party, hold_secret=secret, now=now, actor=actor)


def _held_under(secrets: Sequence[str]) -> str | None:
    """Return the secret of the best hold, which is locked: the newest, and so one that runs if any does."""
    claims = all_held_locked(secrets)
    return max(claims, key=lambda secret: claims[secret].expires_at) if claims else None


def _taken_now(slot: NamedSlot, secrets: Sequence[str], now: datetime) -> str:
    try:
        claim = _take(slot, now)
    except SlotTaken as taken:
        if has_trace(secrets):
            raise HoldExpired from taken
        raise
    return _secret(settings.DATA_KEY, slot.slot_key, claim.counter_id)


def _take(slot: NamedSlot, now: datetime) -> Held:
    lock_for_booking(slot.ask.location_id)
    place, counters = place_at(slot.ask, slot.starts_at, now)
    until = minutes_after(now, settings.HOLD_MINUTES)
    for counter_id in counters:
        secret = _secret(settings.DATA_KEY, slot.slot_key, counter_id)
        with suppress(SlotTaken):
            taker = guard.Taker(hold_digest=digest(secret), expires_at=until)
            return held_as(guard.take(place, [counter_id], taker, now), until)
    raise SlotTaken


def _secrets(slot: NamedSlot) -> Iterator[str]:
    """Yield every secret under which the slot may be held, also of before a change of DATA_KEY."""
    for counter_id in locations.counter_names(slot.ask.location_id):
        for data_key in (settings.DATA_KEY, *settings.DATA_KEYS_OLD):
            yield _secret(data_key, slot.slot_key, counter_id)


def _secret(data_key: str, slot_key: str, counter_id: int) -> str:
    return keyed_digest(data_key.encode(), "slot hold", f"{slot_key}:{counter_id}").hex()
