"""One letter: to whom it went, what became of it, and what can be done."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servicepoint.audit.actions import record_view
from servicepoint.collection import actions as collection
from servicepoint.collection.compose import known_of, note_of
from servicepoint.collection.topics import invitation_of
from servicepoint.documents import queries as documents
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.queries import InvitationView
from servicepoint.forms.page import PageForm
from servicepoint.kit import clock
from servicepoint.letters import actions, queries
from servicepoint.letters.errors import LetterNotSent, LetterUnknown
from servicepoint.letters.note import Kind
from servicepoint.letters.queries import LetterView
from servicepoint.letters.rendering import letter_pdf
from servicepoint.staff.entry import staff_actor, staff_page
from servicepoint.staff.letter_forms import AGAIN, RETURNED, AddressForm, AgainForm, ReturnedForm, StopForm
from servicepoint.staff.views.letters import FOLLOW, SEND, described

UNFINISHED, CONFLICT = 422, 409
REASONS = {**AGAIN, **RETURNED}
BACK_ID, STOP_ID = "back_%s", "stop_%s"  # three forms of the page ask for a reason
STOP_CODES = "documents.invite_invitation"


@staff_page(SEND)
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show a letter and all others about the same."""
    return _page(request, letter_id)


@staff_page(SEND, methods=("POST",))
def again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Print it again, with another code when it was lost or stolen."""
    form = AgainForm(request.POST)
    _view_of(letter_id)
    if not form.is_valid():
        return _page(request, letter_id, again=form)
    new = collection.print_again(
        letter_id, reason=form.cleaned_data["reason"], now=clock.now(), actor=staff_actor(request)
    )
    return _to(new)


@staff_page(STOP_CODES, methods=("POST",))
def stop(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Take the code back at once; a new letter is another act."""
    form = StopForm(request.POST, auto_id=STOP_ID)
    _view_of(letter_id)
    if not form.is_valid():
        return _page(request, letter_id, stop=form)
    reason = form.cleaned_data["reason"]
    collection.stop_code(letter_id, reason=reason, now=clock.now(), actor=staff_actor(request))
    return _to(letter_id)


@staff_page(SEND, methods=("POST",))
def returned(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Note that it came back."""
    form = ReturnedForm(request.POST, auto_id=BACK_ID)
    _view_of(letter_id)
    if not form.is_valid():
        return _page(request, letter_id, returned=form)
    try:
        actions.note_returned(
            letter_id, reason=form.cleaned_data["reason"], now=clock.now(), actor=staff_actor(request)
        )
    except LetterNotSent:
        form.add_error(None, _("This letter has not left us, so it cannot be back. Check the reference"))
        return _page(request, letter_id, status=CONFLICT, returned=form)
    return _to(letter_id)


@staff_page(SEND, methods=("POST",))
def address(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send it again to another address."""
    form = AddressForm(request.POST)
    _view_of(letter_id)
    if not form.is_valid():
        return _page(request, letter_id, address=form)
    new = collection.change_address(letter_id, form.address, now=clock.now(), actor=staff_actor(request))
    return _to(new)


@staff_page(FOLLOW)
def paper(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show the letter as it would be printed now."""
    found, view = _view_of(letter_id)
    _seen("staff.paper", found, request)
    known = known_of({view.id: view}, clock.now())
    kind = cast("Kind", found.kind)  # a constraint of the table
    note = note_of(view, kind, known, language=found.language, reference=found.reference)
    headers = {"Content-Disposition": f'inline; filename="{found.reference}.pdf"'}
    return HttpResponse(letter_pdf(note), content_type="application/pdf", headers=headers)


def _page(request: HttpRequest, letter_id: int, *, status: int = 200, **tried: PageForm) -> HttpResponse:
    found, view = _view_of(letter_id)
    _seen("staff.sent_letter", found, request)
    wrong = [form for form in tried.values() if form.errors]
    others = queries.letters_about([found.topic])
    context: dict[str, Any] = {
        **described(found),
        "form": wrong[0] if wrong else None,  # its errors are on top of the page
        "view": view,
        "others": [described(each) for each in others if each.id != found.id],
        "newer": [each for each in others if each.replaces_id == found.id],
        "returned_reason": REASONS.get(found.returned_reason, ""),
        "again_form": tried.get("again") or AgainForm(),
        "returned_form": tried.get("returned") or ReturnedForm(auto_id=BACK_ID),
        "address_form": tried.get("address") or AddressForm(initial=view.address.as_json()),
        "stop_form": tried.get("stop") or StopForm(auto_id=STOP_ID),
        "code_works": bool(documents.printed_codes([view.id])) and view.revoked_at is None,
        "can_return": found.state in ("handed_over", "printed", "posted"),
        "page_languages": (),
    }
    if wrong and status == 200:
        status = UNFINISHED
    return render(request, "staff/letter.html", context, status=status)


def _view_of(letter_id: int) -> tuple[LetterView, InvitationView]:
    try:
        found = queries.letter(letter_id)
        return found, documents.invitation(invitation_of(found.topic) or 0)
    except (LetterUnknown, InvitationUnknown) as unknown:
        raise Http404 from unknown


def _seen(page: str, found: LetterView, request: HttpRequest) -> None:
    record_view(page, actor=staff_actor(request), subject=found.topic, now=clock.now())


def _to(letter_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:letter", args=[letter_id]), status=303)
