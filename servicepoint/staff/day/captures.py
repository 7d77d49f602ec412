"""Photo and fingerprints of a visit: taken on pages of their own, and noted as steps when they are settled.

The one place where the counter meets the taking of pictures and prints. A person's sitting is named after the
visit and the place in it, such as `visit:12/1`.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from servicepoint.biometrics import actions, queries
from servicepoint.biometrics.queries import Hand, SittingState
from servicepoint.kit.actor import Actor
from servicepoint.visits import actions as visits
from servicepoint.visits import queries as visit_queries
from servicepoint.visits.errors import CodeUnknown, NotPossibleNow
from servicepoint.visits.outcome import FINGERPRINTS_AGE_MIN
from servicepoint.visits.queries import PersonView, VisitView

KINDS = ("photo", "fingerprints")
# What an assistant may say instead of taking them here. What was taken is not said: it is seen.
BY_HAND: Mapping[str, tuple[str, ...]] = {
    "photo": ("reused", "off", "temporarily_impossible"),
    "fingerprints": ("reused", "off", "exempt", "temporarily_impossible"),
}
PAGES = {"photo": "staff:photo", "fingerprints": "staff:fingers"}
PLAIN, COVERED = "plain", "covered"
# A guest without a date of birth is as old as the assistant says: below each of these the rules differ.
AGES_SAID = {"0": 5, "6": 10, "11": 18}
SUBJECT = re.compile(r"visit:(\d{1,18})/([1-6])\Z")


@dataclass(frozen=True, slots=True)
class Captures:
    """How far a person is; `off` is a code: why nothing can be taken. `sitting` is None before it began."""

    sitting: SittingState | None
    off: str

    def settled(self, kind: str) -> tuple[str, ...]:
        """Return what came of it, as codes of the step; empty before it is settled."""
        return settled_codes(kind, self.sitting) if self.sitting else ()


def kinds_of(person: PersonView) -> tuple[str, ...]:
    """Return what is taken of this person for their service; empty when nothing is."""
    return tuple(kind for kind in KINDS if kind in person.steps_needed)


def is_too_young_for_prints(person: PersonView) -> bool:
    """Say whether fingerprints are not asked of this person because of their age."""
    return person.age is not None and person.age < FINGERPRINTS_AGE_MIN


def subject_for(visit_id: int, position: int) -> str:
    """Return the name of a person's sitting."""
    return f"visit:{visit_id}/{position}"


def captures_of(visit_id: int, person: PersonView, now: datetime) -> Captures:
    """Return how far the pictures and prints of this person are."""
    if not kinds_of(person):
        return Captures(None, "")
    return Captures(queries.sitting_of(subject_for(visit_id, person.position)), queries.reason_off(now))


def begin(visit: VisitView, person: PersonView, asked: "Asked", *, now: datetime, actor: Actor) -> str:
    """Open the sitting of a person who is being served; return the page to go to, with the way back in it.

    Raises CodeUnknown for what is not taken of this person, NotPossibleNow.
    """
    if asked.kind not in kinds_of(person) or asked.way not in {PLAIN, COVERED}:
        raise CodeUnknown(asked.kind)
    if visit.state != "serving":
        raise NotPossibleNow
    age = AGES_SAID.get(asked.age_said) if person.age is None else person.age
    subject = subject_for(visit.id, person.position)
    known = queries.sitting_of(subject)
    if known is None and age is None:
        raise CodeUnknown("age")
    is_covered = asked.way == COVERED
    sitting_id = (
        known.id
        if known
        else actions.open_sitting(subject, age=age or 0, head_covering=is_covered, actor=actor, now=now)
    )
    back = f"{reverse('staff:counter')}#row-{person.position}-{asked.kind}"
    return f"{reverse(PAGES[asked.kind], args=[sitting_id])}?{urlencode({'next': back})}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an assistant wants to take: `photo` or `fingerprints`, `plain` or `covered`, and an age said."""

    kind: str
    way: str = PLAIN
    age_said: str = ""


def note_settled(sitting_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Write what is settled into the visit, each once, while the party is at the counter.

    A sitting that belongs to no visit, or to one that has moved on, is left alone: `note_person` catches up
    when the party is back.
    """
    sitting = queries.sitting(sitting_id)
    visit, person = of_sitting(sitting)
    if visit is None or person is None:
        return
    done = {each.kind: each.codes for each in person.steps}
    for kind in kinds_of(person):
        codes = settled_codes(kind, sitting)
        if codes and done.get(kind) != codes:
            with suppress(NotPossibleNow):
                visits.record_step(
                    visit.id, position=person.position, kind=kind, codes=codes, now=now, actor=actor
                )


def note_person(visit_id: int, position: int, *, actor: Actor, now: datetime) -> None:
    """Write what is settled of this person into the visit, if it was not yet."""
    sitting = queries.sitting_of(subject_for(visit_id, position))
    if sitting is not None:
        note_settled(sitting.id, actor=actor, now=now)


def of_sitting(sitting: SittingState) -> tuple[VisitView | None, PersonView | None]:
    """Return whose sitting it is; None where that is forgotten or was never a visit."""
    named = SUBJECT.match(sitting.subject)
    visit = visit_queries.visit_view(int(named[1])) if named else None
    if visit is None or named is None:
        return None, None
    return visit, next((each for each in visit.people if each.position == int(named[2])), None)


def settled_codes(kind: str, sitting: SittingState) -> tuple[str, ...]:
    """Return what came of a kind in this sitting, as codes of the step; empty before it is settled."""
    if kind == "photo":
        photo = sitting.photo.accepted
        return (_code_of(photo.override_reason),) if photo else ()
    if not sitting.fingers_settled:
        return ()
    if not sitting.hands:
        return ("exempt",) if sitting.photo_settled else ()
    return tuple(dict.fromkeys(_code_of_hand(hand) for hand in sitting.hands))


def _code_of(override_reason: str) -> str:
    return "overridden" if override_reason else "taken"


def _code_of_hand(hand: Hand) -> str:
    if hand.accepted:
        return _code_of(hand.accepted.override_reason)
    lasts = {each.lasting for each in hand.impossible}
    return "exempt" if lasts == {"permanent"} else "temporarily_impossible"
