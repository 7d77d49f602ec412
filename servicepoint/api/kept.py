"""Answers that many programs ask for again and again, kept ready in each web worker.

A free time list is worked out once and sent as bytes until something changes. Whether it did is asked of the
database at most twice a second for each location (one query), however many programs ask; so what a worker
says is at most half a second old. The catalogue and the facts of the location are compared too, as they were
at most CATALOGUE_SECONDS ago.

Kept are a bounded number of answers with a bounded number of bytes. What only a few ask for (a range of days,
several services at once: anybody can think up thousands) has a shelf of its own, and pushes nothing that many
ask for from the other.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from servicepoint.api.ready import Answer, answer_of
from servicepoint.appointments import queries
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import Offer, State
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.services import queries as services
from servicepoint.services.catalogue import Catalogue

FRESH_SECONDS = 0.5
ANSWERS_MAX = 400
BYTES_MAX = 64 * 1024 * 1024
RARE_ANSWERS_MAX = 100
RARE_BYTES_MAX = 16 * 1024 * 1024

Render = Callable[[Offer], bytes]


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that an answer about a location follows from, beside the time of day."""

    state: State
    catalogue: Catalogue
    location: Location


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, what it follows from, and until when it stays right by itself."""

    answer: Answer
    basis: object
    good_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    basis: Basis
    until: datetime
    since: datetime


class Shelf:
    """Answers by name, the one written last at the end; too many or too large, and the first ones go."""

    def __init__(self, answers_max: int, bytes_max: int) -> None:
        self.entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._answers_max, self._bytes_max = answers_max, bytes_max
        self._lock = Lock()

    def put(self, name: Hashable, entry: Entry) -> None:
        """Keep an answer, in the place of the one of that name."""
        with self._lock:
            self.entries.pop(name, None)
            self.entries[name] = entry
            size = sum(each.answer.size for each in self.entries.values())
            while len(self.entries) > self._answers_max or (size > self._bytes_max and len(self.entries) > 1):
                _, dropped = self.entries.popitem(last=False)
                size -= dropped.answer.size

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self.entries.clear()


_common = Shelf(ANSWERS_MAX, BYTES_MAX)
_rare = Shelf(RARE_ANSWERS_MAX, RARE_BYTES_MAX)
_seen: dict[int, _Seen] = {}


def kept(name: Hashable, ask: Ask, *, now: datetime, render: Render, is_rare: bool = False) -> Answer:
    """Return the answer called `name` about the free slots of `ask`, at most FRESH_SECONDS old.

    `name` says everything that `render` depends on beside the slots, the catalogue and the location;
    `is_rare` that there are so many names of its kind that not all of them can be kept. Raises
    UnknownService, PartySizeWrong.
    """
    basis = _basis_lately(ask.location_id, now)
    answer = still_good(name, now)
    if answer is not None:
        return answer
    offer = queries.offer(ask, now=now)
    shelf = _rare if is_rare else _common
    return _keep(shelf, name, render(offer), basis, good_until=offer.good_until)


def still_good(name: Hashable, now: datetime) -> Answer | None:
    """Return what `kept` would, when that is known without a look at anything else: the shortest way."""
    entry = _common.entries.get(name) or _rare.entries.get(name)
    if entry is None or entry.good_until is None or not isinstance(entry.basis, Basis):
        return None
    seen = _seen.get(entry.basis.location.id)
    is_good = (
        seen is not None
        and seen.basis is entry.basis
        and seen.since <= now < seen.until
        and now < entry.good_until
    )
    return entry.answer if is_good else None


def kept_while(name: Hashable, basis: object, *, render: Callable[[], bytes]) -> Answer:
    """Return the answer called `name`, worked out again when the values it follows from are other ones."""
    entry = _common.entries.get(name)
    if entry is not None and entry.basis == basis:
        return entry.answer
    return _keep(_common, name, render(), basis)


def forget_all() -> None:
    """Empty this process's memory; the next question asks the database again."""
    _common.clear()
    _rare.clear()
    _seen.clear()


def _basis_lately(location_id: int, now: datetime) -> Basis:
    """Return the basis of a location; the same object for as long as nothing changed."""
    seen = _seen.get(location_id)
    if seen is not None and seen.since <= now < seen.until:
        return seen.basis
    state = queries.state_of(location_id, now=now)
    basis = Basis(state, services.catalogue(), locations.location_lately(location_id))
    if seen is not None and seen.basis == basis:
        basis = seen.basis
    _seen[location_id] = _Seen(basis, now + timedelta(seconds=FRESH_SECONDS), now)
    return basis


def _keep(
    shelf: Shelf, name: Hashable, body: bytes, basis: object, *, good_until: datetime | None = None
) -> Answer:
    """Remember a body under its name; the same body as before is not compressed again."""
    known = shelf.entries.get(name)
    answer = known.answer if known and known.answer.body == body else answer_of(body)
    shelf.put(name, Entry(answer, basis, good_until))
    return answer
