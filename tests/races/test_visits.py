"""What happens when several people at the service point press at the same moment."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection

from servicepoint.appointments import actions as appointments
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.visits import actions, rules
from servicepoint.visits import day as day_lock
from servicepoint.visits.actions import Outcome
from servicepoint.visits.errors import NobodyWaits, TryAgain, VisitRefused
from servicepoint.visits.models import Stage, Visit
from tests.races.conftest import at_once
from tests.visits.hall import NINE, Hall, chain_of
from tests.world import TUESDAY, at, make_world

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("enough_connections")]

COUNTERS, CALLERS = 12, 64
TwoStages = Stage.MultipleObjectsReturned


def _staffed(counters: int = COUNTERS) -> Hall:
    hall = Hall(make_world(counters))
    for counter in range(counters):
        hall.open(counter, Actor("staff", f"assistant-{counter}"))
    return hall


def _full(hall: Hall, parties: int) -> list[int]:
    """Let so many parties wait, all booked for the next half hour."""
    hall.clock = at(TUESDAY, 9, 10)
    starts = [at(TUESDAY, 9, minute) for minute in (0, 10, 20)]
    booked = [hall.booked(number + 1, starts[number % 3]) for number in range(parties)]
    return [hall.arrive(each).visit_id for each in booked]


@contextmanager
def _without_lock_and_constraints(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let acts of a day run beside each other with nothing below: the control that shows the race is real."""
    enter = "INSERT INTO visits_day (location_id, day, version) VALUES (%s, %s, 1) ON CONFLICT DO NOTHING"
    found = "SELECT id, version, walk_ins_max, closed_at FROM visits_day WHERE location_id = %s AND day = %s"

    def unlocked(location_id: int, day, *, also_closed: bool = False):
        with connection.cursor() as cursor:
            cursor.execute(enter, [location_id, day])
            cursor.execute(found, [location_id, day])
            return day_lock.Day(*(row := cursor.fetchone())[:1], location_id, day, *row[1:])

    for module in ("arrive", "line"):
        monkeypatch.setattr(f"servicepoint.visits.actions.{module}.enter", unlocked)
    names = {
        Stage: ("one_served_visit_per_counter", "one_open_stage_per_visit"),
        Visit: ("one_ticket_number_per_location_and_day", "one_visit_per_appointment"),
    }
    known = [
        (model, each) for model in names for each in model._meta.constraints if each.name in names[model]
    ]
    with connection.schema_editor() as editor:
        for model, constraint in known:
            editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        Visit.objects.all().delete()
        with connection.schema_editor() as editor:
            for model, constraint in known:
                editor.add_constraint(model, constraint)


def _press(hall: Hall, counter: int):
    return partial(hall.call, counter, Actor("staff", f"assistant-{counter}"))


def _called(answers) -> list[int]:
    return [each.visit_id for each in answers if not isinstance(each, VisitRefused | TwoStages)]


def test_twelve_assistants_who_press_at_once_get_twelve_parties_the_first_of_the_line() -> None:
    hall = _staffed()
    waiting = _full(hall, 15)
    called = _called(at_once([_press(hall, counter) for counter in range(COUNTERS)]))
    assert len(set(called)) == COUNTERS
    by_time = Visit.objects.filter(id__in=waiting).order_by("in_line_at", "arrived_at", "id")
    assert set(called) == set(by_time.values_list("id", flat=True)[:COUNTERS])


def _or_two_stages(act: Callable[[], object]) -> Callable[[], object]:
    """Answer with what went wrong when a party is found in two states at once: the race itself."""

    def tried() -> object:
        try:
            return act()
        except TwoStages as seen:
            return seen

    return tried


def test_control_without_lock_and_constraints_a_party_is_called_to_several_counters(monkeypatch) -> None:
    hall = _staffed()
    _full(hall, 3)
    with _without_lock_and_constraints(monkeypatch):
        answers = at_once([_or_two_stages(_press(hall, counter)) for counter in range(COUNTERS)])
        calls = Counter(_called(answers)).values()
        assert max(calls, default=0) > 1 or any(isinstance(each, TwoStages) for each in answers)


def test_for_one_party_one_of_twelve_assistants_wins_and_the_others_are_told() -> None:
    hall = _staffed()
    (only,) = _full(hall, 1)
    answers = at_once([_press(hall, counter) for counter in range(COUNTERS)])
    assert _called(answers) == [only]
    assert Counter(type(each) for each in answers if isinstance(each, VisitRefused)) == {
        NobodyWaits: COUNTERS - 1
    }


def test_one_assistant_who_presses_many_times_gets_one_party() -> None:
    hall = _staffed(1)
    _full(hall, 3)
    called = _called(at_once([_press(hall, 0)] * 8))
    assert len(called) == 8
    assert len(set(called)) == 1
    assert Stage.objects.filter(state="called").count() == 1


def test_an_appointment_scanned_many_times_at_once_is_one_visit() -> None:
    hall = _staffed(1)
    booked = hall.booked()
    tickets = at_once([partial(hall.arrive, booked)] * 16)
    assert {each.text for each in tickets} == {"A01"}
    assert sorted(each.again for each in tickets) == [False] + [True] * 15
    assert Visit.objects.count() == 1


def test_64_guests_at_once_get_64_tickets() -> None:
    hall = _staffed(1).let_guests_in(CALLERS)
    tickets = at_once([hall.guest] * CALLERS)
    assert sorted(each.text for each in tickets) == [f"A{number:02d}" for number in range(1, CALLERS + 1)]


def test_of_64_guests_the_lead_lets_in_ten() -> None:
    hall = _staffed(1).let_guests_in(10)
    answers = at_once([hall.guest] * CALLERS)
    assert sum(not isinstance(each, VisitRefused) for each in answers) == 10 == Visit.objects.count()


def test_control_without_lock_and_constraints_tickets_come_twice(monkeypatch) -> None:
    hall = _staffed(1).let_guests_in(CALLERS)
    with _without_lock_and_constraints(monkeypatch):
        tickets = at_once([hall.guest] * CALLERS)
        assert len({each.text for each in tickets}) < CALLERS


def test_finished_twice_at_once_a_visit_ends_once() -> None:
    hall = _staffed(1)
    _full(hall, 1)
    visit_id = hall.serve()
    hall.outcome(visit_id, "left")
    answers = at_once([partial(hall.finish, visit_id)] * 8)
    assert answers == [None] * 8
    assert [stage.state for stage in chain_of(visit_id)] == ["waiting", "called", "serving", "finished"]


def test_finish_park_and_leave_at_once_make_one_legal_chain() -> None:
    hall = _staffed(1)
    _full(hall, 1)
    visit_id = hall.serve()
    actions.set_outcome(visit_id, position=1, outcome=Outcome("left"), **hall.act())
    acts = [partial(act, visit_id, **hall.act()) for act in (actions.finish, actions.park, actions.leave)] * 4
    answers = at_once(acts)
    assert any(each is None for each in answers)
    assert not any(isinstance(each, TryAgain) for each in answers)
    assert rules.is_legal(chain_of(visit_id))


def test_checking_in_while_the_party_cancels_is_one_or_the_other() -> None:
    hall = _staffed(1)
    later = at(TUESDAY, 9, 10)
    booked = hall.booked(1, later)
    answers = at_once(
        [
            partial(hall.arrive, booked),
            partial(appointments.cancel, booked, now=NINE, actor=RESIDENT),
        ]
    )
    assert not any(isinstance(each, TryAgain) for each in answers)
    assert Visit.objects.filter(appointment_id=booked).count() == (
        0 if isinstance(answers[0], VisitRefused) else 1
    )
