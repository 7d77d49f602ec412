"""Who came by invitation for photo and fingerprints needs it no more when they are taken."""

from servicepoint.documents import actions as documents
from servicepoint.documents import queries as document_queries
from servicepoint.visits.hall import names_by_attendee
from servicepoint.visits.models import Visit, VisitPerson
from servicepoint.visits.person import who_is
from servicepoint.visits.staging import Act

BIOMETRICS = "BIO"


def close_invitations(visit: Visit, act: Act) -> None:
    """Close the open invitations of those whose photo and fingerprints are done; of nobody else."""
    done = list(VisitPerson.objects.filter(visit=visit, service=BIOMETRICS, outcome="done"))
    if not done:
        return
    attendees = names_by_attendee(visit.appointment_id)
    people = {(who.v_number, who.birth_date) for who in (who_is(each, attendees) for each in done)}
    for letter, person in document_queries.open_invited(v_number for v_number, _born in people):
        is_theirs = (person.v_number, person.birth_date) in people
        if is_theirs and (letter.service, letter.location_id) == (BIOMETRICS, visit.location_id):
            documents.close_invited(person.id, reason="done", now=act.now, actor=act.actor)
