"""Who is asked for what, in which order, which attempt is the best, and how long anything may stay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from servicepoint.kit import clock

Kind = Literal["photo", "finger"]
Hand = Literal["right", "left"]
Finger = Literal["index", "middle", "ring", "thumb"]

PHOTO, FINGER = "photo", "finger"
HANDS: tuple[Hand, ...] = ("right", "left")
FINGERS: tuple[Finger, ...] = ("index", "middle", "ring", "thumb")  # the next one when one cannot be used
FINGERS_FROM_AGE = 6
ATTEMPTS = 3  # the best of so many counts; then another finger, or somebody who decides
PHOTOS_MAX = 12  # a restless child takes more than three, and no sitting takes more than this
LASTING = ("temporary", "permanent")
IMPOSSIBLE_REASONS = ("missing", "injured", "skin", "cannot_move", "unreadable")
OVERRIDE_REASONS = ("medical", "small_child", "worn_ridges", "covering", "equipment")
# Minutes until the next attempt at handing over, after the first, the second, ...; the last one repeats.
BACK_OFF_MINUTES = (1, 1, 2, 5, 10, 15)
CLAIM_MINUTES = 3  # longer than one hand-over takes; a worker that died is replaced after this
SWEEP_MAX = 100


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt at a print: which finger, its NFIQ 2 score (0 to 100), and whether it is good enough."""

    finger: str
    score: float
    passed: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """The print to take next: attempt `attempt` of three."""

    hand: Hand
    finger: Finger
    attempt: int


def asked_of(age: int) -> tuple[str, ...]:
    """Return what is taken of a person of this age in years: a photo always, two prints from 6."""
    return (PHOTO, FINGER) if age >= FINGERS_FROM_AGE else (PHOTO,)


def next_print(hand: Hand, tries: Sequence[Try], impossible: Collection[str]) -> Ask | None:
    """Return which print of this hand to ask for; None when one is good, or no finger is left to try.

    The order is index, middle, ring, thumb: a finger is left out when it cannot be used, and after three
    attempts none of which is good enough.
    """
    if any(each.passed for each in tries):
        return None
    for finger in FINGERS:
        done = sum(each.finger == finger for each in tries)
        if finger not in impossible and done < ATTEMPTS:
            return Ask(hand, finger, done + 1)
    return None


def is_exempt(tries: Sequence[Try], impossible: Collection[str]) -> bool:
    """Say whether a hand gives no print at all: each finger is impossible, and none was ever tried."""
    return not tries and set(FINGERS) <= set(impossible)


def may_decide(tries: Sequence[Try]) -> bool:
    """Say whether a poor print may be accepted by a supervisor: some finger was tried three times."""
    return any(sum(each.finger == finger for each in tries) >= ATTEMPTS for finger in FINGERS)


def print_rank(one: Try) -> tuple[bool, float, int]:
    """Return what makes one print better than another: good enough, then the score, then the finger."""
    return one.passed, one.score, -FINGERS.index(one.finger)


def photo_rank(problems: int, sharpness: float) -> tuple[int, float]:
    """Return what makes one photo better than another: fewer problems, then sharper."""
    return -problems, sharpness


def is_second_person(actor_name: str, supervisor_name: str) -> bool:
    """Say whether who decides is somebody else than who took the print."""
    return bool(supervisor_name) and supervisor_name.casefold() != actor_name.casefold()


def delete_at(taken_at: datetime, hours_max: int) -> datetime:
    """Return when a sealed capture is deleted for good, whatever happened: after `hours_max` hours, and at
    the end of the Dutch day at the latest."""
    _first, end_of_day = clock.day_bounds(clock.dutch_day(taken_at))
    return min(taken_at + timedelta(hours=hours_max), end_of_day)


def next_attempt_at(attempts: int, now: datetime) -> datetime:
    """Return when to hand over again after so many attempts. It is never given up: the hard limit ends it."""
    return now + timedelta(minutes=BACK_OFF_MINUTES[min(max(attempts, 1), len(BACK_OFF_MINUTES)) - 1])
