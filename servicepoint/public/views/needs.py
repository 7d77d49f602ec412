"""What helps during the visit."""

from django.http import HttpRequest, HttpResponseBase

from servicepoint.public import steps
from servicepoint.public.forms.needs import NeedsForm
from servicepoint.public.journey import Journey


@steps.step("needs")
def needs(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Ask what helps; an empty answer is one too."""
    form = NeedsForm(steps.posted(request), needs=journey.needs)
    if request.method == "POST" and form.is_valid():
        return steps.finish(journey, {"needs": form.needs()})
    steps.typed_before(form, journey)
    return steps.show(request, "needs", journey, {"form": form})
