"""Reading sittings: what is asked, what was taken, what is still here. Never a picture, never an envelope.

`sitting_of(subject)` is how a counter's screen finds out how far a person is:

    sitting = queries.sitting_of("visit:12/1")      # None before `actions.open_sitting`
    sitting.is_settled                              # everything asked is taken or impossible
    sitting.photo.accepted, sitting.hand("right").exempt
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from servicepoint.biometrics import rules
from servicepoint.biometrics.errors import SittingUnknown
from servicepoint.biometrics.models import Capture, Exemption, Sitting
from servicepoint.biometrics.readiness import reason_off
from servicepoint.biometrics.rules import Ask, Try

__all__ = [
    "Hand",
    "Overdue",
    "Picture",
    "SittingState",
    "overdue",
    "reason_off",
    "sitting",
    "sitting_of",
    "sittings_of",
]
OVERDUE_MAX = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """One attempt, in numbers. `problems` are codes; `state` as in the table."""

    id: UUID
    finger: str
    attempt: int
    quality: dict[str, float]
    problems: tuple[str, ...]
    state: str
    taken_by: str
    accepted: bool
    override_reason: str

    @property
    def is_held(self) -> bool:
        """Whether its envelope is still here, to be accepted or handed over."""
        return self.state in ("sealed", "due", "handed_over")

    @property
    def as_try(self) -> Try:
        """The attempt as the rules see it."""
        return Try(self.finger, self.quality.get("nfiq2", 0), not self.problems)


@dataclass(frozen=True, slots=True)
class Impossible:
    """A finger that gives no print, and why."""

    finger: str
    lasting: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hand:
    """One hand: what was tried, what is impossible, and what to take next (None: nothing)."""

    name: rules.Hand
    attempts: tuple[Picture, ...]
    impossible: tuple[Impossible, ...]

    @property
    def accepted(self) -> Picture | None:
        """The print that counts."""
        return next((each for each in self.attempts if each.accepted), None)

    @property
    def best(self) -> Picture | None:
        """The print that is kept until a better one comes."""
        return next((each for each in self.attempts if each.is_held), None)

    @property
    def next(self) -> Ask | None:
        """The finger to take next."""
        fingers = {each.finger for each in self.impossible}
        return None if self.accepted else rules.next_print(self.name, self.tries, fingers)

    @property
    def exempt(self) -> bool:
        """Whether no finger of this hand can be used."""
        return rules.is_exempt(self.tries, {each.finger for each in self.impossible})

    @property
    def may_decide(self) -> bool:
        """Whether a supervisor may accept the best of what there is."""
        if self.accepted or self.best is None:
            return False
        return self.next is None or rules.may_decide(self.tries)

    @property
    def tries(self) -> list[Try]:
        """All attempts as the rules see them."""
        return [each.as_try for each in self.attempts]


@dataclass(frozen=True, slots=True)
class Photos:
    """The photos of a sitting, in order."""

    attempts: tuple[Picture, ...]

    @property
    def accepted(self) -> Picture | None:
        """The photo that counts."""
        return next((each for each in self.attempts if each.accepted), None)

    @property
    def best(self) -> Picture | None:
        """The photo that is kept until a better one comes."""
        return next((each for each in self.attempts if each.is_held), None)


@dataclass(frozen=True, slots=True)
class SittingState:
    """One person's sitting as it stands."""

    id: UUID
    subject: str
    age: int
    head_covering: bool
    asked: tuple[str, ...]
    closed: bool
    photo: Photos
    hands: tuple[Hand, ...]  # none when no prints are asked

    def hand(self, name: str) -> Hand:
        """Return a hand by name."""
        return next(each for each in self.hands if each.name == name)

    @property
    def photo_settled(self) -> bool:
        """Whether the photo is there."""
        return self.photo.accepted is not None

    @property
    def fingers_settled(self) -> bool:
        """Whether each hand has its print, or can have none."""
        return all(hand.accepted or hand.exempt for hand in self.hands)

    @property
    def is_settled(self) -> bool:
        """Whether everything asked is taken or impossible."""
        return self.photo_settled and self.fingers_settled

    @property
    def next_hand(self) -> Hand | None:
        """The hand to take next; one that needs a decision comes up again until it has one."""
        return next((hand for hand in self.hands if not (hand.accepted or hand.exempt)), None)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A capture that the receiver has not confirmed in time."""

    subject: str
    kind: str
    taken_at: datetime
    delete_at: datetime
    sent_attempts: int
    last_error: str
    state: str


def sitting(sitting_id: UUID) -> SittingState:
    """Return a sitting as it stands. Raises SittingUnknown."""
    row = Sitting.objects.filter(pk=sitting_id).first()
    if row is None:
        raise SittingUnknown
    return _state(row)


def sitting_of(subject: str) -> SittingState | None:
    """Return the sitting of a subject such as `visit:12/1`; None when none was opened."""
    row = Sitting.objects.filter(subject=subject).exclude(subject="").first()
    return None if row is None else _state(row)


def sittings_of(subjects: Collection[str]) -> dict[UUID, str]:
    """Return the subject of each sitting that has one of these."""
    return dict(Sitting.objects.filter(subject__in=list(subjects)).values_list("id", "subject"))


def overdue(now: datetime) -> tuple[Overdue, ...]:
    """Return what should have been confirmed by now, and what was deleted unconfirmed today; oldest first."""
    late = now - timedelta(minutes=settings.BIOMETRICS_ALARM_MINUTES)
    waiting = Capture.objects.filter(state__in=["due", "handed_over"], accepted_at__lte=late)
    lost = Capture.objects.filter(state="expired", settled_at__gte=now - timedelta(days=1))
    fields = ("sitting__subject", "kind", "taken_at", "delete_at", "sent_attempts", "last_error", "state")
    rows = (waiting | lost).order_by("taken_at").values_list(*fields)[:OVERDUE_MAX]
    return tuple(Overdue(*row) for row in rows)


def _state(row: Sitting) -> SittingState:
    captures = list(row.captures.defer("sealed").order_by("taken_at", "attempt"))
    exemptions = list(row.exemptions.order_by("id"))
    hands = rules.HANDS if rules.FINGER in row.asked else ()
    return SittingState(
        id=row.id,
        subject=row.subject,
        age=row.age,
        head_covering=row.head_covering,
        asked=tuple(row.asked),
        closed=row.closed_at is not None,
        photo=Photos(tuple(_picture(each) for each in captures if each.kind == rules.PHOTO)),
        hands=tuple(_hand(name, captures, exemptions) for name in hands),
    )


def _hand(name: rules.Hand, captures: Sequence[Capture], exemptions: Sequence[Exemption]) -> Hand:
    return Hand(
        name=name,
        attempts=tuple(_picture(each) for each in captures if each.hand == name),
        impossible=tuple(
            Impossible(each.finger, each.lasting, each.reason) for each in exemptions if each.hand == name
        ),
    )


def _picture(row: Capture) -> Picture:
    return Picture(
        id=row.id,
        finger=row.finger,
        attempt=row.attempt,
        quality=row.quality,
        problems=tuple(row.problems),
        state=row.state,
        taken_by=row.taken_by,
        accepted=row.accepted_at is not None,
        override_reason=row.override_reason,
    )
