"""Why an act of this room is refused: one class per refusal, each with a stable code and no prose."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from .arrival import Verdict


class VisitRefused(Exception):
    """An act that was not carried out; nothing was changed."""

    code: ClassVar[str] = "visit_refused"


class NotWelcome(VisitRefused):
    """Too early, too late, another day or place, cancelled, or over: `verdict` says which and what next."""

    code = "not_welcome"

    def __init__(self, verdict: "Verdict") -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


class AppointmentUnknown(VisitRefused):
    """There is no such appointment, or its data is forgotten."""

    code = "appointment_unknown"


class VisitUnknown(VisitRefused):
    """There is no such visit, or no such person in it."""

    code = "visit_unknown"


class NotPossibleNow(VisitRefused):
    """The visit stands where this act does not apply, such as finishing what nobody is being served for."""

    code = "not_possible_now"


class DayClosed(VisitRefused):
    """The day at this location is closed: nobody is checked in or called any more."""

    code = "day_closed"


class DayNotOver(VisitRefused):
    """People with an appointment may still come on this day."""

    code = "day_not_over"


class CounterTaken(VisitRefused):
    """Somebody else sits at this counter."""

    code = "counter_taken"


class SeatedElsewhere(VisitRefused):
    """This account sits at another counter: `counter_id`."""

    code = "seated_elsewhere"

    def __init__(self, counter_id: int) -> None:
        super().__init__(counter_id)
        self.counter_id = counter_id


class CounterNotOpen(VisitRefused):
    """Nobody sits at this counter, or it is paused."""

    code = "counter_not_open"


class CounterBusy(VisitRefused):
    """A party is at this counter; it is finished, parked or sent on first."""

    code = "counter_busy"


class NobodyWaits(VisitRefused):
    """Nobody waits for what this counter serves."""

    code = "nobody_waits"


class CallAgainFirst(VisitRefused):
    """The party was called too few times and too short ago to count as missed."""

    code = "call_again_first"


class CodeUnknown(VisitRefused):
    """A reason, result, step, service or requirement that this room does not know here."""

    code = "code_unknown"


class RequirementsOpen(VisitRefused):
    """The outcome asks for requirements that are missing or not looked at: `requirements`."""

    code = "requirements_open"

    def __init__(self, requirements: Sequence[str]) -> None:
        super().__init__(tuple(requirements))
        self.requirements = tuple(requirements)


class StepsOpen(VisitRefused):
    """The outcome asks for steps that were not recorded: `steps`."""

    code = "steps_open"

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__(tuple(steps))
        self.steps = tuple(steps)


class NothingMissing(VisitRefused):
    """An incomplete visit, or a follow-up, names at least one requirement that is missing."""

    code = "nothing_missing"


class OutcomeMissing(VisitRefused):
    """The visit ends when there is an outcome for each person; `positions` lack one."""

    code = "outcome_missing"

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(tuple(positions))
        self.positions = tuple(positions)


class TooLateToUndo(VisitRefused):
    """The last act is too long ago, cannot be undone, or the counter is taken by now."""

    code = "too_late_to_undo"


class MrzUnreadable(VisitRefused):
    """These are not the lines of a passport or card, or not all of them."""

    code = "mrz_unreadable"


class WalkInsFull(VisitRefused):
    """As many people without an appointment were received as the lead allows on this day."""

    code = "walk_ins_full"


class TryAgain(VisitRefused):
    """Too many at once: the database gave up waiting. Nothing was changed."""

    code = "try_again"


class HandOverNeeded(VisitRefused):
    """Here a document is given with a receipt; a lead notes one that the records do not know."""

    code = "hand_over_needed"


class DocumentAtCounter(VisitRefused):
    """A document of this visit lies at the counter: it is handed over, or put back, first."""

    code = "document_at_counter"


class DocumentNotTheirs(VisitRefused):
    """This document is not known for this person."""

    code = "document_not_theirs"
