"""How they are reached."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from servicepoint.appointments.behalf import caller_of
from servicepoint.public import steps
from servicepoint.public.forms.contact import ContactForm
from servicepoint.public.journey import Journey


@steps.step("contact")
def contact(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Ask for e-mail, telephone or both, and the language of what we send."""
    language = journey.draft.answers.get("language") or get_language()  # of the letter, if there was one
    initial = asdict(journey.contact) if journey.contact else {"language": language}
    is_call = caller_of(request) is not None
    form = ContactForm(steps.posted(request), initial=initial, is_call=is_call)
    if request.method == "POST" and form.is_valid():
        return steps.finish(journey, {"contact": asdict(form.contact())})
    steps.typed_before(form, journey)
    return steps.show(request, "contact", journey, {"form": form})
