"""What the lead has to know: documents that wait, and whether their owners can still all come."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.party import Ask
from servicepoint.documents import queries as documents
from servicepoint.kit import clock

from .rules import Shortage, shortages

COLLECT = "DOC"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Documents in the safe whose owners have no appointment, and the last days by which room is short."""

    documents: int
    booked: int
    overdue: int
    shortages: tuple[Shortage, ...]


def waiting(location_id: int, *, now: datetime) -> Waiting:
    """Return how many documents wait in the safe, and where places are short before their last days.

    A handful of queries, whatever the number of documents.
    """
    today = clock.dutch_day(now)
    lying = documents.in_safe(location_id)
    coming = appointments.booked_for({each.v_number for each in lying}, COLLECT, now=now)
    open_ones = [each for each in lying if each.v_number not in coming]
    due: Counter[date] = Counter(
        each.facts.collect_before for each in open_ones if each.facts.collect_before >= today
    )
    places = appointments.places_by_day(Ask(location_id, (COLLECT,)), now=now) if due else {}
    return Waiting(
        documents=len(open_ones),
        booked=len(lying) - len(open_ones),
        overdue=sum(each.facts.collect_before < today for each in open_ones),
        shortages=tuple(shortages(due, places)),
    )
