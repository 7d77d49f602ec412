"""Which letters there are, and how they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from servicepoint.letters.errors import BatchUnknown, LetterUnknown
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.rules import letter_id_of, reference_of

LISTED_MAX = 200


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter; `state` and `kind` as in the tables. Moments are None until they come."""

    id: int
    location_id: int
    topic: str
    kind: str
    dedupe_key: str
    language: str
    state: str
    batch_id: UUID | None
    first_page: int | None
    pages: int | None
    wanted_at: datetime
    settled_at: datetime | None
    returned_at: datetime | None
    returned_reason: str
    replaces_id: int | None
    replaces_reason: str

    @property
    def reference(self) -> str:
        """Return the number that stands on the paper."""
        return reference_of(self.id)


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch; `last_error` is a code, empty when all went well."""

    id: UUID
    location_id: int
    state: str
    form: str
    letters: int
    made_at: datetime
    handed_over_at: datetime | None
    confirmed_at: datetime | None
    posted_at: datetime | None
    due_at: datetime
    attempts: int
    last_error: str


def kind_in_words(kind: str) -> str:
    """Return what a kind of letter is called, in the reader's language."""
    return str(Letter.Kind(kind).label)


def state_in_words(state: str) -> str:
    """Return how a letter stands, in the reader's language."""
    return str(Letter.State(state).label)


def batch_state_in_words(state: str) -> str:
    """Return how a batch stands, in the reader's language."""
    return str(Batch.State(state).label)


def letter(letter_id: int) -> LetterView:
    """Return a letter. Raises LetterUnknown."""
    for view in _letters(Letter.objects.filter(id=letter_id)):
        return view
    raise LetterUnknown


def letter_by_reference(typed: str) -> LetterView:
    """Return the letter of a reference as scanned or typed. Raises LetterUnknown."""
    letter_id = letter_id_of(typed)
    if letter_id is None:
        raise LetterUnknown
    return letter(letter_id)


def letters_with(ids: Iterable[int]) -> list[LetterView]:
    """Return the letters that there are of these, oldest first."""
    return _letters(Letter.objects.filter(id__in=list(ids)).order_by("id"))


def letters_about(topics: Iterable[str]) -> list[LetterView]:
    """Return all letters about these topics, oldest first."""
    return _letters(Letter.objects.filter(topic__in=list(topics)).order_by("id"))


def topics_written(topics: Iterable[str]) -> set[str]:
    """Return about which of these topics there is a letter, in whatever state."""
    rows = Letter.objects.filter(topic__in=list(topics)).order_by()
    return set(rows.values_list("topic", flat=True).distinct())


def letters_in(
    location_id: int, *, states: Sequence[str] = (), batch_id: UUID | None = None
) -> list[LetterView]:
    """Return the newest letters of a location first; in all states when none is named."""
    rows = Letter.objects.filter(location_id=location_id)
    if states:
        rows = rows.filter(state__in=list(states))
    if batch_id is not None:
        rows = rows.filter(batch_id=batch_id)
    return _letters(rows.order_by("-wanted_at", "-id")[:LISTED_MAX])


def counts(location_id: int) -> dict[str, int]:
    """Return how many letters of a location are in each state; none, no entry."""
    rows = Letter.objects.filter(location_id=location_id).values_list("state").order_by("state")
    return dict(rows.annotate(count=Count("id")))


def batches(location_id: int) -> list[BatchView]:
    """Return the newest batches of a location first."""
    rows = Batch.objects.filter(location_id=location_id).order_by("-made_at", "-id")
    return [BatchView(**row) for row in rows.values(*BatchView.__slots__)[:LISTED_MAX]]


def batch(batch_id: UUID) -> BatchView:
    """Return a batch. Raises BatchUnknown."""
    for row in Batch.objects.filter(id=batch_id).values(*BatchView.__slots__):
        return BatchView(**row)
    raise BatchUnknown


def _letters(rows: QuerySet[Letter]) -> list[LetterView]:
    return [LetterView(**row) for row in rows.values(*LetterView.__slots__)]
