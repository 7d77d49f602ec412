"""A slip of the finger, taken back within a minute."""

from datetime import datetime

from django.conf import settings

from servicepoint.kit.actor import Actor
from servicepoint.visits import rules
from servicepoint.visits.day import enter_visit, one_act
from servicepoint.visits.errors import TooLateToUndo
from servicepoint.visits.hall import stages_at_counters
from servicepoint.visits.models import Stage, Visit, VisitPerson
from servicepoint.visits.staging import Act, go_back, note_down, stage_of


def undo(visit_id: int, *, now: datetime, actor: Actor) -> str:
    """Take back the last outcome or the last step of the visit, and return what that was, such as `missed`.

    That its persons may book again stays so. Raises TooLateToUndo when it was more than `UNDO_SECONDS` ago,
    when there is nothing to take back, or when another party is at the counter by now.
    """
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        stage = stage_of(visit)
        person = decided_since(visit, stage)
        what = "outcome" if person else stage.state
        if person:
            _take_back_outcome(person, act)
        else:
            _take_back_stage(visit, stage, act)
        note_down("undone", visit, act, kind=what)
        return what


def decided_since(visit: Visit, stage: Stage) -> VisitPerson | None:
    """Return the person whose outcome was set last, when that was after the visit came to where it stands."""
    if stage.state != "serving":
        return None
    decided = VisitPerson.objects.filter(visit=visit, decided_at__gte=stage.started_at)
    return decided.order_by("-decided_at", "-position").first()


def _take_back_outcome(person: VisitPerson, act: Act) -> None:
    assert person.decided_at is not None
    rules.check_undo("serving", person.decided_at, act.now, settings.UNDO_SECONDS)
    person.outcome, person.reason, person.decided_at, person.decided_by = "", "", None, ""
    person.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])


def _take_back_stage(visit: Visit, stage: Stage, act: Act) -> None:
    rules.check_undo(stage.state, stage.started_at, act.now, settings.UNDO_SECONDS)
    earlier = stage_before(visit, stage)
    if earlier is None or _is_taken(earlier, stage):
        raise TooLateToUndo
    if stage.state == "left":
        VisitPerson.objects.filter(visit=visit, outcome="left", decided_at=stage.started_at).update(
            outcome="", reason="", decided_at=None, decided_by=""
        )
    go_back(stage, earlier, act)


def stage_before(visit: Visit, stage: Stage) -> Stage | None:
    """Return the stage that `stage` came after; what was undone, and came again by undoing, does not count.

    Undoing twice would go back further than a slip of the finger: a stage that an undo opened has no before.
    """
    rows = list(Stage.objects.filter(visit=visit, id__lt=stage.id).order_by("-id")[:1])
    return rows[0] if rows and not rows[0].undone else None


def _is_taken(earlier: Stage, stage: Stage) -> bool:
    if earlier.state not in rules.AT_A_COUNTER:
        return False
    there = stages_at_counters(stage.visit.location_id).get(earlier.counter_id or 0)
    return there is not None and there.visit_id != stage.visit_id
