"""Whether someone with an appointment is received here and now, as a value that says what else. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from servicepoint.kit import clock

OVERRIDE_REASONS = frozenset({"quiet_hall", "transport", "health", "our_mistake", "with_child", "other"})


@dataclass(frozen=True, slots=True)
class Window:
    """How many minutes before and after the booked time a party is received."""

    early_minutes: int
    late_minutes: int


@dataclass(frozen=True, slots=True)
class Promise:
    """What is known of an appointment at the door; `visit_state` is empty before the first arrival."""

    status: str
    location_id: int
    starts_at: datetime
    was_moved: bool = False
    visit_state: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Received now."""

    code: ClassVar[str] = "welcome"


@dataclass(frozen=True, slots=True)
class TooEarly:
    """Received from `until` on."""

    until: datetime
    code: ClassVar[str] = "too_early"


@dataclass(frozen=True, slots=True)
class TooLate:
    """The time has passed; a member of staff may still receive the party, else a new time is booked."""

    starts_at: datetime
    code: ClassVar[str] = "too_late"


@dataclass(frozen=True, slots=True)
class WrongDay:
    """The appointment is on another day."""

    day: date
    code: ClassVar[str] = "wrong_day"


@dataclass(frozen=True, slots=True)
class Moved:
    """The appointment was moved, to this moment on another day."""

    starts_at: datetime
    code: ClassVar[str] = "moved"


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """The appointment is at another location."""

    location_id: int
    code: ClassVar[str] = "wrong_place"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The appointment was cancelled."""

    code: ClassVar[str] = "cancelled"


@dataclass(frozen=True, slots=True)
class AlreadyHere:
    """The party has a ticket; one that was missed or left gets back into the line with it."""

    ticket: str
    code: ClassVar[str] = "already_here"


@dataclass(frozen=True, slots=True)
class Over:
    """The visit has ended."""

    code: ClassVar[str] = "over"


Verdict = Welcome | TooEarly | TooLate | WrongDay | Moved | WrongPlace | Cancelled | AlreadyHere | Over
MAY_BE_OVERRIDDEN = (TooEarly, TooLate)


def verdict(promise: Promise, *, here: int, now: datetime, window: Window) -> Verdict:
    """Return how the party is received at the location `here`: the first that applies, place before time."""
    if promise.location_id != here:
        return WrongPlace(promise.location_id)
    if promise.visit_state:
        return _seen_before(promise)
    if promise.status == "cancelled":
        return Cancelled()
    day = clock.dutch_day(promise.starts_at)
    if day != clock.dutch_day(now):
        return Moved(promise.starts_at) if promise.was_moved else WrongDay(day)
    return _in_time(promise.starts_at, now, window)


def _seen_before(promise: Promise) -> Verdict:
    if promise.visit_state in {"finished", "closed", "no_show"}:
        return Over()
    return AlreadyHere(promise.ticket)


def _in_time(starts_at: datetime, now: datetime, window: Window) -> Verdict:
    opens_at = starts_at - timedelta(minutes=window.early_minutes)
    if now < opens_at:
        return TooEarly(opens_at)
    if now > starts_at + timedelta(minutes=window.late_minutes):
        return TooLate(starts_at)
    return Welcome()


def is_received(outcome: Verdict, override: str) -> bool:
    """Say whether the party is received; `override` is the reason of a member of staff, or empty."""
    if isinstance(outcome, MAY_BE_OVERRIDDEN):
        return override in OVERRIDE_REASONS
    return isinstance(outcome, Welcome)
