"""Keep a slot for minutes while details are typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from servicepoint.appointments import guard
from servicepoint.appointments.errors import HoldExpired, HoldLimitReached, SlotTaken
from servicepoint.appointments.held import Held, held, held_as, held_locked
from servicepoint.appointments.party import Ask
from servicepoint.appointments.places import place_at
from servicepoint.appointments.repeat import Key, answered_before, remember
from servicepoint.appointments.together import sent_together
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.period import minutes_after, moment_of
from servicepoint.kit.reference import digest
from servicepoint.locations.actions import lock_for_booking

_MOMENTS = ("starts_at", "ends_at", "expires_at")
_KEEP_UNTIL = "UPDATE appointments_claim SET expires_at = %s, extensions = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Hold:
    """Time that is kept until `expires_at`; moments are UTC."""

    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    basket: tuple[str, ...]
    extensions_left: int


def hold(
    ask: Ask,
    *,
    starts_at: datetime,
    secret: str,
    now: datetime,
    actor: Actor,
    idempotency_key: Key = None,
) -> Hold:
    """Hold the slot under a secret that the caller chose, in place of what was held under it before.

    Asking again for the same time is answered with the same hold. The same `idempotency_key` is answered with
    what was held then, whatever became of it. Raises SlotTaken, UnknownService, PartySizeWrong, KeyReused; on
    a refusal an earlier hold of the same secret stands.
    """
    with guard.one_transaction():
        before = answered_before(idempotency_key, "hold", now)
        if before:
            return _as_told(before)
        return _hold(ask, starts_at, secret=secret, now=now, actor=actor, key=idempotency_key)


def _hold(ask: Ask, starts_at: datetime, *, secret: str, now: datetime, actor: Actor, key: Key) -> Hold:
    lock_for_booking(ask.location_id)
    before = held_locked(secret)
    if before and _is_same(before, ask, starts_at, now):
        remember(key, _told(as_hold(before)))
        return as_hold(before)
    own = before if before and before.location_id == ask.location_id else None
    place, counters = place_at(ask, starts_at, now, own=own.taken if own else None)
    until = minutes_after(now, settings.HOLD_MINUTES)
    if own:
        taken = guard.shift(own.taken, place, counters, now)
        claim = held_as(taken, until, own.extensions)
    else:
        claim = _take(place, counters, secret=secret, until=until, now=now)
    with sent_together():
        if own:
            _keep_until(claim)
        record("appointments.held", actor=actor, subject=f"claim:{claim.claim_id}", now=now)
        remember(key, _told(as_hold(claim)))
        guard.mark_changed(ask.location_id, {claim.day, *([own.day] if own else [])})
    return as_hold(claim)


def _take(
    place: guard.Place, counters: tuple[int, ...], *, secret: str, until: datetime, now: datetime
) -> Held:
    """Take the place; the same secret sent twice at once is one hold, not a refusal."""
    taker = guard.Taker(hold_digest=digest(secret), expires_at=until)
    try:
        return held_as(guard.take(place, counters, taker, now), until)
    except SlotTaken:
        rival = held(secret)
        if rival is None or rival.taken.place != place:
            raise
        return rival


def extend(secret: str, *, now: datetime, actor: Actor, idempotency_key: Key = None) -> Hold:
    """Give the hold its full time again, a bounded number of times.

    The same `idempotency_key` extends once. Raises HoldExpired, HoldLimitReached, KeyReused.
    """
    with guard.one_transaction():
        is_repeated = answered_before(idempotency_key, "extend", now) is not None
        before = held_locked(secret)
        if before is None:
            raise HoldExpired
        if is_repeated:
            return as_hold(before)
        if before.extensions >= settings.HOLD_EXTENSIONS_MAX:
            raise HoldLimitReached
        until = minutes_after(now, settings.HOLD_MINUTES)
        claim = replace(before, expires_at=until, extensions=before.extensions + 1)
        with sent_together():
            _keep_until(claim)
            record("appointments.hold_extended", actor=actor, subject=f"claim:{claim.claim_id}", now=now)
            remember(idempotency_key, {})
            guard.mark_changed(claim.location_id, [claim.day])
    return as_hold(claim)


def release(secret: str, *, now: datetime, actor: Actor) -> None:
    """Give held time back; nothing happens when there is none."""
    with guard.one_transaction():
        claim = held_locked(secret)
        if claim is None:
            return
        with sent_together():
            guard.give_back(claim.taken)
            record("appointments.released", actor=actor, subject=f"claim:{claim.claim_id}", now=now)
            guard.mark_changed(claim.location_id, [claim.day])


def as_hold(claim: Held) -> Hold:
    """Return what the holder may know."""
    return Hold(
        starts_at=moment_of(claim.start_tick),
        ends_at=moment_of(claim.end_tick),
        expires_at=claim.expires_at,
        basket=claim.basket,
        extensions_left=max(settings.HOLD_EXTENSIONS_MAX - claim.extensions, 0),
    )


def _told(kept: Hold) -> dict[str, Any]:
    """Return a hold as the table of repeated requests keeps it: times and services, nobody's details."""
    moments = {name: getattr(kept, name).isoformat() for name in _MOMENTS}
    return {**moments, "basket": list(kept.basket), "extensions_left": kept.extensions_left}


def _as_told(answer: Mapping[str, Any]) -> Hold:
    moments = {name: datetime.fromisoformat(answer[name]) for name in _MOMENTS}
    return Hold(**moments, basket=tuple(answer["basket"]), extensions_left=answer["extensions_left"])


def _is_same(claim: Held, ask: Ask, starts_at: datetime, now: datetime) -> bool:
    return (
        claim.expires_at > now
        and moment_of(claim.start_tick) == starts_at
        and claim.basket == ask.basket
        and claim.location_id == ask.location_id
    )


def _keep_until(claim: Held) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_UNTIL, [claim.expires_at, claim.extensions, claim.claim_id])
