"""Free slots, which programs ask for again and again, and holding one."""

from datetime import datetime
from functools import lru_cache, partial

from django.http import HttpRequest, HttpResponse, QueryDict

from servicepoint.api import kept
from servicepoint.api.planner import envelope
from servicepoint.api.planner.answering import LOOK, PLANNER, SEND, allow, answers
from servicepoint.api.planner.desks import DeskSlot, Unknown, desk_of, product_of, slot_of
from servicepoint.api.planner.reading import body_of, check_agrees, check_is_free, persons_in
from servicepoint.api.planner.wording import in_words, slots_in_words, when
from servicepoint.api.ready import Answer, sent
from servicepoint.appointments import actions
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import Offer
from servicepoint.kit import clock
from servicepoint.limits.http import address_of, look_from, spend_named
from servicepoint.locations.queries import Location

MAX_AGE_SECONDS = 1
QUERY_KEPT_MAX = 200  # characters; programs send less
QUERIES_KEPT_MAX = 2_048


@answers(*LOOK)
def slots(request: HttpRequest, desk: str) -> HttpResponse:
    """List the free slots for a party, by date and time; no statement while nothing changes."""
    now = clock.now()
    allow(look_from(request, now=now))
    query = request.META.get("QUERY_STRING", "")
    product, persons = _read(query) if len(query) <= QUERY_KEPT_MAX else _asked_in(query)
    name = ("planner", desk.upper(), product, persons)
    answer = kept.still_good(name, now) or _listed(name, desk, now)
    return sent(request, answer, content_type=envelope.CONTENT_TYPE, max_age=MAX_AGE_SECONDS)


def _asked_in(query: str) -> tuple[str, int]:
    """Return the product, as it was written but in capitals, and the number of persons. Raises Malformed."""
    given = QueryDict(query)
    return given.get("productKey", "").strip().upper(), persons_in(given.get("persons"))


_read = lru_cache(maxsize=QUERIES_KEPT_MAX)(_asked_in)


def _listed(name: tuple[str, str, str, int], desk: str, now: datetime) -> Answer:
    _, _, product, persons = name
    location, service = desk_of(desk), product_of(product)
    return kept.kept(
        name,
        Ask(location.id, (service.code,) * persons),
        now=now,
        render=partial(_rendered, location=location, product=service.code, persons=persons),
    )


def _rendered(offer: Offer, *, location: Location, product: str, persons: int) -> bytes:
    return envelope.wrapped(slots_in_words(offer.slots, location, product, persons))


@answers(*SEND)
def hold(request: HttpRequest, desk: str, key: str, product: str = "") -> HttpResponse:
    """Hold a slot, for whoever names its key next; the newer address names the product too."""
    found = slot_of(desk, key.lower())
    if product and product.upper() != found.service.code:
        raise Unknown
    _check_body(request, found)
    now = clock.now()
    allow(spend_named("hold.address", address_of(request), now=now))
    actions.hold_slot(found.named, now=now, actor=PLANNER)
    return envelope.said(in_words(found.named.slot_key, found.slot, found.location))


def _check_body(request: HttpRequest, found: DeskSlot) -> None:
    """Refuse a body that speaks of another slot; the key in the address says it all, so none is needed."""
    if not request.body:
        return
    sent = body_of(request)
    check_agrees(sent, {"key": found.named.slot_key, **when(found.slot)}, needed=False)
    check_is_free(sent)
