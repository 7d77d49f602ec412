"""Keep a slot for minutes while details are typed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from servicepoint.appointments import guard
from servicepoint.appointments.errors import HoldExpired, HoldLimitReached, SlotTaken
from servicepoint.appointments.models import Claim
from servicepoint.appointments.party import Ask
from servicepoint.appointments.places import place_at
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.period import minutes_after, moment_of
from servicepoint.kit.reference import digest
from servicepoint.locations.actions import lock_for_booking


@dataclass(frozen=True, slots=True)
class Hold:
    """Time that is kept until `expires_at`; moments are UTC."""

    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    basket: tuple[str, ...]
    extensions_left: int


def hold(ask: Ask, *, starts_at: datetime, secret: str, now: datetime, actor: Actor) -> Hold:
    """Hold the slot under a secret that the caller chose, in place of what was held under it before.

    Asking again for the same time is answered with the same hold. Raises SlotTaken, UnknownService,
    PartySizeWrong; on a refusal an earlier hold of the same secret stands.
    """
    with guard.one_transaction():
        lock_for_booking(ask.location_id)
        before = claim_of(secret)
        if before and _is_same(before, ask, starts_at, now):
            return as_hold(before)
        own = taken_of(before) if before and before.location_id == ask.location_id else None
        place, counters = place_at(ask, starts_at, now, own=own)
        expires_at = minutes_after(now, settings.HOLD_MINUTES)
        if own:
            guard.shift(own, place, counters, now)
            Claim.objects.filter(id=own.claim_id).update(expires_at=expires_at)
        else:
            _take(place, counters, guard.Taker(hold_digest=digest(secret), expires_at=expires_at), now)
        claim = claim_of(secret)
        assert claim is not None
        record("appointments.held", actor=actor, subject=f"claim:{claim.id}", now=now)
        guard.mark_changed(ask.location_id, {place.day, *([own.place.day] if own else [])})
    return as_hold(claim)


def _take(place: guard.Place, counters: tuple[int, ...], taker: guard.Taker, now: datetime) -> None:
    """Take the place; the same secret sent twice at once is one hold, not a refusal."""
    try:
        guard.take(place, counters, taker, now)
    except SlotTaken:
        rival = Claim.objects.filter(hold_digest=taker.hold_digest).first()
        if rival is None or rival.start_tick != place.start_tick:
            raise


def extend(secret: str, *, now: datetime, actor: Actor) -> Hold:
    """Give the hold its full time again, a bounded number of times. Raises HoldExpired, HoldLimitReached."""
    with guard.one_transaction():
        claim = claim_of(secret)
        if claim is None:
            raise HoldExpired
        if claim.extensions >= settings.HOLD_EXTENSIONS_MAX:
            raise HoldLimitReached
        claim.extensions += 1
        claim.expires_at = minutes_after(now, settings.HOLD_MINUTES)
        claim.save(update_fields=["extensions", "expires_at"])
        record("appointments.hold_extended", actor=actor, subject=f"claim:{claim.id}", now=now)
        guard.mark_changed(claim.location_id, [claim.day])
    return as_hold(claim)


def release(secret: str, *, now: datetime, actor: Actor) -> None:
    """Give held time back; nothing happens when there is none."""
    with guard.one_transaction():
        claim = claim_of(secret)
        if claim is None:
            return
        guard.give_back(taken_of(claim))
        record("appointments.released", actor=actor, subject=f"claim:{claim.id}", now=now)
        guard.mark_changed(claim.location_id, [claim.day])


def claim_of(secret: str) -> Claim | None:
    """Return the claim held under a secret, locked until the transaction ends.

    Also when its time has run out: as long as nobody else took the place, it is still there to be booked.
    """
    return Claim.objects.select_for_update().filter(hold_digest=digest(secret), appointment=None).first()


def taken_of(claim: Claim) -> guard.Taken:
    """Return the claim as the guard knows it."""
    place = guard.Place(claim.location_id, claim.start_tick, claim.end_tick, tuple(claim.basket))
    return guard.Taken(claim.id, claim.counter_id, place)


def as_hold(claim: Claim) -> Hold:
    """Return what the holder may know."""
    assert claim.expires_at is not None
    return Hold(
        starts_at=moment_of(claim.start_tick),
        ends_at=moment_of(claim.end_tick),
        expires_at=claim.expires_at,
        basket=tuple(claim.basket),
        extensions_left=max(settings.HOLD_EXTENSIONS_MAX - claim.extensions, 0),
    )


def _is_same(claim: Claim, ask: Ask, starts_at: datetime, now: datetime) -> bool:
    assert claim.expires_at is not None
    return (
        claim.expires_at > now
        and moment_of(claim.start_tick) == starts_at
        and tuple(claim.basket) == ask.basket
        and claim.location_id == ask.location_id
    )
