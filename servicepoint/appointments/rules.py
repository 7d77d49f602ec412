"""Decisions about an appointment: pure, on values and `now`. Each raises the refusal it is named after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .errors import LastPerson, MoveLimitReached, NotOpen, PartySizeWrong, SamePersonTwice, TooLateToChange
from .party import PARTY_MAX


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed: moves of one appointment, and minutes before the start without changes.

    `reason` is a code for the record, where staff goes beyond what residents may.
    """

    moves_max: int
    change_until_minutes: int
    reason: str = ""


def check_party_size(persons: int) -> None:
    """Refuse a party that is not one to six persons."""
    if not 1 <= persons <= PARTY_MAX:
        raise PartySizeWrong


def check_no_one_twice(entries: Sequence[tuple[bytes, str]]) -> None:
    """Refuse the same person with the same service twice in one party."""
    if len(set(entries)) != len(entries):
        raise SamePersonTwice


def check_open(status: str, starts_at: datetime, now: datetime) -> None:
    """Refuse an act on an appointment that is cancelled or has begun."""
    if status != "booked" or starts_at <= now:
        raise NotOpen


def check_in_time(starts_at: datetime, now: datetime, limits: Limits) -> None:
    """Refuse a change shortly before the visit; a cancellation is welcome until it starts."""
    if starts_at - now < timedelta(minutes=limits.change_until_minutes):
        raise TooLateToChange


def check_moves_left(moves: int, limits: Limits) -> None:
    """Refuse a move when all allowed moves are used."""
    if moves >= limits.moves_max:
        raise MoveLimitReached


def check_not_last(persons: int) -> None:
    """Refuse to drop the only person."""
    if persons <= 1:
        raise LastPerson
