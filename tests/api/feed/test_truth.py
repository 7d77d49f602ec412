"""What the feed says is true: every time in it can be held, and every time that can be held is in it."""

from datetime import datetime, timedelta

from django.db import transaction

from servicepoint.api import kept
from servicepoint.appointments import actions, queries
from servicepoint.appointments.actions import Hold
from servicepoint.appointments.errors import Refused
from servicepoint.appointments.party import Ask
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations import queries as locations
from servicepoint.locations.actions import editing
from servicepoint.locations.models import Closure, DatedOpening
from servicepoint.services.models import Service
from tests.api.feed.conftest import Advertised, Reader
from tests.world import ALL, NOW, THURSDAY, TUESDAY, World, at, book, make_world

SAMPLE = 25  # every so many-th time of the real content
TICK = timedelta(minutes=5)
TICKS_A_DAY = 120  # from seven to five


def held(place_id: int, service: str, start: datetime, now: datetime) -> Hold | None:
    """Hold a time as a resident would, and let it go again; None when it is refused."""
    with transaction.atomic():
        try:
            ask = Ask(place_id, (service,))
            got = actions.hold(ask, starts_at=start, secret="s" * 32, now=now, actor=RESIDENT)
        except Refused:
            return None
        transaction.set_rollback(True)
    return got


def can_be_held(one: Advertised, now: datetime) -> bool:
    """Say whether a time of the feed can be had, as long as it says."""
    got = held(locations.location(one.place).id, one.service, one.starts_at, now)
    return got is not None and (got.starts_at, got.ends_at) == (one.starts_at, one.ends_at)


def assert_true(reader: Reader, world: World, now: datetime) -> list[Advertised]:
    """Try every time of the coming two weeks in the feed, and every tick of two days that is not in it."""
    advertised = [one for one in reader.slots() if one.starts_at < now + timedelta(days=14)]
    assert [one for one in advertised if not can_be_held(one, now)] == []
    told = {(one.service, one.starts_at) for one in advertised}
    ticks = [at(day, 7) + step * TICK for day in (TUESDAY, THURSDAY) for step in range(TICKS_A_DAY)]
    others = [(service, start) for service in ALL for start in ticks if (service, start) not in told]
    assert [each for each in others if held(world.location_id, *each, now)] == []
    return advertised


def test_every_time_can_be_held_and_none_is_missing_whatever_happens(world, reader, settings):
    full = assert_true(reader, world, NOW)
    book(world, at(TUESDAY, 9, 20))
    actions.hold(world.ask("NAT"), starts_at=at(THURSDAY, 13), secret="h" * 32, now=NOW, actor=RESIDENT)
    later = NOW + timedelta(seconds=1)
    with clock.frozen(later):
        fewer = assert_true(reader, world, later)
        with editing([world.location_id]):
            Closure.objects.create(
                location_id=world.location_id, starts_on=TUESDAY, ends_on=TUESDAY, reason="Test"
            )
    assert len(fewer) < len(full)
    closed = NOW + timedelta(seconds=2)
    with clock.frozen(closed):
        assert_true(reader, world, closed)
        assert not any(clock.dutch_day(one.starts_at) == TUESDAY for one in reader.slots())
    expired = NOW + timedelta(minutes=settings.HOLD_MINUTES)
    with clock.frozen(expired):
        again = assert_true(reader, world, expired)
    assert ("NAT", at(THURSDAY, 13)) in {(one.service, one.starts_at) for one in again}


def test_a_time_too_soon_leaves_the_feed_by_itself(world, reader):
    soon = at(TUESDAY, 9) - timedelta(minutes=60)
    with clock.frozen(soon):
        assert at(TUESDAY, 9) in {one.starts_at for one in reader.slots()}
    with clock.frozen(soon + timedelta(minutes=1)):
        found = reader.slots()
        assert at(TUESDAY, 9) not in {one.starts_at for one in found}
        assert all(can_be_held(one, soon + timedelta(minutes=1)) for one in found[:20])


def test_a_lead_time_of_odd_minutes_ends_on_its_minute(world, reader):
    Service.objects.update(lead_minutes=62)
    soon = at(TUESDAY, 9) - timedelta(minutes=62)
    with clock.frozen(soon - timedelta(seconds=1)):
        assert at(TUESDAY, 9) in {one.starts_at for one in reader.slots()}
    with clock.frozen(soon + timedelta(seconds=1)):
        assert at(TUESDAY, 9) not in {one.starts_at for one in reader.slots()}


def test_a_service_that_is_taken_out_vanishes_with_its_file(world, reader, settings):
    assert reader.get("/smart/slots/proefstad/BIO.ndjson").status_code == 200
    Service.objects.filter(code="BIO").update(active=False)
    with clock.frozen(NOW + timedelta(seconds=settings.CATALOGUE_SECONDS + kept.FRESH_SECONDS)):
        assert reader.get("/smart/slots/proefstad/BIO.ndjson").status_code == 404
        assert not any("BIO" in each["url"] for each in reader.manifest()["output"])
        assert all(one.service != "BIO" for one in reader.slots())
        assert "PROEFSTA-BIO" not in {each["id"] for each in reader.read("Schedule")}


def test_a_new_opening_is_told(world, reader):
    before = {one.starts_at for one in reader.slots()}
    day = TUESDAY + timedelta(days=1)
    with editing([world.location_id]):
        DatedOpening.objects.create(
            counter_id=world.counters[0],
            on=day,
            opens_at=at(day, 10).time(),
            closes_at=at(day, 12).time(),
            services=ALL,
        )
    with clock.frozen(NOW + timedelta(seconds=kept.FRESH_SECONDS)):
        new = {one.starts_at for one in reader.slots()} - before
    assert new and {clock.dutch_day(moment) for moment in new} == {day}


def test_each_location_has_its_own_times(world, reader):
    other = make_world(name="anderstad")
    book(other, at(TUESDAY, 9))
    starts = {
        place: {o.starts_at for o in reader.slots() if o.place == place}
        for place in ("proefstad", "anderstad")
    }
    assert at(TUESDAY, 9) in starts["proefstad"]
    assert at(TUESDAY, 9) not in starts["anderstad"]


def test_a_sample_of_the_real_content_can_be_held(real_content, reader):
    found = reader.slots()
    assert {one.service for one in found} == set(
        Service.objects.filter(active=True).values_list("code", flat=True)
    )
    wrong = [one for one in found[::SAMPLE] if not can_be_held(one, NOW)]
    assert len(found) > SAMPLE and wrong == []


def test_the_real_content_is_there_without_a_gap(real_content, reader):
    place = locations.location("maastricht")
    told = {(one.service, one.starts_at) for one in reader.slots()}
    for code in Service.objects.filter(active=True).values_list("code", flat=True):
        free = {slot.starts_at for slot in queries.free_slots(Ask(place.id, (code,)), now=NOW)}
        assert {start for service, start in told if service == code} == free


def test_the_checks_above_can_fail(world, reader):
    """A list from before a booking has a time in it that nobody can hold."""
    old = reader.slots()
    book(world, at(TUESDAY, 9))
    assert [one for one in old if one.service == "DOC" and not can_be_held(one, NOW)]
