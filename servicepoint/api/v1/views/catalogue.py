"""Where, what, and whether somebody needs an appointment at all."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.params.functions import Query

from servicepoint.api.v1 import told
from servicepoint.api.v1.counted import look
from servicepoint.api.v1.problems import input_error
from servicepoint.api.v1.schemas.catalogue import Location, Locations, Service, Services, Triage
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.tokens import Unknown
from servicepoint.api.v1.values import SLUG
from servicepoint.api.v1.wrong_input import WrongInput
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown
from servicepoint.services import queries as services
from servicepoint.services import rules
from servicepoint.services.errors import AnswerUnknown

router = Router(by_alias=True)
ANSWERS: Any = Query(
    "",
    pattern=r"^$|^[a-z0-9-]{1,60}(,[a-z0-9-]{1,60}){0,19}$",
    description="The slugs of the answers so far, separated by commas.",
)


@router.get(
    "/locations",
    response={200: Locations, **problems()},
    summary=gettext_noop("List the service points"),
    operation_id="listLocations",
    tags=["catalogue"],
)
def list_locations(request: HttpRequest) -> Locations:
    """All of them, with address, route and access."""
    look(request)
    return Locations(locations=[told.location(each) for each in locations.locations_lately()])


@router.get(
    "/locations/{slug}",
    response={200: Location, **problems(404)},
    summary=gettext_noop("Read one service point"),
    operation_id="readLocation",
    tags=["catalogue"],
)
def read_location(request: HttpRequest, slug: str) -> Location:
    """The slug is the one in the list."""
    look(request)
    return told.location(location_named(slug))


@router.get(
    "/services",
    response={200: Services, **problems()},
    summary=gettext_noop("List the services that can be booked"),
    operation_id="listServices",
    tags=["catalogue"],
)
def list_services(request: HttpRequest) -> Services:
    """Who may book, situations, what to bring, lengths and fees: all that is needed to fill in a person."""
    look(request)
    known = services.catalogue().services.values()
    return Services(services=[told.service(each) for each in known if each.active])


@router.get(
    "/services/{code}",
    response={200: Service, **problems(404)},
    summary=gettext_noop("Read one service"),
    operation_id="readService",
    tags=["catalogue"],
)
def read_service(request: HttpRequest, code: str) -> Service:
    """The code is the one in the list."""
    look(request)
    known = services.catalogue().services.get(code)
    if known is None or not known.active:
        raise Unknown
    return told.service(known)


@router.get(
    "/triage",
    response={200: Triage, **problems(400)},
    summary=gettext_noop("Find out whether an appointment is needed, and for what"),
    operation_id="readTriage",
    tags=["catalogue"],
)
def read_triage(
    request: HttpRequest,
    answers: str = ANSWERS,
) -> Triage:
    """Without answers the first question. Each answer leads to another question or to an outcome."""
    look(request)
    slugs = answers.split(",") if answers else []
    try:
        return told.triage(slugs, rules.walk(services.triage_graph(), slugs))
    except AnswerUnknown as unknown:
        raise WrongInput(input_error("query/answers", "unknown_answer")) from unknown


def location_named(slug: str) -> locations.Location:
    """Return the location that an address names. Raises Unknown."""
    if not SLUG.fullmatch(slug):
        raise Unknown
    try:
        return locations.location_by_slug_lately(slug)
    except LocationUnknown as unknown:
        raise Unknown from unknown
