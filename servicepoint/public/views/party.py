"""The first questions of a booking: for what, how many, and what each person comes for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import caller_of
from servicepoint.kit import clock
from servicepoint.limits.http import limited
from servicepoint.locations import queries as locations
from servicepoint.public import deep_link, steps, visitor
from servicepoint.public.deep_link import DeepLink
from servicepoint.public.forms.party import EachServiceForm, PersonsForm, ServiceForm
from servicepoint.public.journey import SERVICES, TIMES, Journey, journey_of, renumbered
from servicepoint.public.place import LOCATION
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Service
from servicepoint.services.errors import LengthUnknown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("booking.address")
def book(request: HttpRequest) -> HttpResponseBase:
    """Ask for the service, then for the number of people; with both, start a draft.

    An address of the feed brings a service and a time along: looking at it keeps nothing, sending does.
    """
    wanted = request.POST.get("service") or request.GET.get("service", "")
    service = next((each for each in _offered() if each.code == wanted), None)
    if service is None:
        return _ask_service(request)
    link = deep_link.link_in(request.POST if request.method == "POST" else request.GET)
    if link is None:
        return _ask_persons(request, service)
    return _followed(request, service, link)


@limited("slots.address", methods=frozenset({"GET"}))
def _followed(request: HttpRequest, service: Service, link: DeepLink) -> HttpResponseBase:
    """Ask how many come at the time of a link, or say that it is gone."""
    number = deep_link.persons_in(request.POST or request.GET)
    link = deep_link.checked(link, service.code, number, now=clock.now()) if not request.POST else link
    return _ask_persons(request, service, link, initial={"persons": str(number)})


def _ask_persons(
    request: HttpRequest,
    service: Service,
    link: DeepLink | None = None,
    initial: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    minutes_for = _minutes_for([service.code])
    form = PersonsForm(steps.posted(request), minutes_for=minutes_for, initial=initial)
    if request.method == "POST" and form.is_valid():
        basket = [service.code] * form.number
        return _start_at(request, basket, link) if link and link.value else _start(request, basket, link)
    status = steps.UNFINISHED if form.errors else 200
    context = {"form": form, "service": service, "link": link, "back": reverse("public:book")}
    return render(request, "public/booking/persons.html", context, status=status)


@steps.step("persons")
def persons(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Change how many come; whoever is added comes for the same as the last."""
    if not journey.is_bookable:
        return steps.go_on(journey)
    initial = {"persons": str(journey.size)}
    form = PersonsForm(steps.posted(request), minutes_for=_minutes_for(journey.basket), initial=initial)
    if request.method == "POST" and form.is_valid():
        basket = [*journey.basket, *[journey.basket[-1]] * form.number][: form.number]
        journey = steps.keep(journey, {"basket": basket})
        if form.number > 1:
            return steps.see_other(journey.address(SERVICES))
        return steps.refitted(request, journey)
    return steps.show(request, "persons", journey, {"form": form, "back": reverse("public:book")})


@steps.step("services")
def each_service(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Ask what each person comes for; whoever does not come is taken out with what was typed about them."""
    names = [journey.title_of(number) for number in range(1, journey.size + 1)]
    form = EachServiceForm(steps.posted(request), services=_offered(), basket=journey.basket, names=names)
    if request.method == "POST" and form.is_valid():
        kept = [number for number, _service in form.chosen]
        changes = {"basket": [code for _number, code in form.chosen], **renumbered(journey, kept)}
        return steps.refitted(request, steps.keep(journey, changes))
    return steps.show(request, "services", journey, {"form": form})


def _ask_service(request: HttpRequest) -> HttpResponse:
    is_asked = "asked" in request.GET or request.method == "POST"
    form = ServiceForm(request.GET if is_asked else None, services=_offered())
    status = steps.UNFINISHED if form.errors else 200
    return render(request, "public/booking/service.html", {"form": form}, status=status)


@limited("hold.address")
def _start_at(request: HttpRequest, basket: Sequence[str], link: DeepLink) -> HttpResponseBase:
    """Start a draft with the time of a link, and keep that time at once if it fits the party."""
    return _start(request, basket, link)


def _start(request: HttpRequest, basket: Sequence[str], link: DeepLink | None = None) -> HttpResponseBase:
    now, secret = clock.now(), visitor.secret_of(request)
    place = link.place if link else locations.location(LOCATION)
    answers: dict[str, Any] = {"basket": list(basket)}
    if link and link.value:
        answers |= {"slot": link.value, "wish": link.value}
    draft = actions.start_draft(place.id, owner=secret, answers=answers, now=now)
    first = SERVICES if len(basket) > 1 else TIMES
    journey = journey_of(draft, first, now)
    response = steps.see_other(journey.address(first))
    if journey.is_wish:
        kept = steps.refitted(request, journey)
        response = (
            response if first == SERVICES else kept
        )  # what each comes for is asked; then it is tried again
    if caller_of(request) is None:
        visitor.remember(response, secret)
    return response


def _offered() -> list[Service]:
    return [each for each in services.catalogue().services.values() if each.active]


def _minutes_for(basket: Sequence[str]) -> Callable[[int], int]:
    """Return how long a visit takes by number of people; who is added comes for the same as the last."""
    catalogue, today = services.catalogue(), clock.dutch_day(clock.now())

    def minutes(number: int) -> int:
        party = [*basket, *[basket[-1]] * number][:number]
        try:
            return service_rules.minutes_needed(catalogue, party, today)
        except LengthUnknown:  # from a later day on; the free times then tell how long it takes
            return 0

    return minutes
