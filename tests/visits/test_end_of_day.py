"""The day is closed: who did not come is marked, and nothing stays open."""

import pytest

from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.visits import actions, queries, rules, tasks
from servicepoint.visits.actions import DayEnd
from servicepoint.visits.errors import DayNotOver
from servicepoint.visits.models import CounterShift, Stage, Visit
from tests.visits.hall import NINE, Hall, chain_of, state_of
from tests.world import THURSDAY, TUESDAY, at

EVENING = at(TUESDAY, 17, 1)


def close(hall: Hall) -> DayEnd:
    return actions.close_day(hall.here, day=TUESDAY, now=hall.clock, actor=SYSTEM)


def test_who_did_not_come_is_marked_and_who_came_is_not(hall: Hall) -> None:
    absent, came = hall.booked(1, NINE), hall.booked(2, NINE)
    hall.arrive(came)
    hall.handled()
    hall.clock = EVENING
    assert close(hall) == DayEnd(no_shows=1, still_open=0)
    visit = Visit.objects.get(appointment_id=absent)
    assert (state_of(visit.id), visit.arrived_at, visit.ticket_number) == ("no_show", None, None)
    assert rules.is_legal(chain_of(visit.id))
    assert Entry.objects.filter(act="visits.no_show", subject=f"visit:{visit.id}").count() == 1


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("waiting", "not_served"),
        ("called", "not_finished"),
        ("serving", "not_finished"),
        ("parked", "not_back"),
    ],
)
def test_what_is_open_ends_with_a_reason(hall: Hall, state: str, reason: str) -> None:
    visit_id = hall.arrive(hall.booked()).visit_id
    if state != "waiting":
        hall.call()
    if state == "serving":
        actions.start_serving(visit_id, **hall.act())
    if state == "parked":
        actions.park(visit_id, **hall.act())
    hall.clock = EVENING
    assert close(hall) == DayEnd(no_shows=0, still_open=1)
    assert Stage.objects.get(visit_id=visit_id, ended_at=None).reason == reason
    assert rules.is_legal(chain_of(visit_id))
    assert not CounterShift.objects.filter(closed_at=None).exists()


def test_closing_again_changes_nothing(hall: Hall) -> None:
    hall.booked()
    hall.clock = EVENING
    assert close(hall).no_shows == 1
    assert close(hall) == DayEnd(0, 0)
    assert Entry.objects.filter(act="visits.day_closed").count() == 1


def test_while_somebody_may_still_come_the_day_is_not_closed(hall: Hall) -> None:
    hall.booked(1, at(TUESDAY, 15))
    hall.clock = at(TUESDAY, 15, 15)
    with pytest.raises(DayNotOver):
        close(hall)
    hall.after(1)
    assert close(hall).no_shows == 1


def test_a_day_is_due_an_hour_after_its_last_opening(hall: Hall) -> None:
    hall.booked()
    assert (hall.here, TUESDAY) not in queries.due_days(at(TUESDAY, 16, 59))
    assert (hall.here, TUESDAY) in queries.due_days(at(TUESDAY, 17))


def test_the_job_closes_what_is_due_once(hall: Hall) -> None:
    hall.booked()
    with clock.frozen(EVENING):
        assert tasks.close_days(0) >= 1
        assert tasks.close_days(0) == 0
    assert Visit.objects.get().stages.get().state == "no_show"


def test_a_day_that_no_job_closed_is_due_on_the_next(hall: Hall) -> None:
    hall.booked()
    assert (hall.here, TUESDAY) in queries.due_days(at(THURSDAY, 8))


def test_the_board_shows_everyone_of_the_day(hall: Hall) -> None:
    came, absent = hall.booked(1, NINE), hall.booked(2, NINE)
    hall.booked(3, at(TUESDAY, 15))
    hall.let_guests_in().guest()
    hall.arrive(came)
    visit_id = hall.after(4).handled()
    rows = queries.day_list(hall.here, TUESDAY)
    assert [row.appointment_id for row in rows.in_state("finished")] == [came]
    assert len(rows.in_state("expected")) == 2
    (done,) = rows.in_state("finished")
    assert (done.visit_id, done.minutes_waited, done.outcomes) == (visit_id, 4, ("done",))
    assert [row.names for row in rows.in_state("waiting")] == [("Testa Zonder",)]
    hall.clock = EVENING
    close(hall)
    closed = queries.day_list(hall.here, TUESDAY)
    assert absent in {row.appointment_id for row in closed.in_state("no_show")}
    assert (len(closed.rows), closed.closed_at) == (4, EVENING)


def test_how_long_people_waited_is_a_question_to_the_database(hall: Hall) -> None:
    for number, starts_at in ((1, NINE), (2, at(TUESDAY, 9, 10))):
        hall.arrive(hall.booked(number, starts_at))
    hall.after(6).call(0)
    hall.after(14).call(1)
    times = queries.waiting_times(hall.here, TUESDAY)
    assert (times.parties, times.median_minutes, times.longest_minutes) == (2, 8, 10)
    assert times.by_hour == {9: 8}


def test_the_line_costs_the_same_number_of_questions_however_long(
    hall: Hall, django_assert_num_queries
) -> None:
    for number in range(1, 5):
        hall.arrive(hall.booked(number, at(TUESDAY, 9, 10 * ((number - 1) // 2))))
    with django_assert_num_queries(8):
        queries.line_now(hall.here, now=hall.clock)
    with django_assert_num_queries(8):
        queries.day_list(hall.here, TUESDAY)
