"""Who sits where: one account at one counter, one party at a time."""

import pytest
from django.db import IntegrityError, transaction

from servicepoint.kit.actor import Actor
from servicepoint.locations.errors import LocationUnknown
from servicepoint.visits import actions, queries
from servicepoint.visits.errors import (
    CodeUnknown,
    CounterBusy,
    CounterNotOpen,
    CounterTaken,
    NobodyWaits,
    SeatedElsewhere,
)
from servicepoint.visits.models import CounterShift, Stage
from tests.visits.hall import ANNA, BERT, Hall, state_of
from tests.world import THURSDAY, World, at

CLARA = Actor("staff", "clara")


def test_a_counter_serves_what_its_openings_say(world: World) -> None:
    hall = Hall(world)
    actions.open_counter(world.counters[0], **hall.act())
    assert queries.counters_now(hall.here, now=hall.clock)[0].services == ("BIO", "DOC", "NAT")


def test_a_counter_with_somebody_is_not_for_another(hall: Hall) -> None:
    with pytest.raises(CounterTaken):
        hall.open(0, CLARA)


def test_an_account_sits_at_one_counter(hall: Hall) -> None:
    actions.close_counter(hall.world.counters[1], **hall.act(BERT))
    with pytest.raises(SeatedElsewhere) as refusal:
        hall.open(1, ANNA)
    assert refusal.value.counter_id == hall.world.counters[0]


def test_sitting_down_again_changes_the_services(hall: Hall) -> None:
    hall.open(0, ANNA, ["BIO"])
    assert queries.counters_now(hall.here, now=hall.clock)[0].services == ("BIO",)
    assert CounterShift.objects.count() == 2


def test_a_service_that_is_none_and_a_counter_that_is_none(hall: Hall) -> None:
    with pytest.raises(CodeUnknown):
        hall.open(0, ANNA, ["VISA"])
    with pytest.raises(LocationUnknown):
        actions.call_next(999_999, **hall.act())


def test_a_pause_calls_nobody_and_ends(hall: Hall) -> None:
    hall.arrive(hall.booked())
    actions.pause_counter(hall.world.counters[0], **hall.act())
    with pytest.raises(CounterNotOpen):
        hall.call()
    actions.resume_counter(hall.world.counters[0], **hall.act())
    assert hall.call().ticket == "A01"


def test_nobody_gets_up_from_a_party(hall: Hall) -> None:
    hall.arrive(hall.booked())
    hall.call()
    with pytest.raises(CounterBusy):
        actions.close_counter(hall.world.counters[0], **hall.act())


def test_who_waited_for_a_counter_that_closes_is_called_elsewhere(hall: Hall) -> None:
    hall.arrive(hall.booked())
    visit_id = hall.serve()
    actions.transfer(visit_id, to=actions.Onward(counter_id=hall.world.counters[1]), **hall.act())
    with pytest.raises(NobodyWaits):
        hall.call(0)
    actions.close_counter(hall.world.counters[1], **hall.act(BERT))
    assert hall.call(0).visit_id == visit_id


def test_what_yesterday_left_open_keeps_nothing_busy(hall: Hall) -> None:
    hall.arrive(hall.booked())
    left = hall.serve()
    hall.clock = at(THURSDAY, 9)
    hall.open(0, CLARA)
    assert state_of(left) == "closed"
    hall.arrive(hall.booked(2, at(THURSDAY, 9)))
    assert hall.call(0, CLARA).ticket == "A01"


def test_the_database_itself_refuses_a_second_party_at_a_counter(hall: Hall) -> None:
    first, second = (hall.arrive(hall.booked(number)).visit_id for number in (1, 2))
    hall.call()
    assert state_of(first) == "called"
    there = Stage.objects.get(visit_id=second, ended_at=None)
    there.state, there.counter_id = "serving", hall.world.counters[0]
    with pytest.raises(IntegrityError, match="one_served_visit_per_counter"), transaction.atomic():
        there.save()
