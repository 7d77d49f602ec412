"""The documents of everyone in a visit who collects one."""

from collections.abc import Mapping
from datetime import datetime

from servicepoint.documents.queries import COLLECT
from servicepoint.kit import clock
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
