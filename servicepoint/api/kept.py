"""Answers that many programs ask for again and again, kept ready in each web worker.

A free time list is worked out once and sent as bytes until something changes. Whether it did is asked of the
database at most twice a second for each location (one query), however many programs ask; so what a worker
says is at most half a second old. The catalogue and the facts of the location are compared too, as they were
at most CATALOGUE_SECONDS ago. Kept are a bounded number of answers with a bounded number of bytes.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.http import HttpRequest, HttpResponse

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
GZIP_BYTES_MIN = 1_000
GZIP_LEVEL = 5

Render = Callable[[Offer], bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """A body as it is sent, plain and compressed, with the tag that stands for both."""

    body: bytes
    gzipped: bytes
    etag: str

    @property
    def size(self) -> int:
        """The bytes that it keeps."""
        return len(self.body) + len(self.gzipped)


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that an answer about a location follows from, beside the time of day."""

    state: State
    catalogue: Catalogue
    location: Location


@dataclass(frozen=True, slots=True)
class _Entry:
    answer: Answer
    basis: object
    good_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    basis: Basis
    until: datetime
    since: datetime


_entries: OrderedDict[Hashable, _Entry] = OrderedDict()
_seen: dict[int, _Seen] = {}
_lock = Lock()


def answer_of(body: bytes) -> Answer:
    """Return a body ready to be sent; the same body always has the same tag."""
    gzipped = gzip.compress(body, GZIP_LEVEL, mtime=0) if len(body) >= GZIP_BYTES_MIN else b""
    return Answer(body, gzipped, f'W/"{hashlib.sha256(body).hexdigest()[:24]}"')


def kept(name: Hashable, ask: Ask, *, now: datetime, render: Render) -> Answer:
    """Return the answer called `name` about the free slots of `ask`, at most FRESH_SECONDS old.

    `name` says everything that `render` depends on beside the slots, the catalogue and the location. Raises
    UnknownService, PartySizeWrong.
    """
    basis = _basis_lately(ask.location_id, now)
    answer = still_good(name, now)
    if answer is not None:
        return answer
    offer = queries.offer(ask, now=now)
    return _keep(name, render(offer), basis, offer.good_until)


def still_good(name: Hashable, now: datetime) -> Answer | None:
    """Return what `kept` would, when that is known without a look at anything else: the shortest way."""
    entry = _entries.get(name)
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
    entry = _entries.get(name)
    if entry is not None and entry.basis == basis:
        return entry.answer
    return _keep(name, render(), basis)


def sent(request: HttpRequest, answer: Answer, *, content_type: str, max_age: int) -> HttpResponse:
    """Return the answer, compressed where the program can read that; 304 when it has it already.

    A proxy may keep it for `max_age` seconds.
    """
    if answer.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304, content_type=content_type)
        del response["Content-Type"]
    elif answer.gzipped and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(answer.gzipped, content_type=content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(answer.body, content_type=content_type)
    response["ETag"] = answer.etag
    response["Cache-Control"] = f"public, max-age={max_age}"
    response["Vary"] = "Accept-Encoding"
    return response


def forget_all() -> None:
    """Empty this process's memory; the next question asks the database again."""
    with _lock:
        _entries.clear()
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


def _keep(name: Hashable, body: bytes, basis: object, good_until: datetime | None = None) -> Answer:
    """Remember a body under its name, as the newest; the same body as before is not compressed again."""
    known = _entries.get(name)
    answer = known.answer if known and known.answer.body == body else answer_of(body)
    with _lock:
        _entries.pop(name, None)
        _entries[name] = _Entry(answer, basis, good_until)
        size = sum(each.answer.size for each in _entries.values())
        while len(_entries) > ANSWERS_MAX or (size > BYTES_MAX and len(_entries) > 1):
            _, dropped = _entries.popitem(last=False)
            size -= dropped.answer.size
    return answer
