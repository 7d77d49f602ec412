"""Both clock-change days, with an opening in the night that has one hour twice or not at all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from servicepoint.appointments import queries
from servicepoint.appointments.queries import Wish
from servicepoint.kit import clock
from servicepoint.locations.models import DatedOpening
from tests.world import ALL, World, book, person


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 4), (date(2026, 3, 29), 2), (date(2026, 10, 24), 3)]
)
def test_a_night_shift_has_as_many_places_as_it_has_real_time(world: World, day: date, hours: int) -> None:
    DatedOpening.objects.create(
        counter_id=world.counters[0], on=day, opens_at=time(1), closes_at=time(4), services=ALL
    )
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=7)
    slots = list(queries.free_slots(world.ask(), now=now, wish=Wish(day, day)))
    assert len(slots) == hours * 6
    assert slots[0].starts_at == clock.moment_on(day, time(1))
    assert slots[-1].ends_at == clock.moment_on(day, time(4))
    assert len({slot.starts_at for slot in slots}) == len(slots)


def test_the_repeated_hour_is_two_hours_that_can_both_be_booked(world: World) -> None:
    day = date(2026, 10, 25)
    DatedOpening.objects.create(
        counter_id=world.counters[0], on=day, opens_at=time(2), closes_at=time(3), services=ALL
    )
    now = datetime(2026, 10, 19, tzinfo=UTC)
    slots = [
        slot
        for slot in queries.free_slots(world.ask(), now=now, wish=Wish(day, day))
        if clock.dutch(slot.starts_at).time() == time(2, 30)
    ]
    codes = {book(world, slot.starts_at, person(number), now=now).code for number, slot in enumerate(slots)}
    assert len(codes) == len(slots) == 2


@pytest.mark.parametrize("day", [date(2026, 10, 27), date(2026, 3, 31)])
def test_nine_oclock_after_the_change_is_offered_before_it(world: World, day: date) -> None:
    now = clock.moment_on(day - timedelta(days=7), time(12))
    first = next(queries.free_slots(world.ask(), now=now, wish=Wish(day, day)))
    assert clock.dutch(first.starts_at).time() == time(9)
