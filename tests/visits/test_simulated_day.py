"""A whole day: three hundred parties, twelve counters, random arrivals; on several seeds."""

from collections import Counter
from random import Random
from statistics import median

import pytest

from servicepoint.visits import queries, rules
from servicepoint.visits.models import Stage, Visit
from tests.visits.hall import chain_of
from tests.visits.simulated import Play
from tests.world import TUESDAY, make_world

PARTIES, GUESTS, COUNTERS = 250, 50, 12
SHARE_RIGHT_MIN = 0.8
WIDTH_MAX = 20


@pytest.fixture(params=[1, 2, 3], ids=lambda seed: f"seed-{seed}")
def day(request, transactional_db) -> Play:
    play = Play(make_world(COUNTERS), Random(request.param))
    play.run(PARTIES, GUESTS)
    return play


def test_a_day_of_300_visits(day: Play, record_property) -> None:
    import time

    t = time.time()
    end = day.close()
    right = [told.was_right for told in day.told.values() if told.waited is not None]
    widths = [told.high - told.low for told in day.told.values()]
    waits = [told.waited for told in day.told.values() if told.waited is not None]
    print(
        day.pace,
        sum(right) / len(right),
        median(widths),
        median(waits),
        max(waits),
        sorted(waits)[len(waits) * 9 // 10],
        end,
        day.came,
        day.absent,
        day.sent_home,
    )
    low = sum(1 for t in day.told.values() if t.waited is not None and t.waited < t.low)
    high = sum(1 for t in day.told.values() if t.waited is not None and t.waited > t.high)
    print("low", low, "high", high, Counter(widths).most_common(8))
