"""Letters of a location: how many are where, finding one, and the batches at the print service."""

from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from servicepoint.collection.topics import topic_of
from servicepoint.documents import queries as documents
from servicepoint.documents.queries.letters import invitations_with
from servicepoint.kit import clock
from servicepoint.letters import actions, queries
from servicepoint.letters.errors import BatchNotFailed, BatchUnknown
from servicepoint.letters.printers import configured_printer
from servicepoint.letters.queries import BatchView, LetterView
from servicepoint.limits.http import spend_named, too_many
from servicepoint.locations import queries as locations
from servicepoint.staff.day.seat import place_of
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.letter_forms import FindLetterForm

SEND, FOLLOW = "letters.send_letter", "letters.follow_batch"
TO_LOOK_AT = ("returned", "failed")  # somebody has to do something
STATES = ("waiting", "in_batch", "handed_over", "printed", "posted", "returned", "failed", "withdrawn")
UNFINISHED = 422


@staff_page(SEND, methods=("GET", "HEAD", "POST"))
def letters(request: HttpRequest) -> HttpResponseBase:
    """Count the letters by state and list those that came back; a POST looks for one. Nobody is named."""
    if request.method != "POST":
        return _page(request, FindLetterForm())
    form = FindLetterForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    decision = spend_named("staff.search", request.user.get_username(), now=clock.now())
    if not decision.allowed:
        return too_many(request, decision)
    found = _found(**form.cleaned_data)
    if len(found) == 1:
        return redirect("staff:letter", found[0].id)
    if not found:
        form.add_error("number", _("No letter with this number. Check it and try again"))
    return _page(request, form, found)


@staff_page(FOLLOW)
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches of a location, the newest first."""
    place = place_of(request)
    context = {
        "place": place,
        "places": locations.locations(),
        "has_printer": configured_printer() is not None,
        "batches": [(each, _batch_words(each)) for each in queries.batches(place.id)],
        "page_languages": (),
    }
    return render(request, "staff/letter_batches.html", context)


@staff_page(FOLLOW, methods=("POST",))
def batch_again(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Try a batch that failed once more; one that did not fail is left alone."""
    try:
        actions.hand_over_again(batch_id, now=clock.now(), actor=staff_actor(request))
    except BatchUnknown as unknown:
        raise Http404 from unknown
    except BatchNotFailed:
        pass
    return HttpResponseRedirect(reverse("staff:letter_batches"), status=303)


def described(letter: LetterView) -> dict[str, object]:
    """Return a letter as the pages show it, without a name."""
    return {
        "letter": letter,
        "language": _language_in_words(letter.language),
        "kind": queries.kind_in_words(letter.kind),
        "state": queries.state_in_words(letter.state),
        "to_look_at": letter.state in TO_LOOK_AT,
    }


def _language_in_words(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(get_language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def _found(letter_id: int | None, document: str | None, v_number: str | None) -> list[LetterView]:
    """Return the letters of a number, the newest first."""
    if letter_id is not None:
        return queries.letters_with([letter_id])
    if document is not None:
        paper = documents.by_number(document)
        v_number = paper.v_number if paper else None
    topics = {topic_of(view.id) for view in invitations_with(v_number)} if v_number else set()
    return list(reversed(queries.letters_about(topics)))


def _page(request: HttpRequest, form: FindLetterForm, found: list[LetterView] | None = None) -> HttpResponse:
    place = place_of(request)
    counts = queries.counts(place.id)
    context = {
        "form": form,
        "found": [described(each) for each in found or []],
        "place": place,
        "places": locations.locations(),
        "counts": [(queries.state_in_words(state), counts.get(state, 0)) for state in STATES],
        "has_printer": configured_printer() is not None,
        "to_look_at": [described(each) for each in queries.letters_in(place.id, states=TO_LOOK_AT)],
        "page_languages": (),
    }
    return render(request, "staff/letters.html", context, status=UNFINISHED if form.errors else 200)


def _batch_words(batch: BatchView) -> dict[str, str]:
    if batch.posted_at and batch.state == "confirmed":
        return {"state": queries.state_in_words("posted"), "trouble": ""}
    return {"state": queries.batch_state_in_words(batch.state), "trouble": _trouble(batch)}


def _trouble(batch: BatchView) -> str:
    """Say what is wrong and what helps; the code stays, for who looks into the log."""
    code = batch.last_error
    if not code:
        return ""
    known = {
        "folder_unwritable": _("The folder of the print service cannot be written. Ask the administrator"),
        "unreachable": _("The print service cannot be reached"),
        "timeout": _("The print service does not answer in time"),
        "not_printed": _("The print service could not print it. Hand it over again: a new batch is made"),
        "other_manifest": _("The print service has another batch under this name. Call the print service"),
        "letters_broken": _("No letter of it can be made. Look at the letters that failed"),
    }
    what = known.get(code) or _("Something went wrong at the print service")
    then = (
        _("We try again by ourselves")
        if batch.state == "making"
        else _("Hand it over again when it is mended")
    )
    return f"{what} ({code}). {then}."
