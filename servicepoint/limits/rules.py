"""How often something may be done: a leaky bucket, as one moment per subject.

Everything spent flows back evenly: of "six an hour" one comes back every ten minutes. A subject may spend all
at once after a rest, and a refused try costs nothing, so that nobody is locked out by trying again.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Limit:
    """At most `times` at once, and over time `times` in `per_seconds`."""

    times: int
    per_seconds: int

    def __post_init__(self) -> None:
        if self.times < 1 or self.per_seconds < 1:
            raise ValueError("a limit allows at least one time in at least one second")

    @cached_property
    def span(self) -> timedelta:
        """Return how long it takes until everything spent has come back."""
        return timedelta(seconds=self.per_seconds)

    @cached_property
    def step(self) -> timedelta:
        """Return how long it takes until one time comes back."""
        return self.span / self.times


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be done now, and if not, after how many whole seconds it may.

    `remaining` is how many more times are left at once; None where nothing is counted.
    """

    allowed: bool
    retry_after_seconds: int = 0
    remaining: int | None = None


ALLOWED = Decision(True)  # without counting

# Sized for the worst honest case: a shelter or a university behind one address, a family at one telephone.
# A subject is an address (IPv6: its /64), a V-number, a code or an account, as the name says.
LIMITS: Mapping[str, Limit] = {
    "booking.address": Limit(240, _HOUR),  # POSTs of the booking pages: about 12 a booking
    "hold.address": Limit(60, _HOUR),  # a hold takes a place away from others
    "hold.draft": Limit(15, _HOUR),
    "book.address": Limit(40, _HOUR),
    "book.v_number": Limit(10, _DAY),
    "lookup.address": Limit(30, 10 * _MINUTE),  # code + birth date: 30 tries at 148 million codes
    "lookup.code": Limit(12, _HOUR),  # a family of six, each twice; 288 of 30,000 birth dates a day
    "manage.address": Limit(120, _HOUR),
    # The code of a letter with a birth date; a right one is given back, so that only wrong ones count.
    "letter.address": Limit(30, 10 * _MINUTE),
    "letter.code": Limit(10, _DAY),  # of 30,000 birth dates; the last one locks the code
    "letter.lock": Limit(1, _DAY),
    "resend.appointment": Limit(5, _HOUR),
    "slots.address": Limit(1_200, _HOUR),
    # Programs that look, per web worker: what they see costs next to nothing (limits.memory).
    "look.address": Limit(1_200, _MINUTE),
    "kiosk.device": Limit(300, 10 * _MINUTE),  # what is scanned or typed at one kiosk
    "kiosk.unknown": Limit(40, 10 * _MINUTE),  # of it, what is no code of ours
    "live.unknown": Limit(60, _MINUTE),  # keys that open nothing, per web worker
    "device.address": Limit(10, 10 * _MINUTE),  # codes that let a device in
    "client.key": Limit(600, _MINUTE),  # a program of the back office, by its key
    "demo.address": Limit(60, _HOUR),
    "login.address": Limit(60, 10 * _MINUTE),  # an office behind one address, each in two steps
    "login.account": Limit(8, 15 * _MINUTE),
    "login.second": Limit(8, 15 * _MINUTE),  # eight tries at a million digits
    "staff.search": Limit(120, _HOUR),  # an account that looks for people: two a minute, all day
}


def spent(used_until: datetime | None, limit: Limit, now: datetime) -> tuple[Decision, datetime]:
    """Return the decision on one more, and the moment to keep; the table's UPSERT says the same in SQL."""
    starts_at = max(used_until or now, now)
    after = starts_at + limit.step
    if after <= now + limit.span:
        return allowed(after, limit, now), after
    return refused(starts_at, limit, now), starts_at


def allowed(used_until: datetime, limit: Limit, now: datetime) -> Decision:
    """Return the permission for a subject that has spent until then, this time included."""
    return Decision(True, remaining=(now + limit.span - used_until) // limit.step)


def refused(used_until: datetime, limit: Limit, now: datetime) -> Decision:
    """Return the refusal for a subject that has used up its times, rounded up to whole seconds."""
    wait = used_until + limit.step - limit.span - now
    return Decision(False, max(1, math.ceil(wait.total_seconds())), remaining=0)
