"""At the counter: what was brought, what was done, how it ended for each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servicepoint.kit.actor import Actor
from servicepoint.visits import outcome as rules
from servicepoint.visits.day import enter_visit, one_act
from servicepoint.visits.errors import CodeUnknown, OutcomeMissing
from servicepoint.visits.models import Check, Step
from servicepoint.visits.person import facts_of, requirement_codes
from servicepoint.visits.staging import Act, go, must_be, note_down, stage_of

from .hand_over import check_no_hand_over, check_not_at_counter
from .invited import close_invitations
from .line import settle_people, without_outcome
from .served import person_served


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the list as found: seen, copied, missing, or not applicable with a reason."""

    requirement: str
    result: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended for a person; `reason` is a code, where the outcome asks for one."""

    code: str
    reason: str = ""


def check(visit_id: int, *, position: int, found: Found, now: datetime, actor: Actor) -> None:
    """Tick one requirement of a person; ticking it again changes it. Raises CodeUnknown, NotPossibleNow."""
    rules.check_result(found.result, found.reason)
    with one_act():
        visit, person = person_served(visit_id, position)
        if found.requirement not in requirement_codes(person):
            raise CodeUnknown(found.requirement)
        Check.objects.update_or_create(
            person=person,
            requirement=found.requirement,
            defaults={"result": found.result, "reason": found.reason, "at": now, "by": actor.name},
        )
        act = Act(actor, now, found.reason)
        note_down("checked", visit, act, attendee=position, code=found.requirement, status=found.result)


def record_step(
    visit_id: int, *, position: int, kind: str, now: datetime, actor: Actor, codes: Sequence[str] = ()
) -> None:
    """Note that a step was done for a person, with findings as codes; the latest of a kind counts.

    That a document was given is not noted but done, by `hand_over_document`, where documents are kept.
    Raises CodeUnknown, HandOverNeeded, NotPossibleNow.
    """
    rules.check_step(kind, codes)
    with one_act():
        visit, person = person_served(visit_id, position)
        check_no_hand_over(visit, person, kind)
        Step.objects.create(person=person, kind=kind, codes=list(codes), at=now, by=actor.name)
        note_down("step_done", visit, Act(actor, now), attendee=position, kind=kind, codes=list(codes))


def set_outcome(visit_id: int, *, position: int, outcome: Outcome, now: datetime, actor: Actor) -> None:
    """Say how it ended for a person; saying it again changes it until the visit is finished.

    Raises RequirementsOpen, StepsOpen, NothingMissing, CodeUnknown, DocumentAtCounter, NotPossibleNow.
    """
    with one_act():
        visit, person = person_served(visit_id, position)
        if outcome.code == "done":
            check_not_at_counter(visit_id, position)
        rules.check_outcome(outcome.code, outcome.reason, facts_of(person))
        person.outcome, person.reason = outcome.code, outcome.reason
        person.decided_at, person.decided_by = now, actor.name
        person.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
        act = Act(actor, now, outcome.reason)
        note_down("outcome_set", visit, act, attendee=position, status=outcome.code)


def finish(visit_id: int, *, now: datetime, actor: Actor) -> None:
    """End the visit; its persons may book again at once. Doing so again changes nothing.

    Raises OutcomeMissing, DocumentAtCounter, NotPossibleNow.
    """
    with one_act():
        visit, act = enter_visit(visit_id), Act(actor, now)
        stage = stage_of(visit)
        if stage.state == "finished":
            return
        must_be(stage, "serving")
        undecided = list(without_outcome(visit).order_by("position").values_list("position", flat=True))
        if undecided:
            raise OutcomeMissing(undecided)
        check_not_at_counter(visit_id)
        go(visit, "finished", act, counter_id=stage.counter_id)
        note_down("finished", visit, act, counter=stage.counter_id)
        settle_people(visit, act)
        close_invitations(visit, act)
