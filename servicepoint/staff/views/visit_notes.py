"""What is written down at the counter: ticks, steps, identity, outcome, next appointment. Each at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from servicepoint.kit import clock
from servicepoint.staff.day import captures
from servicepoint.staff.day.identity import accepted, beside, compared
from servicepoint.staff.day.refusals import REFUSALS, sentence
from servicepoint.staff.day.seat import Seat, seat_of
from servicepoint.staff.entry import staff_page
from servicepoint.visits import actions, queries
from servicepoint.visits.actions import FollowUp, Found, Outcome
from servicepoint.visits.errors import (
    CodeUnknown,
    CounterNotOpen,
    MrzUnreadable,
    NotPossibleNow,
    VisitUnknown,
)
from servicepoint.visits.queries import PersonView, VisitView

from .counter import NUMBER_DIGITS_MAX, SERVE, back_to_counter, number, show, visit_here
from .hand_over import press

LINES_LENGTH_MAX = 400
PARTS = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer of the page, as `position/what/about/answer/reason`."""

    position: int
    what: str
    about: str
    answer: str
    reason: str


def read_choice(text: str) -> Choice:
    """Return what was chosen. Raises CodeUnknown for anything that no row of the page sends."""
    parts = text.split("/")
    if len(parts) != PARTS or parts[0] not in {"1", "2", "3", "4", "5", "6"}:
        raise CodeUnknown("choice")
    return Choice(int(parts[0]), *parts[1:])


@staff_page(SERVE, methods=("POST",))
def note(request: HttpRequest) -> HttpResponse:
    """Write one answer down, or go to the camera or the scanner; the others on the page are not touched."""
    seat = seat_of(request, clock.now())
    try:
        if seat is None:
            raise CounterNotOpen
        choice = read_choice(request.POST.get("choice", ""))
        if choice.what == "paper":
            return _paper(request, seat, choice)
        doing = NOTES.get(choice.what)
        if doing is None:
            raise CodeUnknown(choice.what)
        page = doing(seat, visit_here(seat, request.POST), choice)
        if page:
            return HttpResponseRedirect(page)
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
    return back_to_counter()


def _paper(request: HttpRequest, seat: Seat, choice: Choice) -> HttpResponseRedirect:
    """Do something with a document of a person, or go to the page where it is signed for."""
    document_id = int(choice.about) if choice.about.isascii() and choice.about.isdigit() else 0
    if len(choice.about) > NUMBER_DIGITS_MAX:
        raise CodeUnknown(choice.what)
    asked = (choice.position, document_id, choice.answer)
    page = press(request, seat, visit_here(seat, request.POST), asked)
    return HttpResponseRedirect(page) if page else back_to_counter()


@staff_page(SERVE, methods=("POST",))
def identity(request: HttpRequest) -> HttpResponse:
    """Read the lines of a document. What fits is written down; else both are shown, and kept nowhere."""
    seat = seat_of(request, clock.now())
    try:
        if seat is None:
            raise CounterNotOpen
        visit_id = visit_here(seat, request.POST)
        person = _person(visit_id, number(request.POST, "position"))
        lines = request.POST.get("lines", "")
        if len(lines) > LINES_LENGTH_MAX:
            raise MrzUnreadable
        read = compared(lines, person.who, clock.dutch_day(seat.now))
        if read[1].fits:
            _identified(seat, visit_id, person.position, read[1].codes)
            messages.success(request, _("The document fits the booking"))
            return back_to_counter()
    except REFUSALS as refusal:
        messages.error(request, sentence(refusal))
        return back_to_counter()
    return show(request, seat, beside=beside(person.position, visit_id, read, person.who))


def _person(visit_id: int, position: int) -> PersonView:
    return _visit_and_person(visit_id, position)[1]


def _visit_and_person(visit_id: int, position: int) -> tuple[VisitView, PersonView]:
    visit = queries.visit_view(visit_id)
    for each in visit.people if visit else ():
        if visit and each.position == position:
            return visit, each
    raise VisitUnknown


def _identified(seat: Seat, visit_id: int, position: int, codes: tuple[str, ...]) -> None:
    actions.record_step(
        visit_id, position=position, kind="identity_checked", codes=codes, now=seat.now, actor=seat.actor
    )


def _check(seat: Seat, visit_id: int, choice: Choice) -> None:
    found = Found(choice.about, choice.answer, choice.reason)
    actions.check(visit_id, position=choice.position, found=found, now=seat.now, actor=seat.actor)


def _step(seat: Seat, visit_id: int, choice: Choice) -> None:
    may_be_said = captures.BY_HAND.get(choice.about)
    if choice.about == "identity_checked" or (may_be_said and choice.answer not in may_be_said):
        raise CodeUnknown(choice.about)
    if may_be_said and _is_taken(seat, visit_id, choice):
        raise NotPossibleNow
    actions.record_step(
        visit_id,
        position=choice.position,
        kind=choice.about,
        codes=[choice.answer],
        now=seat.now,
        actor=seat.actor,
    )


def _is_taken(seat: Seat, visit_id: int, choice: Choice) -> bool:
    """Say whether the picture or print is there: then it is not said to be anything else."""
    person = _person(visit_id, choice.position)
    return bool(captures.captures_of(visit_id, person, seat.now).settled(choice.about))


def _capture(seat: Seat, visit_id: int, choice: Choice) -> str:
    """Go to the camera or the scanner."""
    visit, person = _visit_and_person(visit_id, choice.position)
    asked = captures.Asked(choice.about, choice.answer, choice.reason)
    return captures.begin(visit, person, asked, now=seat.now, actor=seat.actor)


def _by_eye(seat: Seat, visit_id: int, choice: Choice) -> None:
    """The document has no lines to read, or the scanner is away."""
    _identified(seat, visit_id, choice.position, ("no_mrz", "by_eye"))


def _accept(seat: Seat, visit_id: int, choice: Choice) -> None:
    """The differences that were shown are explained, such as by a marriage certificate."""
    codes = accepted(choice.answer, visit_id, choice.position)
    if codes is None:
        raise MrzUnreadable
    _identified(seat, visit_id, choice.position, codes)


def _outcome(seat: Seat, visit_id: int, choice: Choice) -> None:
    captures.note_person(visit_id, choice.position, now=seat.now, actor=seat.actor)
    outcome = Outcome(choice.answer, choice.reason)
    actions.set_outcome(visit_id, position=choice.position, outcome=outcome, now=seat.now, actor=seat.actor)


def _follow_up(seat: Seat, visit_id: int, choice: Choice) -> None:
    try:
        starts_at = datetime.fromisoformat(choice.answer).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CodeUnknown("starts_at") from None
    wish = FollowUp(choice.position, starts_at)
    actions.book_follow_up(visit_id, wish, now=seat.now, actor=seat.actor)


# Each returns the page to go to, where that is not the counter's.
NOTES: Mapping[str, Callable[[Seat, int, Choice], str | None]] = {
    "check": _check,
    "step": _step,
    "capture": _capture,
    "by_eye": _by_eye,
    "accept": _accept,
    "outcome": _outcome,
    "follow_up": _follow_up,
}
