"""The document at the counter: from the safe, signed for, handed over; and what only a lead may note."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servicepoint.documents import signature as signatures
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.limits.http import too_many
from servicepoint.staff.day.refusals import REFUSALS, sentence
from servicepoint.staff.day.seat import Seat, saw_all, seat_of, subject_of
from servicepoint.staff.day.words import GIVEN, STEPS, found, in_language
from servicepoint.staff.entry import staff_page
from servicepoint.staff.safe_words import KINDS, SIGNERS, UNKNOWN_REASONS, word
from servicepoint.staff.second_person import NotConvinced, TooOften, convinced
from servicepoint.visits import actions, queries
from servicepoint.visits.actions import Signature
from servicepoint.visits.errors import CodeUnknown, NotPossibleNow
from servicepoint.visits.queries import Paper, PersonView, VisitView

from .counter import SERVE, back_to_counter
from .safe.gate import OVERSEE

PAGE = "staff.hand_over"
BOTH = ("GET", "HEAD", "POST")
UNFINISHED = 422
LONGEST = signatures.LENGTH_MAX + 1
PROVED = ("identity_checked", "old_document_in")


@dataclass(frozen=True, slots=True)
class Case:
    """Who gets what at this counter now."""

    seat: Seat
    visit: VisitView
    person: PersonView
    papers: tuple[Paper, ...]

    def paper(self, document_id: int) -> Paper:
        """Return one of the documents. Raises NotPossibleNow for any other."""
        for each in self.papers:
            if each.document.id == document_id:
                return each
        raise NotPossibleNow

    @property
    def named(self) -> dict[str, int]:
        """The address of this person's pages."""
        return {"visit_id": self.visit.id, "position": self.person.position}


def case_of(request: HttpRequest, visit_id: int, position: int) -> Case:
    """Return the person who stands at this account's counter. Raises NotPossibleNow for anyone else."""
    seat = seat_of(request, clock.now())
    visit = queries.visit_view(visit_id) if seat and seat.counter.visit_id == visit_id else None
    if seat is None or visit is None or visit.state != "serving":
        raise NotPossibleNow
    person = next((each for each in visit.people if each.position == position), None)
    papers = queries.papers_in(visit, now=seat.now)
    if person is None or papers is None or position not in papers:
        raise NotPossibleNow
    saw_all(request, PAGE, [subject_of(visit.appointment_id, visit.id)], seat.now)
    return Case(seat, visit, person, papers[position])


@staff_page(SERVE, methods=BOTH)
def hand_over(request: HttpRequest, visit_id: int, position: int, document_id: int) -> HttpResponseBase:
    """Show what is proved and let the owner sign; a POST hands over and goes back to the counter."""
    try:
        case = case_of(request, visit_id, position)
        paper = case.paper(document_id)
        if paper.state != "fetched":
            raise NotPossibleNow
        if request.method != "POST":
            queries.check_may_sign(visit_id, position, paper)
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
        return back_to_counter()
    if request.method != "POST":
        return _page(request, case, paper)
    try:
        actor = _lead_of(request) if request.POST.get("signer") else case.seat.actor
        actions.hand_over_document(
            visit_id,
            position=position,
            document_id=document_id,
            signature=_signature(request),
            now=case.seat.now,
            actor=actor,
        )
    except TooOften as too_often:
        return too_many(request, too_often.decision)
    except NotConvinced:
        return _page(request, case, paper, error=_("A lead has to enter name, password and digits"))
    except REFUSALS as refusal:
        return _page(request, case, paper, error=sentence(refusal))
    messages.success(request, _("Handed over"))
    return back_to_counter()


def _lead_of(request: HttpRequest) -> Actor:
    """Return the lead at this screen, or who is logged in if that is one. Raises NotConvinced, TooOften."""
    lead = convinced(request, OVERSEE)
    if lead is None:
        raise NotConvinced
    return lead


def _signature(request: HttpRequest) -> Signature:
    kind, signer = request.POST.get("signature", ""), request.POST.get("signer", "")
    return Signature(kind, request.POST.get("drawing", "")[:LONGEST] if kind == "drawn" else "", signer)


def _page(request: HttpRequest, case: Case, paper: Paper, *, error: str = "") -> HttpResponse:
    steps = {each.kind: each for each in case.person.steps}
    proved = [
        (
            word(STEPS, kind),
            ", ".join(found(kind, code) for code in steps[kind].codes) if kind in steps else "",
        )
        for kind in PROVED
    ]
    context = {
        "case": case,
        "paper": paper,
        "kind": word(KINDS, paper.document.kind),
        "proved": proved,
        "signers": SIGNERS.items(),
        "is_lead": request.user.has_perm(OVERSEE),
        "width": signatures.WIDTH,
        "height": signatures.HEIGHT,
        "error": error,
        "error_links": ["sign"] if error else [],
        "page_languages": (),
    }
    return render(request, "staff/counter/hand_over.html", context, status=UNFINISHED if error else 200)


@staff_page(SERVE)
def receipt(request: HttpRequest, visit_id: int, position: int, document_id: int) -> HttpResponseBase:
    """Show the receipt to print and sign with a pen."""
    try:
        case = case_of(request, visit_id, position)
        paper = case.paper(document_id)
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
        return back_to_counter()
    context = {
        "case": case,
        "paper": paper,
        "kind": word(KINDS, paper.document.kind),
        "place_name": in_language(case.seat.place.name),
        "now": case.seat.now,
        "page_languages": (),
    }
    return render(request, "staff/counter/receipt.html", context)


@staff_page(SERVE, methods=BOTH)
def other_document(request: HttpRequest, visit_id: int, position: int) -> HttpResponseBase:
    """Let a lead, here or at this screen, note that a person got a document that the records do not know."""
    try:
        case = case_of(request, visit_id, position)
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
        return back_to_counter()
    if request.method != "POST":
        return _other_page(request, case)
    try:
        _note_other(request, case, _lead_of(request))
    except TooOften as too_often:
        return too_many(request, too_often.decision)
    except NotConvinced:
        return _other_page(request, case, error=_("A lead has to enter name, password and digits"))
    except REFUSALS as refusal:
        return _other_page(request, case, error=sentence(refusal))
    return back_to_counter()


def _note_other(request: HttpRequest, case: Case, lead: Actor) -> None:
    actions.note_unknown_document(
        case.visit.id,
        position=case.person.position,
        code=request.POST.get("code", ""),
        reason=request.POST.get("reason", ""),
        now=case.seat.now,
        actor=lead,
    )


def _other_page(request: HttpRequest, case: Case, *, error: str = "") -> HttpResponse:
    context = {
        "case": case,
        "reasons": UNKNOWN_REASONS.items(),
        "codes": [each for each in GIVEN["document_out"].items() if each[0] != "visa"],
        "is_lead": request.user.has_perm(OVERSEE),
        "error": error,
        "error_links": ["other"] if error else [],
        "page_languages": (),
    }
    return render(request, "staff/counter/other_document.html", context, status=UNFINISHED if error else 200)


def press(request: HttpRequest, seat: Seat, visit_id: int, asked: tuple[int, int, str]) -> str | None:
    """Do what was pressed for a document of a person: `fetch`, `give`, `back`, `undo`, `other`.

    Returns the page to go to, where that is not the counter's. Raises CodeUnknown, and as the acts.
    """
    position, document_id, what = asked
    where = {"visit_id": visit_id, "position": position}
    if what == "give":
        return reverse("staff:hand_over", kwargs={**where, "document_id": document_id})
    if what == "other":
        return reverse("staff:other_document", kwargs=where)
    doing = {"position": position, "document_id": document_id, "now": seat.now, "actor": seat.actor}
    _doing(request, visit_id, what, doing)
    return None


def _doing(request: HttpRequest, visit_id: int, what: str, doing: Mapping[str, Any]) -> None:
    if what == "fetch":
        actions.fetch_document(visit_id, **doing)
    elif what == "undo":
        actions.take_back_document(visit_id, **doing)
    elif what == "back":
        spot = actions.bring_back_document(visit_id, **doing)
        messages.success(request, _("Lay it at %(spot)s") % {"spot": spot})
    else:
        raise CodeUnknown(what)
