"""A letter of ours: where the document is, and the way from its code to an appointment."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.appointments import actions
from servicepoint.appointments import letters as letters_room
from servicepoint.appointments.behalf import caller_of
from servicepoint.appointments.errors import LetterLocked, LetterUnknown
from servicepoint.appointments.letters import AskedTooOften
from servicepoint.audit.actions import record_view
from servicepoint.documents.queries import InvitationView
from servicepoint.kit import clock
from servicepoint.limits.http import limited, too_many
from servicepoint.locations import queries as locations
from servicepoint.public import letters, steps, visitor
from servicepoint.public.forms.letter import ComingForm, LetterForm
from servicepoint.public.journey import LETTER, Journey, journey_of
from servicepoint.public.letter_link import code_carried, forget_code
from servicepoint.public.place import LOCATION
from servicepoint.public.whereabouts import where

LOCKED = 429
LETTERS_MAX = 6


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("booking.address")
def find(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code and a birth date; lead to what they open. The code of a short address is filled in."""
    if request.method != "POST":
        return _find_page(request, LetterForm(initial={"code": code_carried(request)}))
    form = LetterForm(request.POST)
    found = _opened(request, form)
    if isinstance(found, HttpResponse):
        return found
    now, secret = clock.now(), visitor.secret_of(request)
    answers: dict[str, Any] = {"basket": [], letters.LETTERS: [_proof(form)]}
    if found.language in dict(settings.LANGUAGES):
        answers["language"] = found.language
    draft = actions.start_draft(found.location_id, owner=secret, answers=answers, now=now)
    response = steps.see_other(journey_of(draft, LETTER, now).address(LETTER))
    if caller_of(request) is None:
        visitor.remember(response, secret)
    return forget_code(response)


@steps.step("letter")
def letter(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Say for each person of the letters where the document is; POST says who comes, and leads to a time."""
    people = letters.people_of(journey)
    if not people:  # the code was replaced since
        return steps.see_other(reverse("public:letter_find"))
    _record_call_view(request, {each.letter.id for each in people})
    booked = letters_room.booked_times(people, journey.now)
    free = [each for each in people if not each.reason and each.person.id not in booked]
    context: dict[str, Any] = {
        "places": [where(each, booked.get(each.person.id)) for each in people],
        "family_href": reverse("public:family", args=[journey.draft.id]),
        "back": reverse("public:letter_find"),
    }
    if not free:
        return steps.show(request, "letter", journey, context)
    form = ComingForm(
        steps.posted(request),
        people=free,
        catalogue=journey.catalogue,
        chosen=letters.coming(journey, free) or free,
    )
    if request.method == "POST" and form.is_valid():
        return steps.refitted(request, steps.keep(journey, letters.chosen(journey, form.chosen)))
    return steps.show(request, "letter", journey, {**context, "form": form})


@steps.step("family")
def family(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Ask for the letter of a family member at the same address, and let them come along."""
    form = LetterForm(steps.posted(request))
    if request.method != "POST":
        return _family_page(request, journey, form)
    found = _opened(request, form, journey)
    if isinstance(found, HttpResponse):
        return found
    refusal = _why_not_together(letters.shown(journey), found)
    if refusal:
        form.add_error(None, refusal)
        return _family_page(request, journey, form)
    kept = journey.draft.answers[letters.LETTERS]
    steps.keep(journey, {letters.LETTERS: [*kept, _proof(form)], "basket": []})
    return steps.see_other(journey.address(LETTER))


def _opened(
    request: HttpRequest, form: LetterForm, journey: Journey | None = None
) -> InvitationView | HttpResponse:
    """Return the letter that was shown, or the page that says why none was opened."""

    def page() -> HttpResponse:
        return _family_page(request, journey, form) if journey else _find_page(request, form)

    if not form.is_valid():
        return page()
    given = form.cleaned_data
    try:
        return letters_room.opened(
            given["code"], given["birth_date"], asker=letters.asker_of(request), now=clock.now()
        )
    except AskedTooOften as often:
        return too_many(request, often.decision)
    except LetterLocked:
        return render(request, "public/letter/locked.html", status=LOCKED)
    except LetterUnknown:
        form.add_error(None, _("We find no letter with this code and this date of birth"))
        return page()


def _why_not_together(shown: list[InvitationView], found: InvitationView) -> str:
    """Return why a letter cannot be added; only people of one address come together with their letters."""
    known = shown[0] if shown else None
    if known is None or found.location_id != known.location_id:
        return _("This letter is for another service point. Make a separate appointment with it, or call us")
    if found.household_digest is None or found.household_digest != known.household_digest:
        return _("This letter was sent to another address. Make a separate appointment with it, or call us")
    if len(shown) >= LETTERS_MAX:
        return _("You can use six letters at once. Make a second appointment for the others")
    return ""


def _proof(form: LetterForm) -> list[str]:
    return letters.proof(form.cleaned_data["code"], form.cleaned_data["birth_date"])


def _record_call_view(request: HttpRequest, letter_ids: set[int]) -> None:
    """Record that an employee saw a letter for a caller."""
    caller = caller_of(request)
    for letter_id in letter_ids if caller else ():
        assert caller
        subject = f"invitation:{letter_id}"
        record_view("staff.caller_letter", actor=caller.actor, subject=subject, now=clock.now())


def _find_page(request: HttpRequest, form: LetterForm) -> HttpResponse:
    status = steps.UNFINISHED if form.errors else 200
    place = locations.location_by_slug_lately(LOCATION)
    context = {"form": form, "by_v_number": bool(place.matched_services)}
    return render(request, "public/letter/find.html", context, status=status)


def _family_page(request: HttpRequest, journey: Journey, form: LetterForm) -> HttpResponse:
    return steps.show(request, "family", journey, {"form": form, "back": journey.address(LETTER)})
