from datetime import timedelta

import pytest

from servicepoint.api import kept, ready
from servicepoint.appointments import actions
from servicepoint.kit.actor import RESIDENT
from servicepoint.locations.models import Closure
from tests.world import NOW, TUESDAY, at, book, make_world

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=kept.FRESH_SECONDS)


@pytest.fixture(autouse=True)
def catalogue_remembered(settings):
    settings.CATALOGUE_SECONDS = 5


@pytest.fixture
def world():
    return make_world()


def _render(offer) -> bytes:
    return " ".join(f"{slot.starts_at:%m%d%H%M}" for slot in offer.slots).encode()


def _kept(world, now=NOW) -> ready.Answer:
    return kept.kept(("test", world.location_id), world.ask(), now=now, render=_render)


def test_what_was_answered_lately_is_answered_again_without_a_question(world, django_assert_num_queries):
    first = _kept(world)
    with django_assert_num_queries(0):
        assert _kept(world, NOW + timedelta(seconds=0.4)) is first


def test_half_a_second_later_one_question_makes_sure_that_nothing_changed(world, django_assert_num_queries):
    first = _kept(world)
    with django_assert_num_queries(1):
        assert _kept(world, LATER) is first


def test_a_hold_an_appointment_and_a_closure_are_seen_half_a_second_later(world):
    first = _kept(world)
    nine = at(TUESDAY, 9)
    actions.hold(world.ask(), starts_at=nine, secret="s" * 32, now=NOW, actor=RESIDENT)
    held = _kept(world, LATER)
    assert b"11240800" in first.body
    assert b"11240800" not in held.body
    book(world, at(TUESDAY, 9, 10), now=LATER)
    booked = _kept(world, LATER + timedelta(seconds=kept.FRESH_SECONDS))
    assert b"11240810" not in booked.body
    assert first.etag != held.etag != booked.etag


def test_held_time_comes_back_by_itself_when_the_hold_runs_out(world, settings):
    actions.hold(world.ask(), starts_at=at(TUESDAY, 9), secret="s" * 32, now=NOW, actor=RESIDENT)
    assert b"11240800" not in _kept(world).body
    after = NOW + timedelta(minutes=settings.HOLD_MINUTES)
    assert b"11240800" in _kept(world, after).body


def test_a_time_that_starts_too_soon_by_now_is_not_offered_any_more(world):
    just_before = at(TUESDAY, 8)  # an hour before nine: the lead time of this service
    assert b"11240800" in _kept(world, just_before).body
    assert b"11240800" not in _kept(world, just_before + timedelta(minutes=5)).body


def test_an_edit_of_the_openings_is_seen(world):
    from servicepoint.locations.actions import editing  # noqa: PLC0415

    assert b"11240800" in _kept(world).body
    with editing([world.location_id]):
        Closure.objects.create(
            location_id=world.location_id, starts_on=TUESDAY, ends_on=TUESDAY, reason="Test"
        )
    assert b"11240800" not in _kept(world, LATER).body


def test_no_more_is_kept_than_the_bounds_allow():
    few, small = kept.Shelf(3, 1_000), kept.Shelf(100, 25)
    for number in range(10):
        for shelf in (few, small):
            shelf.put(number, kept.Entry(ready.answer_of(b"x" * 10), None))
    assert list(few.entries) == [7, 8, 9]
    assert list(small.entries) == [8, 9]


def test_one_answer_is_kept_though_it_is_larger_than_all_may_be():
    shelf = kept.Shelf(3, 1)
    shelf.put("large", kept.Entry(ready.answer_of(b"xx"), None))
    assert list(shelf.entries) == ["large"]


def test_thousands_of_rare_wishes_push_out_nothing_that_many_ask_for(world, django_assert_num_queries):
    first = _kept(world)
    for number in range(kept.ANSWERS_MAX + 1):
        kept.kept(number, world.ask(), now=NOW, render=_render, is_rare=True)
    with django_assert_num_queries(0):
        assert _kept(world) is first
