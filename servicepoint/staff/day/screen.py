"""Everything the counter's page shows, put together once for each answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servicepoint.appointments import errors as appointment_errors
from servicepoint.appointments import queries as appointments
from servicepoint.appointments.party import Ask, Slot
from servicepoint.appointments.queries import AppointmentView, Wish
from servicepoint.kit import clock
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.visits import queries
from servicepoint.visits.queries import LineAt, Paper, PersonView, StepView, Undoable, VisitView

from .captures import captures_of, is_too_young_for_prints, kinds_of
from .identity import Beside
from .row import Row
from .rows import check_rows, outcome_row, step_rows
from .seat import Seat
from .words import NEEDS, OUTCOMES, PRIORITIES, REASONS, UNDONE, WHERE_TO_GO, found, in_language, word

TIMES_SHOWN = 6
SLOTS_LOOKED_AT_MAX = 2_000
DAYS_AHEAD = 84


@dataclass(frozen=True, slots=True)
class Block:
    """One person of the visit on the screen."""

    view: PersonView
    service: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    outcome: Row
    identity: StepView | None
    identity_found: str
    result: str
    advice: str
    beside: Beside | None
    times: tuple[Slot, ...]
    follow_up: AppointmentView | None


@dataclass(frozen=True, slots=True)
class Screen:
    """The counter's page; `token` changes when something else than this page changed the visit."""

    seat: Seat
    line: LineAt
    visit: VisitView | None
    blocks: tuple[Block, ...]
    needs: tuple[str, ...]
    priority: str
    language: str
    minutes: int
    undo: Undoable | None
    token: str

    @property
    def may_finish(self) -> bool:
        """Whether there is an outcome for everyone."""
        return bool(self.blocks) and all(block.view.outcome for block in self.blocks)

    @property
    def undo_words(self) -> str:
        """What is undone, in words."""
        return word(UNDONE, self.undo.what) if self.undo else ""

    @property
    def undo_seconds(self) -> int:
        """For how many seconds from now the last act can be undone."""
        return max(int((self.undo.until - self.seat.now).total_seconds()), 0) if self.undo else 0


def token_of(seat: Seat) -> str:
    """Return what stands for the state of this counter."""
    counter = seat.counter
    since = counter.since.isoformat() if counter.since else ""
    paused = "paused" if counter.paused_at else ""
    return f"{counter.counter_id}:{counter.visit_id or ''}:{counter.state}:{since}:{paused}"


def line_of(seat: Seat) -> LineAt:
    """Return the line as this counter sees it."""
    counter = seat.counter
    return queries.line_at(
        seat.place.id, counter_id=counter.counter_id, services=counter.services, now=seat.now
    )


def screen_of(seat: Seat, *, last_visit: int | None, beside: Beside | None, look_from: date | None) -> Screen:
    """Return the whole page. `last_visit` may be undone; follow-up times are shown from `look_from` on."""
    visit = queries.visit_view(seat.counter.visit_id) if seat.counter.visit_id else None
    papers = queries.papers_in(visit, now=seat.now) if visit else None
    look = _Look(seat, visit, beside, look_from, papers or {})
    return Screen(
        seat=seat,
        line=line_of(seat),
        visit=visit,
        blocks=tuple(_block(visit.id, each, look) for each in visit.people) if visit else (),
        needs=tuple(_needs(visit.needs)) if visit else (),
        priority=word(PRIORITIES, visit.priority) if visit and visit.priority else "",
        language=dict(settings.LANGUAGES).get(visit.language, visit.language) if visit else "",
        minutes=_minutes(visit) if visit else 0,
        undo=_undo(visit, last_visit, seat.now),
        token=token_of(seat),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    seat: Seat
    visit: VisitView | None
    beside: Beside | None
    look_from: date | None
    papers: Mapping[int, tuple[Paper, ...]]


def _undo(visit: VisitView | None, last_visit: int | None, now: datetime) -> Undoable | None:
    """Return what can be undone: at this visit, else at the one before it."""
    for visit_id in (visit.id if visit else None, last_visit):
        undo = queries.undoable(visit_id, now=now) if visit_id else None
        if undo:
            return undo
    return None


def _needs(needs: Mapping[str, str | bool]) -> Iterator[str]:
    for name, value in needs.items():
        if value:
            detail = f": {value}" if isinstance(value, str) else ""
            yield word(NEEDS, name) + detail


def _minutes(visit: VisitView) -> int:
    basket, day = [each.service for each in visit.people], clock.dutch_day(visit.arrived_at or visit.since)
    known = services.catalogue()
    if not all(code in known.services and known.services[code].active for code in basket):
        return 0
    return service_rules.minutes_needed(known, basket, day)


def _block(visit_id: int, person: PersonView, look: _Look) -> Block:
    identity = next((each for each in person.steps if each.kind == "identity_checked"), None)
    wants_time = person.outcome == "incomplete" and person.follow_up is None
    return Block(
        view=person,
        service=_service_name(person.service),
        facts=tuple(_facts(person, look.seat.now)),
        rows=(*check_rows(person), *_steps(visit_id, person, look)),
        outcome=outcome_row(person),
        identity=identity,
        identity_found=", ".join(found("identity_checked", code) for code in identity.codes)
        if identity
        else "",
        result=_result(person),
        advice=word(WHERE_TO_GO, person.reason) if person.reason in WHERE_TO_GO else "",
        beside=look.beside if look.beside and look.beside.position == person.position else None,
        times=_times(person, look) if wants_time else (),
        follow_up=appointments.by_id(person.follow_up) if person.follow_up else None,
    )


def _steps(visit_id: int, person: PersonView, look: _Look) -> Iterator[Row]:
    now = look.seat.now
    captures, papers = captures_of(visit_id, person, now), look.papers.get(person.position)
    return step_rows(person, captures, papers, now)


def _service_name(code: str) -> str:
    known = services.catalogue().services.get(code)
    return in_language(known.name) if known else code


def _result(person: PersonView) -> str:
    words = word(OUTCOMES, person.outcome) if person.outcome else ""
    return f"{words}: {word(REASONS, person.reason)}" if person.reason else words


def _facts(person: PersonView, now: datetime) -> Iterator[str]:
    """Yield what rules say about this person: age, situation, whether they may have this, what is taken."""
    service = services.catalogue().services.get(person.service)
    if person.age is not None:
        yield ngettext("%(age)d year old", "%(age)d years old", person.age) % {"age": person.age}
    if service:
        yield from (in_language(each.label) for each in service.situations if each.code == person.situation)
        yield from _refusal(person, now)
    if person.who.only_requirements:
        yield _("Comes again: only what was missing is asked for")
    if kinds_of(person) and is_too_young_for_prints(person):
        yield _("No fingerprints: they are taken from the age of 6")
    elif not kinds_of(person):
        yield _("No photo and fingerprints for this service")


def _refusal(person: PersonView, now: datetime) -> Iterator[str]:
    service, born = services.catalogue().services[person.service], person.who.birth_date
    if born is None:
        return
    code = service_rules.refusal_for(service, person.situation, born, clock.dutch_day(now))
    if code is None:
        yield _("The rules allow this service")
        return
    outcome = service_rules.outcome_for(services.triage_graph(), code)
    why = in_language(outcome.title) if outcome else code
    yield _("The rules do not allow this service: %(why)s") % {"why": why}


def _times(person: PersonView, look: _Look) -> tuple[Slot, ...]:
    """Return times for the next visit: the earliest two of each day, so that there is something to choose."""
    today = clock.dutch_day(look.seat.now)
    wish = Wish(
        first_day=look.look_from or today + timedelta(days=1), last_day=today + timedelta(days=DAYS_AHEAD)
    )
    ask = Ask(look.seat.place.id, (person.service,))
    shown: list[Slot] = []
    try:
        for slot in islice(appointments.free_slots(ask, now=look.seat.now, wish=wish), SLOTS_LOOKED_AT_MAX):
            if sum(clock.dutch_day(each.starts_at) == clock.dutch_day(slot.starts_at) for each in shown) < 2:
                shown.append(slot)
            if len(shown) == TIMES_SHOWN:
                break
    except appointment_errors.UnknownService:
        return ()
    return tuple(shown)
