"""A whole day with random people: three hundred parties, twelve counters, on several seeds."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from statistics import median

import pytest

from servicepoint.visits import queries, rules
from servicepoint.visits.models import Stage, Visit
from tests.visits.hall import chain_of
from tests.visits.simulated import Play
from tests.world import TUESDAY, make_world

PARTIES, GUESTS, COUNTERS = 250, 50, 12
SHARE_RIGHT_MIN, MEDIAN_WIDTH_MAX = 0.8, 15


@pytest.fixture(params=[2, 3], ids=lambda seed: f"seed-{seed}")
def day(request: pytest.FixtureRequest, transactional_db: None) -> Play:
    play = Play(make_world(COUNTERS), Random(request.param))
    play.run(PARTIES, GUESTS)
    return play


def test_a_day_of_300_visits(day: Play, record_property) -> None:
    end = day.close()
    assert day.came + day.absent + day.sent_home == PARTIES + GUESTS
    _nobody_is_lost(day, end.no_shows)
    _every_chain_is_legal()
    _one_party_at_a_counter_at_a_time()
    _tickets_are_unique(day)
    _what_people_were_told_was_right(day, record_property)


def _nobody_is_lost(day: Play, no_shows: int) -> None:
    states = Counter(Stage.objects.filter(ended_at=None).values_list("state", flat=True))
    assert sum(states.values()) == Visit.objects.count() == PARTIES + GUESTS
    assert states["no_show"] == no_shows == day.absent + day.sent_home
    gave_up = states["closed"]  # called while outside, and never came back
    assert states["finished"] + gave_up == day.came
    assert set(Stage.objects.filter(ended_at=None, state="closed").values_list("reason", flat=True)) <= {
        "missed"
    }
    assert len(queries.day_list(day.world.location_id, TUESDAY).rows) == PARTIES + GUESTS


def _every_chain_is_legal() -> None:
    for visit_id in Visit.objects.values_list("id", flat=True):
        assert rules.is_legal(chain_of(visit_id))


def _one_party_at_a_counter_at_a_time() -> None:
    stages = Stage.objects.filter(state__in=["called", "serving"]).order_by("counter_id", "started_at", "id")
    rows = list(stages.values_list("counter_id", "started_at", "ended_at"))
    for (counter, _, ended_at), (following, started_at, _) in pairwise(rows):
        assert counter != following or ended_at <= started_at


def _tickets_are_unique(day: Play) -> None:
    tickets = Visit.objects.filter(arrived_at__isnull=False).values_list("ticket_letter", "ticket_number")
    assert len(set(tickets)) == len(tickets) == day.came


@dataclass
class Told:
    """How good the estimates of a day were; minutes."""

    share_right: float
    median_width: float
    median_wait: float
    longest_wait: float


def _what_people_were_told_was_right(day: Play, record_property) -> None:
    called = [each for each in day.told.values() if each.waited is not None]
    assert len(called) == day.came
    told = Told(
        share_right=sum(each.was_right for each in called) / len(called),
        median_width=median(each.high - each.low for each in called),
        median_wait=median(each.waited for each in called),
        longest_wait=max(each.waited for each in called),
    )
    for name, value in vars(told).items():
        record_property(name, value)
    assert told.share_right >= SHARE_RIGHT_MIN, told
    assert told.median_width <= MEDIAN_WIDTH_MAX, told
    assert told.longest_wait > 2 * told.median_width, "a day without a wait shows nothing"
