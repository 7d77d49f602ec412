"""What every step of a booking shares: whose draft it is, whether its turn has come, what the page shows."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.errors import Refused
from servicepoint.forms.page import PageForm
from servicepoint.kit import clock
from servicepoint.limits.http import limited
from servicepoint.public import visitor
from servicepoint.public.journey import TIMES, Journey, Step, journey_of

StepView = Callable[[HttpRequest, Journey], HttpResponseBase]
DraftView = Callable[..., HttpResponseBase]
ANY_TIME = ("persons", "services", "extend", "letter", "family")
NOT_BY_LETTER = ("persons", "services")  # a letter says for what they come; who comes is asked on its page
NO_SUCH_PAGE = ("letter", "family")  # in a booking that began without a letter
UNFINISHED = 422  # the address is right, an answer is missing or wrong
FOUND_ELSEWHERE = 303
TYPED_LENGTH_MAX = 8_000


def step(name: str) -> Callable[[StepView], DraftView]:
    """Make a view a step of a booking: it gets the journey, and is shown only when its turn has come.

    A draft that is unknown, too old or someone else's is answered with the same page and status 404; one that
    was booked leads to its confirmation. Whatever is posted is taken, in any order.
    """

    def decorate(view: StepView) -> DraftView:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @limited("booking.address")
        @wraps(view)
        def guarded(request: HttpRequest, /, draft: uuid.UUID, number: int = 0) -> HttpResponseBase:
            now = clock.now()
            typed = visitor.draft_of(request, draft, now)
            if typed is None:
                return lost(request)
            if typed.appointment_id is not None:
                return see_other(reverse("public:booked", args=[draft]))
            journey = journey_of(typed, Step(name, number), now)
            if name in (NOT_BY_LETTER if journey.is_by_letter else NO_SUCH_PAGE):
                return see_other(journey.address(journey.who))
            return view(request, journey) if _is_its_turn(request, journey) else go_on(journey)

        return guarded

    return decorate


def _is_its_turn(request: HttpRequest, journey: Journey) -> bool:
    if journey.here.name in ANY_TIME:
        return True
    return journey.is_its_turn or (request.method == "POST" and journey.here in journey.steps)


def lost(request: HttpRequest) -> HttpResponse:
    """Say that there is no such draft for this browser, and where to begin again."""
    return render(request, "public/booking/lost.html", status=404)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, or None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def see_other(address: str) -> HttpResponse:
    """Answer a POST with the page to look at next."""
    response = redirect(address)
    response.status_code = FOUND_ELSEWHERE
    return response


def go_on(journey: Journey) -> HttpResponse:
    """Lead to the first step that is not done."""
    return see_other(journey.address(journey.next_step))


def keep(journey: Journey, changes: dict[str, Any]) -> Journey:
    """Write answers down and return the journey with them."""
    draft = actions.answer(journey.draft.id, changes, now=journey.now)
    return journey_of(draft, journey.here, journey.now)


def refitted(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Keep the same time for the changed party where it fits, and go on."""
    start = journey.lost_start
    if start is not None and journey.is_bookable:
        try:
            actions.hold(
                journey.ask,
                starts_at=start,
                secret=journey.draft.hold_secret,
                now=journey.now,
                actor=actor_of(request),
            )
        except Refused:
            return see_other(journey.address(TIMES))
        if journey.is_wish:
            journey = keep(journey, {"wish": None})
    return go_on(journey_of(journey.draft, journey.here, journey.now))


def finish(journey: Journey, changes: dict[str, Any]) -> HttpResponse:
    """Write the answers of a step down and lead to what is still open."""
    return go_on(keep(journey, {**changes, "typed": None}))


def show(
    request: HttpRequest, template: str, journey: Journey, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page of a step, with its way back and the time that is kept."""
    form = context.get("form")
    shared = {
        "journey": journey,
        "step": journey.here,
        "back": journey.address(journey.before),
        "hold": journey.hold,
        "hold_seconds": (journey.hold.expires_at - journey.now).seconds if journey.hold else 0,
        "hold_minutes": settings.HOLD_MINUTES,
    }
    wrong = bool(form is not None and form.is_bound and form.errors)
    status = UNFINISHED if wrong and status == 200 else status
    return render(request, f"public/booking/{template}.html", {**shared, **context}, status=status)


def typed_before(form: PageForm, journey: Journey) -> PageForm:
    """Fill a form with what stood in it, checked or not, when its reader asked for more time."""
    typed = journey.draft.answers.get("typed") or {}
    if typed and typed["step"] == journey.here.label:
        data = QueryDict(typed["data"])
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(data, {}, name)
    return form


def as_typed(posted: QueryDict, label: str) -> dict[str, str] | None:
    """Return what to keep of a form that is not sent yet; None when it is more than people type."""
    data = posted.copy()
    for name in ("csrfmiddlewaretoken", "step"):
        data.pop(name, None)
    text = data.urlencode()
    return {"step": label, "data": text} if len(text) <= TYPED_LENGTH_MAX else None
