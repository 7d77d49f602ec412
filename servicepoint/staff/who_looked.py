"""Everything that was done with, and seen of, the appointments of one person."""

from datetime import date, datetime

from servicepoint.appointments import queries
from servicepoint.appointments.queries import Found
from servicepoint.audit.actions import record
from servicepoint.audit.queries import entries_about
from servicepoint.biometrics.queries import sittings_of
from servicepoint.documents.queries import of_v_numbers
from servicepoint.kit.actor import Actor
from servicepoint.staff.day.captures import subject_for
from servicepoint.staff.record_words import Line, line
from servicepoint.visits.queries import visits_of

NOBODY = "appointments"
PERSONS_MAX = 6


def who_looked(
    *, birth_date: date, code: str = "", v_number: str = "", now: datetime, actor: Actor
) -> list[Line] | None:
    """Return what was done, oldest first (the last 500); None when we keep nothing of this person.

    The person was born on that day and comes in the appointment of the code, or has the V-number. The search
    itself is recorded about each appointment, and stands in the answer of the next one.
    """
    found = queries.found_of_person(birth_date=birth_date, code=code, v_number=v_number)
    codes = {subject: each.code for each in found for subject in _subjects(each)}
    documents = _documents_of(v_number, birth_date)
    subjects = codes | _subjects_of_visits(found) | dict.fromkeys(documents, "")
    lines = [line(entry, subjects) for entry in entries_about(list(subjects))]
    for subject in [*(f"appointment:{each.id}" for each in found), *documents] or [NOBODY]:
        record("staff.record_searched", actor=actor, subject=subject, now=now, facts={"page": "staff.record"})
    return lines if found or documents else None


def _documents_of(v_number: str, birth_date: date) -> list[str]:
    """Return the names under which the record knows the documents of a person."""
    known = of_v_numbers([v_number]) if v_number else []
    return [f"document:{each.id}" for each in known if each.birth_date == birth_date]


def _subjects_of_visits(found: list[Found]) -> dict[str, str]:
    """Return the code of the appointment by the names of its visits, and of the sittings of all persons."""
    codes = {each.id: each.code for each in found}
    visits = {visit: codes[appointment] for visit, appointment in visits_of(list(codes)).items()}
    people = {
        subject_for(visit, position): code
        for visit, code in visits.items()
        for position in range(1, PERSONS_MAX + 1)
    }
    sittings = {
        f"biometrics.sitting:{sitting}": people[subject] for sitting, subject in sittings_of(people).items()
    }
    return {f"visit:{visit}": code for visit, code in visits.items()} | sittings


def _subjects(found: Found) -> list[str]:
    """Return every name under which the record may know an appointment: its rooms', and the admin site's."""
    messages = (f"notifications.message:{each.id}" for each in queries.messages_about(found.id))
    return [f"appointment:{found.id}", f"appointments.appointment:{found.id}", *messages]
