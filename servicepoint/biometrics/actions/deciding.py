"""What people decide about captures: good enough, good enough because, and cannot be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from servicepoint.audit.actions import record
from servicepoint.biometrics import queries, rules
from servicepoint.biometrics.actions.sittings import locked, name_of
from servicepoint.biometrics.actions.taking import Place
from servicepoint.biometrics.errors import NotAsked, NothingToAccept, ReasonUnknown, SupervisorNeeded
from servicepoint.biometrics.models import Capture, Exemption, Sitting
from servicepoint.kit.actor import Actor

HAND_OVER = "biometrics.hand_over"
QUEUE = "biometrics"


def accept(capture_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Accept a capture without problems: it is handed over at once. Raises NothingToAccept."""
    with _kept(capture_id) as row:
        if row.problems:
            raise NothingToAccept
        _accepted(row, now)
        record(
            "biometrics.accepted", actor=actor, subject=name_of(row.sitting_id), now=now, facts=_facts(row)
        )


def override(
    capture_id: UUID, *, reason: str, actor: Actor, now: datetime, supervisor: Actor | None = None
) -> None:
    """Accept a capture with problems, for a reason of the list.

    A print needs a supervisor, who is not the one who took it, and three attempts before.
    Raises ReasonUnknown, SupervisorNeeded, NothingToAccept.
    """
    if reason not in rules.OVERRIDE_REASONS:
        raise ReasonUnknown
    with _kept(capture_id) as row:
        if row.kind == rules.FINGER:
            _refuse_undecidable(row, supervisor)
        row.override_reason = reason
        row.override_by = (supervisor or actor).name
        _accepted(row, now)
        facts = _facts(row) | {"reason": reason, "codes": row.problems}
        decided_by = supervisor or actor
        record(
            "biometrics.overridden", actor=decided_by, subject=name_of(row.sitting_id), now=now, facts=facts
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finger gives no print: `temporary` or `permanent`, and a code of the list."""

    lasting: str
    code: str


def exempt(sitting_id: UUID, *, hand: str, finger: str, reason: Reason, actor: Actor, now: datetime) -> None:
    """Record that a finger gives no print; `finger="all"` means the whole hand.

    Raises ReasonUnknown, NotAsked, SittingUnknown, SittingClosed.
    """
    if reason.lasting not in rules.LASTING or reason.code not in rules.IMPOSSIBLE_REASONS:
        raise ReasonUnknown
    fingers = rules.FINGERS if finger == "all" else (finger,)
    with locked(sitting_id) as sitting:
        if (
            rules.FINGER not in sitting.asked
            or hand not in rules.HANDS
            or not set(fingers) <= {*rules.FINGERS}
        ):
            raise NotAsked
        for each in fingers:
            _exempted(sitting, Place(hand, each), reason=reason, actor=actor, now=now)
        facts = {"fields": [hand, finger], "kind": reason.lasting, "reason": reason.code}
        record("biometrics.exempted", actor=actor, subject=name_of(sitting_id), now=now, facts=facts)


def _exempted(sitting: Sitting, place: Place, *, reason: Reason, actor: Actor, now: datetime) -> None:
    Exemption.objects.get_or_create(
        sitting=sitting,
        hand=place.hand,
        finger=place.finger,
        defaults={
            "lasting": reason.lasting,
            "reason": reason.code,
            "recorded_at": now,
            "recorded_by": actor.name,
        },
    )


@contextmanager
def _kept(capture_id: UUID) -> Iterator[Capture]:
    """Hold the capture that is the best so far, and its open sitting. Raises NothingToAccept."""
    row = Capture.objects.filter(pk=capture_id).only("sitting_id").first()
    if row is None:
        raise NothingToAccept
    with locked(row.sitting_id):
        kept = Capture.objects.defer("sealed").filter(pk=capture_id, state=Capture.State.SEALED).first()
        if kept is None:
            raise NothingToAccept
        yield kept


def _refuse_undecidable(row: Capture, supervisor: Actor | None) -> None:
    """Refuse to accept a poor print before it was tried often enough, or by who took it."""
    if not queries.sitting(row.sitting_id).hand(row.hand).may_decide:
        raise NothingToAccept
    if supervisor is None or not rules.is_second_person(row.taken_by, supervisor.name):
        raise SupervisorNeeded


def _accepted(row: Capture, now: datetime) -> None:
    """Make the capture due, with a job that hands it over once this transaction is committed."""
    row.state, row.accepted_at, row.due_at = Capture.State.DUE, now, now
    row.save(update_fields=["state", "accepted_at", "due_at", "override_reason", "override_by"])
    app.configure_task(HAND_OVER, queue=QUEUE).defer(capture_id=str(row.pk))


def _facts(row: Capture) -> dict[str, object]:
    return {"kind": row.kind, "fields": [row.hand, row.finger], "attempt": row.attempt}
