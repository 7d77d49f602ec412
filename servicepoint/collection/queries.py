"""What the lead has to know: documents that wait, and whether their owners can still all come."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.party import Ask
from servicepoint.documents import queries as documents
from servicepoint.documents.queries import COLLECT
from servicepoint.documents.rules import HERE
from servicepoint.kit import clock
from servicepoint.locations import queries as locations

from .rules import Shortage, shortages

DAYS_LOOKED = 4  # today and the next days: time enough to call people


@dataclass(frozen=True, slots=True)
class Waiting:
    """Documents in the safe whose owners have no appointment, and the last days by which room is short."""

    documents: int
    booked: int
    overdue: int
    shortages: tuple[Shortage, ...]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A coming appointment for documents that are not here yet: nobody is named."""

    appointment_id: int
    code: str
    starts_at: datetime
    people: int


def at_risk(location_id: int, *, now: datetime) -> list[AtRisk]:
    """Return who comes within DAYS_LOOKED days for a document that is neither in the safe nor at a counter.

    None where the location keeps no documents. Two queries a day, and one for all documents.
    """
    place = locations.location_lately(location_id)
    if COLLECT not in (*place.letter_services, *place.matched_services):
        return []
    first = clock.dutch_day(now)
    days = (first + timedelta(days=number) for number in range(DAYS_LOOKED))
    coming = [each for day in days for each in appointments.on_day(location_id, day) if each.starts_at > now]
    collecting = {each.id: [one for one in each.people if one.service == COLLECT] for each in coming}
    numbers = {one.v_number for people in collecting.values() for one in people}
    lying = documents.of_v_numbers(numbers)
    here = {each.v_number for each in lying if each.facts.place in HERE and not each.facts.elsewhere}
    lacking = {key: sum(one.v_number not in here for one in people) for key, people in collecting.items()}
    return [
        AtRisk(each.id, each.code, each.starts_at, lacking[each.id]) for each in coming if lacking[each.id]
    ]


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
