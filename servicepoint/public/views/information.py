"""The pages that only inform: start, telephone, accessibility, privacy, and the small files beside them."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS as WEEKDAYS_FROM_ZERO
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from servicepoint.services import queries as services
from servicepoint.services import rules

View = Callable[..., HttpResponse]
PAGE_SECONDS = 300
WEEKDAYS = {number + 1: name for number, name in WEEKDAYS_FROM_ZERO.items()}  # ISO: Monday is 1
NATO = "NAT"
TELEPHONE_SECONDS = 30  # the page says whether the line is open now
REVIEWED_ON = date(2026, 11, 23)  # when the accessibility statement was last checked against the pages


def informs(seconds: int = PAGE_SECONDS) -> Callable[[View], View]:
    """Make a view safe to keep for everyone: same bytes for all readers of one address."""

    def decorate(view: View) -> View:
        return require_safe(conditional_page(cache_control(public=True, max_age=seconds)(view)))

    return decorate


@informs()
def start(request: HttpRequest) -> HttpResponse:
    """Say what the service is for, what it takes, and where to begin."""
    today = clock.dutch_day(clock.now())
    location = locations.location(LOCATION)
    offered = [service for service in services.catalogue().services.values() if service.active]
    return render(
        request,
        "public/start.html",
        {
            "location": location,
            "weekdays": [WEEKDAYS[day] for day in locations.weekdays(location.id, today)],
            "prices": [(service, rules.fee_on(service, today)) for service in offered],
            "offered": [(service, _questions_about(service.code)) for service in offered],
            "nato_href": _questions_about(NATO),
        },
    )


def _questions_about(service: str) -> str:
    """Return where the questions about a service begin: who need not come learns it before any form."""
    answer = rules.first_answer_to(services.triage_graph(), service)
    return reverse("public:check", args=[answer]) if answer else f"{reverse('public:book')}?service={service}"


@informs(TELEPHONE_SECONDS)
def telephone(request: HttpRequest) -> HttpResponse:
    """Say whether the line is open now, and when it opens."""
    now = clock.now()
    return render(
        request,
        "public/telephone.html",
        {"telephone": locations.telephone_state(now), "location": locations.location(LOCATION)},
    )


@informs()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "public/accessibility.html", {"reviewed_on": REVIEWED_ON})


@informs()
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why and for how long, with the very settings that the sweeper uses."""
    return render(
        request,
        "public/privacy.html",
        {
            "keep_days": settings.KEEP_DAYS,
            "draft_hours": settings.DRAFT_HOURS,
            "hold_minutes": settings.HOLD_MINUTES,
            "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        },
    )
