"""The documents of everyone in a visit who collects one."""

from collections.abc import Mapping
from datetime import datetime

from servicepoint.documents.queries import COLLECT
from servicepoint.documents.rules import check_proof
from servicepoint.kit import clock
from servicepoint.visits.actions.hand_over import Signature, proof_of
from servicepoint.visits.errors import VisitUnknown
from servicepoint.visits.models import VisitPerson
from servicepoint.visits.papers import Paper, keeps_documents, papers_of_all, reference_of

from .screen import VisitView


def papers_in(visit: VisitView, *, now: datetime) -> Mapping[int, tuple[Paper, ...]] | None:
    """Return by position the documents of each person who collects; None where no documents are kept."""
    collecting = {
        reference_of(visit.id, each.position): each for each in visit.people if each.service == COLLECT
    }
    if not collecting or not keeps_documents(visit.location_id):
        return None
    people = {reference: each.who for reference, each in collecting.items()}
    found = papers_of_all(people, location_id=visit.location_id, day=clock.dutch_day(now))
    return {each.position: found[reference] for reference, each in collecting.items()}


def check_may_sign(visit_id: int, position: int, paper: Paper) -> None:
    """Refuse before the owner signs what would be refused afterwards: identity, old document.

    Raises VisitUnknown, StepsOpen; of `documents`: ProofMissing.
    """
    person = VisitPerson.objects.filter(visit_id=visit_id, position=position).select_related("visit").first()
    if person is None:
        raise VisitUnknown
    check_proof(proof_of(person, Signature("paper")), replaces_one=bool(paper.document.replaces))
