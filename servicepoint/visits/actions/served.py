"""Whoever acts on a person at the counter begins here: the visit is served, and its day is locked."""

from servicepoint.visits.day import enter_visit
from servicepoint.visits.errors import VisitUnknown
from servicepoint.visits.models import Visit, VisitPerson
from servicepoint.visits.staging import must_be, stage_of


def person_served(visit_id: int, position: int) -> tuple[Visit, VisitPerson]:
    """Return the visit and one of its persons, with the day locked. Raises VisitUnknown, NotPossibleNow."""
    visit = enter_visit(visit_id)
    must_be(stage_of(visit), "serving")
    person = VisitPerson.objects.filter(visit=visit, position=position).select_related("visit").first()
    if person is None:
        raise VisitUnknown
    return visit, person
