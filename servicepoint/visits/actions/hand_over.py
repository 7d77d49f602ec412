"""The document of a person at the counter: fetched from the safe, handed over, and nothing half."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from servicepoint.documents import actions as documents
from servicepoint.documents import queries as document_queries
from servicepoint.documents.rules import Proof
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.visits import outcome as rules
from servicepoint.visits.day import one_act
from servicepoint.visits.errors import (
    CodeUnknown,
    DocumentAtCounter,
    DocumentNotTheirs,
    HandOverNeeded,
    NotPossibleNow,
    StepsOpen,
)
from servicepoint.visits.hall import names_by_attendee
from servicepoint.visits.models import Check, Step, Visit, VisitPerson
from servicepoint.visits.papers import (
    SIGNERS,
    STICKER,
    UNKNOWN_REASONS,
    Paper,
    is_out_of_hand,
    keeps_documents,
    papers_of,
    reference_of,
)
from servicepoint.visits.person import requirement_codes, who_is
from servicepoint.visits.staging import Act, note_down

from .served import person_served

COLLECT = document_queries.COLLECT


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of receipt: `drawn` on the screen as a path, or given on `paper` that is kept.

    `signer` is empty for the owner; else a code of `papers.SIGNERS`, which the door lets a lead decide.
    """

    kind: str
    drawing: str = ""
    signer: str = ""


def fetch_document(visit_id: int, *, position: int, document_id: int, now: datetime, actor: Actor) -> None:
    """Note that the document was taken from the safe for this person; again changes nothing.

    Raises DocumentNotTheirs, NotPossibleNow; of `documents`: NotCollectable, MoveNotPossible.
    """
    with one_act():
        visit, person = person_served(visit_id, position)
        _theirs(visit, person, document_id, now)
        documents.fetch(
            document_id,
            reference=reference_of(visit_id, position),
            day=clock.dutch_day(now),
            now=now,
            actor=actor,
        )


def bring_back_document(
    visit_id: int, *, position: int, document_id: int, now: datetime, actor: Actor
) -> Spot:
    """Note that a fetched document goes back into the safe; return where it belongs.

    Raises NotPossibleNow; of `documents`: MoveNotPossible, DrawerFull.
    """
    with one_act():
        person_served(visit_id, position)
        reference = reference_of(visit_id, position)
        return documents.bring_back(document_id, reference=reference, now=now, actor=actor)


def hand_over_document(
    visit_id: int,
    *,
    position: int,
    document_id: int,
    signature: Signature,
    now: datetime,
    actor: Actor,
) -> None:
    """Give a fetched document to its owner: receipt, movement and step together, or none of them.

    What was checked comes from the steps of this visit. Raises DocumentNotTheirs, StepsOpen, NotPossibleNow;
    of `documents`: ProofMissing, SignatureRefused, NotCollectable, MoveNotPossible.
    """
    with one_act():
        visit, person = person_served(visit_id, position)
        paper = _theirs(visit, person, document_id, now)
        if paper.state == "handed_over":
            return
        proof = proof_of(person, signature)
        reference = reference_of(visit_id, position)
        documents.give(document_id, proof=proof, reference=reference, now=now, actor=actor)
        code = "sticker" if paper.document.kind == STICKER else "card"
        _note_out(visit, person, code, Act(actor, now))


def take_back_document(
    visit_id: int, *, position: int, document_id: int, now: datetime, actor: Actor
) -> None:
    """Take a hand-over back within `UNDO_SECONDS`: the document is at the counter again.

    Raises NotPossibleNow once the outcome is set; of `documents`: TooLateToTakeBack, MoveNotPossible.
    """
    with one_act():
        visit, person = person_served(visit_id, position)
        if person.outcome:
            raise NotPossibleNow
        documents.take_back(
            document_id,
            reference=reference_of(visit_id, position),
            seconds_max=settings.UNDO_SECONDS,
            now=now,
            actor=actor,
        )
        last = Step.objects.filter(person=person, kind="document_out").order_by("-id").first()
        if last is not None:
            last.delete()
        note_down("undone", visit, Act(actor, now), attendee=position, kind="document_out")


def note_unknown_document(
    visit_id: int, *, position: int, code: str, reason: str, now: datetime, actor: Actor
) -> None:
    """Note, as a lead, that a person got a document that the records do not know or have elsewhere.

    Raises HandOverNeeded while one of theirs can be handed over, CodeUnknown, NotPossibleNow.
    """
    rules.check_step("document_out", [code])
    if reason not in UNKNOWN_REASONS:
        raise CodeUnknown(reason)
    with one_act():
        visit, person = person_served(visit_id, position)
        if not is_out_of_hand(_papers(visit, person, now)):
            raise HandOverNeeded
        _note_out(visit, person, code, Act(actor, now, reason))


def proof_of(person: VisitPerson, signature: Signature) -> Proof:
    """Return what the steps and ticks of this person prove. Raises StepsOpen for what was brought and not
    taken in, CodeUnknown for a signer who is none."""
    if signature.signer and signature.signer not in SIGNERS:
        raise CodeUnknown(signature.signer)
    signer = (signature.signer,) if signature.signer else ()
    done = {each.kind: each.codes for each in Step.objects.filter(person=person).order_by("id")}
    identity = tuple(done.get("identity_checked", ()))
    old = next(iter(done.get("old_document_in", ())), "")
    return Proof(
        identity=(*identity, *signer) if identity else (),
        old_document=old or _without_old(person),
        signature=signature.kind,
        drawing=signature.drawing,
    )


def _without_old(person: VisitPerson) -> str:
    """Return `none_before` when an old document was not asked for, or does not apply; else nothing."""
    asked = rules.OLD_DOCUMENT & set(requirement_codes(person))
    results = dict(
        Check.objects.filter(person=person, requirement__in=asked).values_list("requirement", "result")
    )
    if {"seen", "copied"} & set(results.values()):
        raise StepsOpen(("old_document_in",))
    is_settled = all(results.get(code) == "not_applicable" for code in asked)
    return "none_before" if is_settled else ""


def check_not_at_counter(visit_id: int, *positions: int) -> None:
    """Refuse to go on while a document of these persons, or of anyone in the visit, lies at the counter."""
    lying = document_queries.at_counter_for(f"visit:{visit_id}")
    references = document_queries.references([each.id for each in lying]).values()
    wanted = {reference_of(visit_id, position) for position in positions}
    if any(not wanted or reference in wanted for reference in references):
        raise DocumentAtCounter


def check_no_hand_over(visit: Visit, person: VisitPerson, kind: str) -> None:
    """Refuse to say that a document was given where only handing one over says so."""
    if kind == "document_out" and person.service == COLLECT and keeps_documents(visit.location_id):
        raise HandOverNeeded


def _note_out(visit: Visit, person: VisitPerson, code: str, act: Act) -> None:
    Step.objects.create(person=person, kind="document_out", codes=[code], at=act.now, by=act.actor.name)
    note_down("step_done", visit, act, attendee=person.position, kind="document_out", codes=[code])


def _papers(visit: Visit, person: VisitPerson, now: datetime) -> tuple[Paper, ...]:
    if person.service != COLLECT or not keeps_documents(visit.location_id):
        raise NotPossibleNow
    return papers_of(
        who_is(person, names_by_attendee(visit.appointment_id)),
        reference=reference_of(visit.id, person.position),
        location_id=visit.location_id,
        day=clock.dutch_day(now),
    )


def _theirs(visit: Visit, person: VisitPerson, document_id: int, now: datetime) -> Paper:
    for paper in _papers(visit, person, now):
        if paper.document.id == document_id:
            return paper
    raise DocumentNotTheirs
