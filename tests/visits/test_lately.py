"""The hall as screens and phones see it: remembered for half a second, and never wrong for longer."""

from datetime import timedelta

from servicepoint.visits import actions
from servicepoint.visits.queries import hall_lately, last_calls
from servicepoint.visits.queries.lately import ESTIMATE_SECONDS
from tests.visits.hall import Hall


def tickets(hall: Hall) -> list[str]:
    return [each.ticket for each in hall_lately(hall.here, now=hall.clock).calls]


def test_a_call_is_seen_after_half_a_second_at_most(hall: Hall) -> None:
    hall.arrive(hall.booked())
    assert tickets(hall) == []
    hall.call()
    hall.clock += timedelta(milliseconds=400)
    assert tickets(hall) == []
    hall.clock += timedelta(milliseconds=100)
    assert tickets(hall) == ["A01"]


def test_who_must_know_now_is_told_now(hall: Hall) -> None:
    tickets(hall)
    hall.arrive(hall.booked())
    assert hall_lately(hall.here, now=hall.clock, fresh=True).by_ticket["A01"].state == "waiting"


def test_nothing_new_costs_one_query_and_soon_again_none(hall: Hall, django_assert_num_queries) -> None:
    hall.arrive(hall.booked())
    first = hall_lately(hall.here, now=hall.clock)
    hall.clock += timedelta(seconds=1)
    with django_assert_num_queries(1):
        assert hall_lately(hall.here, now=hall.clock) is first
    with django_assert_num_queries(0):
        assert hall_lately(hall.here, now=hall.clock) is first


def test_time_alone_changes_the_estimate(hall: Hall) -> None:
    hall.arrive(hall.booked())
    first = hall_lately(hall.here, now=hall.clock)
    hall.clock += timedelta(seconds=ESTIMATE_SECONDS)
    assert hall_lately(hall.here, now=hall.clock) is not first


def test_a_party_is_found_by_its_appointment_and_by_its_ticket(hall: Hall) -> None:
    first, second = hall.booked(1), hall.booked(2)
    hall.arrive(first)
    hall.arrive(second)
    seen = hall_lately(hall.here, now=hall.clock)
    assert seen.by_appointment[second] == seen.by_ticket["A02"]
    assert (seen.by_appointment[second].position, seen.waiting) == (2, 2)
    assert seen.by_appointment[second].estimate is not None


def test_the_last_calls_keep_who_has_gone_on_and_name_each_once(hall: Hall) -> None:
    hall.arrive(hall.booked(1))
    hall.arrive(hall.booked(2))
    first = hall.handled()
    hall.after(1).call()
    calls = last_calls(hall.here, now=hall.clock)
    assert [(each.ticket, each.is_serving) for each in calls] == [("A02", False), ("A01", True)]
    assert first


def test_a_second_call_is_another_one(hall: Hall) -> None:
    hall.arrive(hall.booked())
    visit_id = hall.call().visit_id
    before = last_calls(hall.here, now=hall.clock)
    actions.call_again(visit_id, **hall.after(1).act())
    after = last_calls(hall.here, now=hall.clock)
    assert (before[0].calls, after[0].calls, len(after)) == (1, 2, 1)


def test_a_call_that_was_undone_is_no_call(hall: Hall) -> None:
    hall.arrive(hall.booked())
    actions.undo(hall.call().visit_id, **hall.act())
    assert last_calls(hall.here, now=hall.clock) == ()


def test_yesterday_is_not_shown(hall: Hall) -> None:
    hall.arrive(hall.booked())
    hall.call()
    assert last_calls(hall.here, now=hall.clock + timedelta(days=1)) == ()
