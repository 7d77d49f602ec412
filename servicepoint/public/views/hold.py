"""More time to finish."""

from django.http import HttpRequest, HttpResponseBase

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of
from servicepoint.appointments.errors import HoldExpired, HoldLimitReached, TryAgain
from servicepoint.public import steps
from servicepoint.public.journey import Journey


@steps.step("extend")
def extend(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Keep the time longer, with everything that stands in the form, and go back to where it was asked."""
    if request.method != "POST":
        return steps.go_on(journey)
    asked_at = next((each for each in journey.steps if each.label == request.POST.get("step")), None)
    if asked_at is not None:
        typed = steps.as_typed(request.POST, asked_at.label)
        journey = steps.keep(journey, {"typed": typed})
    try:
        actions.extend(journey.draft.hold_secret, now=journey.now, actor=actor_of(request))
    except (HoldExpired, HoldLimitReached, TryAgain):
        return steps.go_on(journey)
    return steps.see_other(journey.address(asked_at)) if asked_at else steps.go_on(journey)
