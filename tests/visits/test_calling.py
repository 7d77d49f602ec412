"""Call, call again, missed, back, parked, sent on, taken back."""

import pytest

from servicepoint.visits import actions, queries, rules
from servicepoint.visits.actions import Onward
from servicepoint.visits.errors import (
    CallAgainFirst,
    CodeUnknown,
    CounterBusy,
    CounterNotOpen,
    NobodyWaits,
    NotPossibleNow,
    TooLateToUndo,
    VisitUnknown,
)
from servicepoint.visits.models import Stage, Visit
from tests.visits.hall import NINE, Hall, chain_of, state_of
from tests.world import TUESDAY, at


@pytest.fixture
def three(hall: Hall) -> list[int]:
    """Three parties that wait, in order."""
    starts = [NINE, at(TUESDAY, 9, 10), at(TUESDAY, 9, 20)]
    hall.after(10)
    return [hall.arrive(hall.booked(number, each)).visit_id for number, each in enumerate(starts, start=1)]


def line(hall: Hall) -> list[int]:
    return [each.visit_id for each in queries.line_now(hall.here, now=hall.clock)]


def test_the_line_goes_by_booked_time(hall: Hall, three) -> None:
    assert line(hall) == three
    assert [hall.call(0).visit_id, hall.call(1).visit_id] == three[:2]
    assert line(hall) == three[2:]


def test_pressing_twice_is_one_call(hall: Hall, three) -> None:
    assert hall.call(0) == hall.call(0)
    assert state_of(three[1]) == "waiting"


def test_nobody_is_called_past_the_party_being_served(hall: Hall, three) -> None:
    hall.serve(0)
    with pytest.raises(CounterBusy):
        hall.call(0)


def test_an_empty_line_calls_nobody_and_changes_nothing(hall: Hall) -> None:
    before = queries.version(hall.here, TUESDAY)
    with pytest.raises(NobodyWaits):
        hall.call()
    assert queries.version(hall.here, TUESDAY) == before


def test_a_counter_without_anybody_calls_nobody(hall: Hall, three) -> None:
    actions.close_counter(hall.world.counters[0], **hall.act())
    with pytest.raises(CounterNotOpen):
        hall.call(0)


def test_the_display_shows_tickets_and_counters_the_latest_first(hall: Hall, three) -> None:
    hall.call(0)
    hall.after(1).call(1)
    hall.after(1)
    actions.call_again(three[0], **hall.act())
    shown = queries.called_now(hall.here, now=hall.clock)
    assert [(each.ticket, each.counter, each.calls) for each in shown] == [("A01", "1", 2), ("A02", "2", 1)]


def test_nobody_is_missed_after_one_call_just_now(hall: Hall, three) -> None:
    hall.call()
    with pytest.raises(CallAgainFirst):
        actions.missed(three[0], **hall.act())
    hall.after(3)
    actions.missed(three[0], **hall.act())
    assert state_of(three[0]) == "missed"


def test_after_two_calls_a_party_may_be_missed_at_once(hall: Hall, three) -> None:
    hall.call()
    actions.call_again(three[0], **hall.act())
    actions.missed(three[0], **hall.act())
    assert hall.call().visit_id == three[1]


def test_who_was_missed_and_is_back_stands_behind_two(hall: Hall, three) -> None:
    more = hall.after(10).arrive(hall.booked(4, at(TUESDAY, 9, 30))).visit_id
    hall.call()
    actions.call_again(three[0], **hall.act())
    actions.missed(three[0], **hall.act())
    actions.returned(three[0], **hall.act())
    assert line(hall) == [three[1], three[2], three[0], more]


def test_a_ticket_scanned_again_brings_the_missed_back(hall: Hall) -> None:
    booked = hall.booked()
    visit_id = hall.arrive(booked).visit_id
    hall.call()
    hall.after(5)
    actions.missed(visit_id, **hall.act())
    assert hall.arrive(booked).again
    assert state_of(visit_id) == "waiting"


def test_who_was_never_missed_is_not_put_back(hall: Hall, three) -> None:
    visit_id = hall.serve()
    with pytest.raises(NotPossibleNow):
        actions.returned(visit_id, **hall.act())


def test_a_parked_party_frees_the_counter_and_is_called_past_the_line(hall: Hall, three) -> None:
    parked = hall.serve(0)
    actions.park(parked, **hall.act())
    assert hall.call(0).visit_id == three[1]
    with pytest.raises(CounterBusy):
        actions.recall(parked, counter_id=hall.world.counters[0], **hall.act())
    call = actions.recall(parked, counter_id=hall.world.counters[1], **hall.act())
    assert (call.visit_id, state_of(parked)) == (three[0], "called")


def test_only_who_was_parked_is_recalled(hall: Hall, three) -> None:
    with pytest.raises(NotPossibleNow):
        actions.recall(three[2], counter_id=hall.world.counters[0], **hall.act())


def test_sent_to_another_counter_a_party_is_first_there_and_waits_there_alone(hall: Hall, three) -> None:
    sent = hall.serve(0)
    actions.transfer(sent, to=Onward(counter_id=hall.world.counters[1]), **hall.act())
    assert hall.call(0).visit_id == three[1]
    assert hall.call(1).visit_id == sent


def test_sent_on_for_another_service_a_party_goes_where_that_is_served(hall: Hall, three) -> None:
    hall.open(0, services=["DOC"])
    sent = hall.serve(0)
    actions.transfer(sent, to=Onward(position=1, service="NAT"), **hall.act())
    assert Visit.objects.get(id=sent).basket == ["NAT"]
    assert hall.call(0).visit_id == three[1]
    assert hall.call(1).visit_id == sent


def test_nobody_is_sent_where_nobody_sits_or_for_what_there_is_not(hall: Hall, three) -> None:
    sent = hall.serve(0)
    actions.close_counter(hall.world.counters[1], **hall.act())
    with pytest.raises(CounterNotOpen):
        actions.transfer(sent, to=Onward(counter_id=hall.world.counters[1]), **hall.act())
    with pytest.raises(CodeUnknown):
        actions.transfer(sent, to=Onward(service="VISA"), **hall.act())
    assert state_of(sent) == "serving"


def test_a_call_is_taken_back_within_a_minute_and_the_place_is_kept(hall: Hall, three) -> None:
    hall.call()
    hall.after(0.9)
    assert actions.undo(three[0], **hall.act()) == "called"
    assert line(hall) == three
    assert rules.is_legal(chain_of(three[0]))


def test_after_a_minute_nothing_is_taken_back(hall: Hall, three) -> None:
    hall.call()
    hall.after(1.1)
    with pytest.raises(TooLateToUndo):
        actions.undo(three[0], **hall.act())


def test_missed_and_taken_back_a_party_is_at_the_counter_with_its_calls(hall: Hall, three) -> None:
    hall.call()
    actions.call_again(three[0], **hall.act())
    actions.missed(three[0], **hall.act())
    assert actions.undo(three[0], **hall.act()) == "missed"
    stage = Stage.objects.get(visit_id=three[0], ended_at=None)
    assert (stage.state, stage.calls, stage.counter_id) == ("called", 2, hall.world.counters[0])


def test_what_was_taken_back_is_not_taken_back_once_more(hall: Hall, three) -> None:
    hall.call()
    actions.undo(three[0], **hall.act())
    with pytest.raises(TooLateToUndo):
        actions.undo(three[0], **hall.act())


def test_nothing_is_taken_back_when_the_counter_has_another_party(hall: Hall, three) -> None:
    hall.call()
    actions.call_again(three[0], **hall.act())
    actions.missed(three[0], **hall.act())
    hall.call()
    with pytest.raises(TooLateToUndo):
        actions.undo(three[0], **hall.act())


def test_an_arrival_is_not_taken_back(hall: Hall, three) -> None:
    with pytest.raises(TooLateToUndo):
        actions.undo(three[0], **hall.act())


def test_who_leaves_may_come_back_and_leaving_by_mistake_is_taken_back(hall: Hall, three) -> None:
    actions.leave(three[0], reason="no_time", **hall.act())
    assert list(Visit.objects.get(id=three[0]).people.values_list("outcome", "reason")) == [
        ("left", "no_time")
    ]
    assert actions.undo(three[0], **hall.act()) == "left"
    assert list(Visit.objects.get(id=three[0]).people.values_list("outcome", "reason")) == [("", "")]
    actions.leave(three[0], **hall.act())
    actions.returned(three[0], **hall.act())
    assert state_of(three[0]) == "waiting"


def test_an_unknown_visit_and_an_unknown_reason(hall: Hall, three) -> None:
    with pytest.raises(VisitUnknown):
        actions.call_again(999_999, **hall.act())
    with pytest.raises(CodeUnknown):
        actions.leave(three[0], reason="Testa was angry", **hall.act())


def test_each_act_of_a_day_gives_it_a_new_number(hall: Hall, three) -> None:
    numbers = [queries.version(hall.here, TUESDAY)]
    for act in (hall.call, lambda: actions.start_serving(three[0], **hall.act())):
        act()
        numbers.append(queries.version(hall.here, TUESDAY))
    assert numbers == sorted(set(numbers))


def test_a_phone_shows_place_and_wait_and_then_the_counter(hall: Hall) -> None:
    first, second = hall.booked(1, NINE), hall.booked(2, at(TUESDAY, 9, 10))
    assert queries.place_of(second, now=hall.clock) is None
    for each in (first, second):
        hall.arrive(each)
    place = queries.place_of(second, now=hall.clock)
    assert (place.state, place.ticket, place.position) == ("waiting", "A02", 2)
    assert place.estimate is not None
    hall.call(0), hall.call(1)
    assert queries.place_of(second, now=hall.clock).counter == "2"
    assert queries.by_ticket(hall.here, " a-2 ", now=hall.clock).state == "called"
    assert queries.by_ticket(hall.here, "Z99", now=hall.clock) is None
    assert queries.by_ticket(hall.here, "'; --", now=hall.clock) is None


def test_who_is_at_home_hears_that_we_run_late(hall: Hall, three) -> None:
    assert queries.lateness(hall.here, now=hall.clock) == 0
    hall.after(30)
    assert queries.lateness(hall.here, now=hall.clock) == 30
