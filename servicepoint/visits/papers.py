"""The documents of the persons of a visit: which are theirs, and what may be done with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from servicepoint.documents import queries as documents
from servicepoint.documents import rules as document_rules
from servicepoint.documents.queries import COLLECT, Whereabouts
from servicepoint.locations.queries import location_of

from .person import Who

# With whom an assistant may note a new document that our records do not know: a lead, for one of these.
UNKNOWN_REASONS = frozenset({"not_in_records", "records_wrong"})
# Who may sign instead of the owner, when a lead decides so; kept with the findings about identity.
SIGNERS = frozenset({"signed_by_guardian", "signed_by_authorised"})
STICKER = "STICKER"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a person at the counter.

    `state` says what can be done: `ready` (fetch it from the safe), `fetched`, `handed_over` (in this visit),
    or `no`: then `why_not` is a code.
    """

    document: Whereabouts
    state: str
    why_not: str = ""

    @property
    def since(self) -> datetime:
        """Since when it is where it is."""
        return self.document.since


def keeps_documents(location_id: int) -> bool:
    """Say whether documents for this location lie in a safe whose contents we know."""
    place = location_of(location_id)
    return COLLECT in place.matched_services or COLLECT in place.letter_services


def reference_of(visit_id: int, position: int) -> str:
    """Return in which connection a document moves at the counter."""
    return f"visit:{visit_id}/{position}"


def papers_of(who: Who, *, reference: str, location_id: int, day: date) -> tuple[Paper, ...]:
    """Return the documents of a person, those that can be given first. Two queries, none without V-number."""
    return papers_of_all({reference: who}, location_id=location_id, day=day)[reference]


def papers_of_all(people: dict[str, Who], *, location_id: int, day: date) -> dict[str, tuple[Paper, ...]]:
    """Return the documents of several persons, by the reference of each. Two queries."""
    found = documents.of_v_numbers({who.v_number for who in people.values() if who.v_number})
    references = documents.references([each.id for each in found])
    papers = {}
    for reference, who in people.items():
        theirs = [each for each in found if _is_theirs(each, who)]
        made = [_paper(each, references.get(each.id, ""), reference, (location_id, day)) for each in theirs]
        papers[reference] = tuple(sorted(made, key=lambda each: each.state == "no"))
    return papers


def is_out_of_hand(papers: Iterable[Paper]) -> bool:
    """Say whether none of these documents can be given: then only a lead may note that one was."""
    return all(each.state == "no" for each in papers)


def _is_theirs(document: Whereabouts, who: Who) -> bool:
    """The birth date decides too; a guest who was not asked for it is compared by the assistant."""
    return document.v_number == who.v_number and who.birth_date in (None, document.birth_date)


def _paper(document: Whereabouts, held_for: str, reference: str, here: tuple[int, date]) -> Paper:
    place, (location_id, day) = document.facts.place, here
    if held_for == reference and place == "at_counter":
        return Paper(document, "fetched")
    if held_for == reference and place == "handed_over":
        return Paper(document, "handed_over")
    why_not = document_rules.why_not(document.facts, location_id=location_id, day=day)
    if not why_not and place == "out" and held_for:
        why_not = "document_laid_aside"  # for the IND
    if not why_not and place not in {"in_safe", "out"}:
        why_not = f"document_{place}"  # announced for today and not scanned in; at another counter
    return Paper(document, "no" if why_not else "ready", why_not)
