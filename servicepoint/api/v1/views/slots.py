"""Free slots: the address that programs ask again and again.

`slots` answers it without the framework: the answer lies ready (`servicepoint.api.kept`). What it cannot read
it hands to the framework's view of the same address, which answers the same, or says what is wrong.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from servicepoint.api import kept
from servicepoint.api.ready import Answer, sent
from servicepoint.api.v1.counted import TooOften, count_look
from servicepoint.api.v1.problems import input_error
from servicepoint.api.v1.schemas.holds import Slots
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.tokens import Unknown
from servicepoint.api.v1.values import SLUG, Day, ServiceCodes, day_in, wrong
from servicepoint.api.v1.views.catalogue import location_named
from servicepoint.api.v1.wrong_input import WrongInput
from servicepoint.appointments.errors import UnknownService
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import Offer
from servicepoint.kit import clock

router = Router(by_alias=True)
SERVICES = r"^[A-Z]{1,8}(,[A-Z]{1,8}){0,5}$"
MAX_AGE_SECONDS = 1
QUERY_MAX = 200  # characters; what is longer says something else as well, or is wrong
READ_MAX = 2_048
CONTENT_TYPE = "application/json; charset=utf-8"
_SERVICES = re.compile(SERVICES)
_KEYS = ("services", "from", "until")


class Wish(NamedTuple):
    """For whom, and from which Dutch day until which, both included."""

    basket: tuple[str, ...]
    first_day: date | None
    last_day: date | None

    @property
    def is_rare(self) -> bool:
        """Say whether few ask for it: for some days only, or for several services at once."""
        return bool(self.first_day or self.last_day) or len(set(self.basket)) > 1


class Between(BaseModel):
    """From which Dutch day until which."""

    model_config = ConfigDict(validate_default=True)
    first_day: Day | None = Field(None, alias="from", description="The first day, included.")
    last_day: Day | None = Field(None, alias="until", description="The last day, included.")

    @field_validator("last_day")
    @classmethod
    def _is_not_before(cls, last_day: date | None, info: ValidationInfo) -> date | None:
        first_day = info.data.get("first_day")
        if first_day and last_day and last_day < first_day:
            raise wrong("until_before_from")
        return last_day


class Asked(Between):
    """For whom, and when."""

    services: ServiceCodes = Field(
        pattern=SERVICES,
        description="The code of one service for each person, in the order of the persons: one to six.",
        examples=["DOC,BIO"],
    )


@router.get(
    "/locations/{slug}/slots",
    response={200: Slots, 304: None, **problems(400, 404)},
    summary=gettext_noop("List the free slots for a party"),
    operation_id="listSlots",
    tags=["slots"],
    url_name="slots",
)
def list_slots(request: HttpRequest, slug: str, asked: Query[Asked]) -> HttpResponseBase:
    """Times that fit the whole party, earliest first, at most half a second old.

    Ask again with If-None-Match: while nothing changed the answer is 304 and costs neither side anything. A
    proxy may keep it for a second.
    """
    wish = Wish(tuple(asked.services.split(",")), asked.first_day, asked.last_day)
    try:
        return _answer(request, slug, wish)
    except UnknownService as unknown:
        raise WrongInput(input_error("query/services", "service_unknown")) from unknown


def slots(described: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return the view that answers what is asked rightly, and leaves the rest to the one described."""

    def answer(request: HttpRequest, slug: str) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        is_read = request.method == "GET" and len(query) <= QUERY_MAX
        wish = _read(query) if is_read else None
        if wish is not None and SLUG.fullmatch(slug):
            try:
                return _answer(request, slug, wish)
            except (UnknownService, Unknown, TooOften):
                pass
        return described(request, slug=slug)

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is read here
    return answer


def between(offered: Offer, first_day: date | None, last_day: date | None) -> list[Any]:
    """Return the slots on these Dutch days."""
    low = clock.day_bounds(first_day)[0] if first_day else None
    high = clock.day_bounds(last_day)[1] if last_day else None
    return [
        slot
        for slot in offered.slots
        if (low is None or slot.starts_at >= low) and (high is None or slot.starts_at < high)
    ]


def _answer(request: HttpRequest, slug: str, wish: Wish) -> HttpResponse:
    now = clock.now()
    decision = count_look(request, now=now)
    if not decision.allowed:
        raise TooOften(decision)
    name = ("v1 slots", slug, wish)
    answer = kept.still_good(name, now) or _listed(name, now)
    return sent(request, answer, content_type=CONTENT_TYPE, max_age=MAX_AGE_SECONDS)


def _listed(name: tuple[str, str, Wish], now: datetime) -> Answer:
    _, slug, wish = name

    def render(offered: Offer) -> bytes:
        found = ",".join(
            f'{{"startsAt":"{_written(slot.starts_at)}","endsAt":"{_written(slot.ends_at)}"}}'
            for slot in between(offered, wish.first_day, wish.last_day)
        )
        return f'{{"slots":[{found}]}}'.encode()

    ask = Ask(location_named(slug).id, wish.basket)
    return kept.kept(name, ask, now=now, render=render, is_rare=wish.is_rare)


@lru_cache(maxsize=READ_MAX)
def _read(query: str) -> Wish | None:
    """Return what a query asks for, when it is written as described and each key is there once."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=len(_KEYS))
    except ValueError:
        return None
    given = dict(pairs)
    if len(given) < len(pairs) or not given.keys() <= set(_KEYS):
        return None
    days = [day_in(given[key]) if key in given else None for key in _KEYS[1:]]
    if any(key in given and day is None for key, day in zip(_KEYS[1:], days, strict=True)):
        return None
    if not _SERVICES.fullmatch(given.get("services", "")) or (days[0] and days[1] and days[1] < days[0]):
        return None
    return Wish(tuple(given["services"].split(",")), *days)


@lru_cache(maxsize=32_768)
def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
