"""The table of states: what may follow what, and that no mix of acts leaves it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from servicepoint.visits import actions, rules
from servicepoint.visits.actions import Onward
from servicepoint.visits.errors import CallAgainFirst, NotPossibleNow, TooLateToUndo, VisitRefused
from servicepoint.visits.models import Stage, Visit
from servicepoint.visits.rules import CallLimits, StageFacts
from tests.visits.hall import NINE, Hall, chain_of, open_hall, state_of
from tests.world import make_world

LIMITS = CallLimits(calls_min=2, minutes_min=3)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(("before", "after"), list(product(rules.NEXT, rules.NEXT)))
def test_only_ways_of_the_table_are_open(before: str, after: str) -> None:
    if after in rules.NEXT[before]:
        rules.check_way(before, after)
    else:
        with pytest.raises(NotPossibleNow):
            rules.check_way(before, after)


def test_every_way_ends_and_what_is_over_stays_over() -> None:
    assert all(rules.NEXT[state] == frozenset() for state in rules.OVER - {"left"})
    assert all("closed" in rules.NEXT[state] for state in rules.HERE)


def chain(*states: str, undone: tuple[int, ...] = ()) -> list[StageFacts]:
    return [
        StageFacts(
            state,
            NINE + minutes(number),
            NINE + minutes(number + 1) if number + 1 < len(states) else None,
            undone=number in undone,
        )
        for number, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("stages", "legal"),
    [
        (chain("waiting"), True),
        (chain("no_show"), True),
        (chain("waiting", "called", "serving", "parked", "called", "serving", "finished"), True),
        (chain("waiting", "called", "waiting", undone=(1,)), True),
        (chain("waiting", "called", "serving", "called", undone=(2,)), True),
        (chain("waiting", "called", "serving", "called"), False),
        (chain("waiting", "called", "missed", "waiting", undone=(2,)), False),  # undone leads one back
        (chain("serving"), False),
        (chain("waiting", "serving"), False),
        (chain("waiting", "finished"), False),
        ([], False),
    ],
)
def test_a_chain_is_legal_or_not(stages: list[StageFacts], legal: bool) -> None:
    assert rules.is_legal(stages) is legal


def test_a_gap_or_two_open_stages_are_not_legal() -> None:
    first, second = chain("waiting", "called")
    gap = StageFacts("called", second.started_at + minutes(1))
    still_open = StageFacts("waiting", first.started_at)
    assert not rules.is_legal([first, gap])
    assert not rules.is_legal([still_open, second])
    assert not rules.is_legal([first])


@pytest.mark.parametrize(
    ("calls", "gone", "may"), [(1, 0, False), (1, 2.9, False), (1, 3, True), (2, 0, True)]
)
def test_a_party_is_missed_after_two_calls_or_three_minutes(calls: int, gone: float, may: bool) -> None:
    if may:
        rules.check_may_miss(calls, NINE, NINE + minutes(gone), LIMITS)
    else:
        with pytest.raises(CallAgainFirst):
            rules.check_may_miss(calls, NINE, NINE + minutes(gone), LIMITS)


@pytest.mark.parametrize(
    ("state", "seconds", "may"), [("called", 60, True), ("called", 61, False), ("waiting", 0, False)]
)
def test_a_slip_is_taken_back_within_the_minute(state: str, seconds: int, may: bool) -> None:
    if may:
        rules.check_undo(state, NINE, NINE + timedelta(seconds=seconds), 60)
    else:
        with pytest.raises(TooLateToUndo):
            rules.check_undo(state, NINE, NINE + timedelta(seconds=seconds), 60)


def test_tickets_read_as_they_are_called() -> None:
    services = ["DOC", "BIO", "NAT"]
    assert rules.ticket_letter(["BIO", "DOC"], services) == "B"
    assert rules.ticket_letter(["OLD"], services) == "Z"
    assert "I" not in {rules.ticket_letter([code], list("abcdefghijkl")) for code in "abcdefghijkl"}
    assert (rules.ticket_text("A", 7), rules.ticket_text("A", 107)) == ("A07", "A107")


def test_who_came_is_no_no_show() -> None:
    assert rules.no_shows([1, 2, 3], [2]) == (1, 3)


# From which states an act may succeed, written down a second time, for people: the machine compares.
MAY_START_IN = {
    "call_again": {"called"},
    "start_serving": {"called", "serving"},
    "park": {"called", "serving"},
    "recall": {"parked"},
    "transfer": {"waiting", "called", "serving", "parked"},
    "missed": {"called", "missed"},
    "returned": {"waiting", "missed", "parked", "left"},
    "leave": {"waiting", "called", "serving", "parked", "missed", "left"},
    "finish": {"serving", "finished"},
    "undo": {"called", "serving", "parked", "missed", "finished", "left"},
}


class Morning(RuleBasedStateMachine):
    """Two counters, and everyone presses whatever they like."""

    @initialize()
    def open_the_doors(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.hall: Hall = open_hall(make_world(2)).let_guests_in(99)
        self.visits: list[int] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @rule(service=st.sampled_from(["DOC", "BIO", "NAT"]))
    def arrive(self, service: str) -> None:
        self.visits.append(self.hall.guest(service).visit_id)

    @rule(counter=st.integers(0, 1))
    def call(self, counter: int) -> None:
        there = Stage.objects.filter(
            counter_id=self.hall.world.counters[counter], ended_at=None, state__in=rules.AT_A_COUNTER
        ).first()
        someone_waits = Stage.objects.filter(ended_at=None, state="waiting", visit__for_counter=None).exists()
        try:
            call = self.hall.call(counter)
        except VisitRefused:
            assert not someone_waits or there, "an idle counter and a party that waits, and no call"
            return
        assert there is None or there.visit_id == call.visit_id
        assert state_of(call.visit_id) == "called"

    @rule(counter=st.integers(0, 1))
    def serve_whom_was_called(self, counter: int) -> None:
        called = Stage.objects.filter(
            counter_id=self.hall.world.counters[counter], ended_at=None, state="called"
        ).first()
        if called:
            actions.start_serving(called.visit_id, **self.hall.act())

    @rule(act=st.sampled_from(sorted(MAY_START_IN)), which=st.integers(0, 30), counter=st.integers(0, 1))
    def press(self, act: str, which: int, counter: int) -> None:
        if not self.visits:
            return
        visit_id = self.visits[which % len(self.visits)]
        before, chain_before = state_of(visit_id), chain_of(visit_id)
        try:
            self._how(act, visit_id, counter)()
        except VisitRefused:
            assert chain_of(visit_id) == chain_before, "refused, and yet something changed"
            return
        assert before in MAY_START_IN[act], f"{act} from {before}"

    def _how(self, act: str, visit_id: int, counter: int) -> Callable[[], object]:
        who, counter_id = self.hall.act(), self.hall.world.counters[counter]
        if act == "recall":
            return lambda: actions.recall(visit_id, counter_id=counter_id, **who)
        if act == "transfer":
            return lambda: actions.transfer(visit_id, to=Onward(counter_id=counter_id), **who)
        if act == "finish":
            return lambda: self._finish(visit_id)
        return lambda: getattr(actions, act)(visit_id, **who)

    def _finish(self, visit_id: int) -> None:
        if state_of(visit_id) == "serving":
            self.hall.outcome(visit_id, "left")
        self.hall.finish(visit_id)

    @rule(gone=st.sampled_from([0.2, 0.9, 1.5, 4]))
    def time_passes(self, gone: float) -> None:
        self.hall.after(gone)

    @invariant()
    def every_chain_is_legal(self) -> None:
        for visit_id in getattr(self, "visits", []):
            assert rules.is_legal(chain_of(visit_id))

    @invariant()
    def a_counter_has_one_party(self) -> None:
        if hasattr(self, "visits"):
            there = Stage.objects.filter(ended_at=None, state__in=rules.AT_A_COUNTER)
            counters = list(there.values_list("counter_id", flat=True))
            assert len(counters) == len(set(counters))
            assert Stage.objects.filter(ended_at=None).count() == Visit.objects.count()


@pytest.mark.django_db
def test_whatever_people_press_every_chain_is_legal() -> None:
    run_state_machine_as_test(
        Morning,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking takes minutes: the steps are printed as they were
            suppress_health_check=list(HealthCheck),
        ),
    )
