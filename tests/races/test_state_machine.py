"""Thousands of random acts, compared after each with a model so simple that it can be seen to be right.

The model is a list of (counter, start, end, expiry) and tries every start at every counter. It learns only
the counter from the real thing, and says itself whether an act must succeed.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from servicepoint.appointments import actions, queries, snapshot
from servicepoint.appointments.errors import HoldExpired, NoRoomForParty, NotOpen, SlotTaken, TooLateToChange
from servicepoint.appointments.models import Claim
from servicepoint.appointments.party import Ask
from servicepoint.appointments.queries import Wish
from servicepoint.kit.actor import RESIDENT
from servicepoint.kit.period import moment_of, tick_of
from servicepoint.locations import actions as location_actions
from servicepoint.locations.actions import ClosureWish
from tests.world import NOW, TUESDAY, at, make_world, party, person

OPEN = [(tick_of(at(TUESDAY, opens)), tick_of(at(TUESDAY, closes))) for opens, closes in ((9, 12), (13, 16))]
GRID = [at(TUESDAY, 8, 50) + timedelta(minutes=10 * number) for number in range(44)]
MINUTES = {"DOC": (10, 10), "BIO": (15, 15), "NAT": (30, 15)}
BASKETS = st.lists(st.sampled_from(list(MINUTES)), min_size=1, max_size=3)
LEAD = timedelta(minutes=60)


def _minutes(basket: tuple[str, ...]) -> int:
    return sum(
        MINUTES[code][0] + MINUTES[code][1] * (basket.count(code) - 1) for code in dict.fromkeys(basket)
    )


@dataclass
class Taken:
    counter: int
    start: int
    end: int
    basket: tuple[str, ...]
    expires_at: datetime | None = None


class ServicePoint(RuleBasedStateMachine):
    holds = Bundle("holds")
    booked = Bundle("booked")

    @initialize(counters=st.integers(1, 2))
    def open_the_doors(self, counters: int) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        snapshot.forget_all()
        self.world = make_world(counters)
        self.now, self.people = NOW, 0
        self.taken: dict[str, Taken] = {}
        self.closed: list[tuple[int, int]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def _free(self, start: int, basket: tuple[str, ...], apart_from: str = "") -> Iterator[int]:
        end = start + -(-_minutes(basket) // 5)
        if not any(opens <= start and end <= closes for opens, closes in OPEN):
            return
        if any(start < until and first < end for first, until in self.closed):
            return
        for counter in self.world.counters:
            rivals = (
                each
                for name, each in self.taken.items()
                if name != apart_from
                and each.counter == counter
                and (each.expires_at is None or each.expires_at > self.now)
            )
            if not any(start < each.end and each.start < end for each in rivals):
                yield counter

    def _may_start(self, starts_at: datetime) -> bool:
        return starts_at >= self.now + LEAD

    def _learn(self, name: str, claim: Claim, expires_at: datetime | None) -> None:
        new = Taken(claim.counter_id, claim.start_tick, claim.end_tick, tuple(claim.basket), expires_at)
        for other, each in list(self.taken.items()):
            overlaps = each.counter == new.counter and each.start < new.end and new.start < each.end
            if other != name and overlaps:
                assert each.expires_at is not None and each.expires_at <= self.now, "double booking"
                del self.taken[other]
        self.taken[name] = new

    def _claim(self, appointment_id: int) -> Claim:
        return Claim.objects.get(appointment_id=appointment_id)

    @rule(target=holds, starts_at=st.sampled_from(GRID), basket=BASKETS)
    def hold(self, starts_at: datetime, basket: list[str]) -> str:
        secret, wanted = secrets.token_hex(8), tuple(basket)
        possible = self._may_start(starts_at) and any(self._free(tick_of(starts_at), wanted))
        ask = Ask(self.world.location_id, wanted)
        try:
            made = actions.hold(ask, starts_at=starts_at, secret=secret, now=self.now, actor=RESIDENT)
        except SlotTaken:
            assert not possible, "refused a place that was free"
            return secret
        assert possible, "gave a place that was not free"
        self._learn(secret, Claim.objects.latest("id"), made.expires_at)
        return secret

    @rule(target=booked, secret=consumes(holds))
    def book(self, secret: str) -> int:
        known = self.taken.get(secret)
        basket = known.basket if known else ("DOC",)
        coming = party(*(self._person(code) for code in basket))
        try:
            made = actions.book(coming, hold_secret=secret, now=self.now, actor=RESIDENT)
        except HoldExpired:
            assert known is None, "lost a hold"
            return 0
        assert known is not None, "booked what was not held"
        del self.taken[secret]
        self._learn(str(made.appointment_id), self._claim(made.appointment_id), None)
        return made.appointment_id

    @rule(appointment_id=booked, starts_at=st.sampled_from(GRID))
    def move(self, appointment_id: int, starts_at: datetime) -> None:
        name = str(appointment_id)
        known = self.taken.get(name)
        if known is None:
            return
        stays = moment_of(known.start) == starts_at
        possible = stays or (
            self._may_start(moment_of(known.start))
            and self._may_start(starts_at)
            and any(self._free(tick_of(starts_at), known.basket, apart_from=name))
        )
        try:
            actions.move(appointment_id, starts_at=starts_at, now=self.now, actor=RESIDENT)
        except (SlotTaken, NotOpen, TooLateToChange):
            assert not possible, "refused a move to a free place"
            return
        assert possible, "moved to a place that was not free"
        self._learn(name, self._claim(appointment_id), None)

    @rule(appointment_id=consumes(booked))
    def cancel(self, appointment_id: int) -> None:
        known = self.taken.get(str(appointment_id))
        try:
            actions.cancel(appointment_id, now=self.now, actor=RESIDENT)
        except NotOpen:
            assert known is None or moment_of(known.start) <= self.now
            return
        assert known is not None
        del self.taken[str(appointment_id)]

    @rule(appointment_id=booked)
    def drop_first_person(self, appointment_id: int) -> None:
        known = self.taken.get(str(appointment_id))
        if known is None or len(known.basket) < 2 or moment_of(known.start) <= self.now:
            return
        view = queries.by_id(appointment_id)
        actions.drop_person(appointment_id, position=view.people[0].position, now=self.now, actor=RESIDENT)
        claim = self._claim(appointment_id)
        assert (claim.start_tick, tuple(claim.basket)) == (known.start, known.basket[1:])
        assert claim.end_tick == min(known.end, known.start + -(-_minutes(known.basket[1:]) // 5))
        self._learn(str(appointment_id), claim, None)

    @rule(appointment_id=booked, code=st.sampled_from(list(MINUTES)))
    def add_person(self, appointment_id: int, code: str) -> None:
        name = str(appointment_id)
        known = self.taken.get(name)
        if known is None or not self._may_start(moment_of(known.start)) or len(known.basket) > 5:
            return
        possible = any(self._free(known.start, (*known.basket, code), apart_from=name))
        try:
            actions.add_person(appointment_id, self._person(code), now=self.now, actor=RESIDENT)
        except NoRoomForParty:
            assert not possible, "refused a person who fits"
            return
        assert possible, "added a person who does not fit"
        self._learn(name, self._claim(appointment_id), None)

    @rule(minutes=st.integers(1, 25))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def housekeeping(self) -> None:
        actions.forget(self.now)
        long_ago = self.now - timedelta(hours=1)
        for name, each in list(self.taken.items()):
            if each.expires_at and each.expires_at <= long_ago:
                del self.taken[name]

    @rule(hour=st.integers(9, 15))
    def close_half_an_hour(self, hour: int) -> None:
        first, until = at(TUESDAY, hour), at(TUESDAY, hour, 30)
        wish = ClosureWish(TUESDAY, TUESDAY, "Test", from_time=time(hour), until_time=time(hour, 30))
        location_actions.close(self.world.location_id, wish=wish, actor=RESIDENT, now=self.now)
        self.closed.append((tick_of(first), tick_of(until)))

    @invariant()
    def what_is_offered_is_what_is_free(self) -> None:
        if not hasattr(self, "taken"):
            return
        for basket in (("DOC",), ("NAT", "BIO")):
            ask, today = Ask(self.world.location_id, basket), Wish(TUESDAY, TUESDAY)
            offered = queries.free_slots(ask, now=self.now, wish=today)
            possible = [each for each in GRID if self._may_start(each)]
            expected = [each for each in possible if any(self._free(tick_of(each), basket))]
            assert [slot.starts_at for slot in offered] == expected

    def _person(self, code: str):
        self.people += 1
        return person(self.people, service=code)


@pytest.mark.django_db
def test_thousands_of_random_acts_agree_with_a_simple_model(settings_for_moves: None) -> None:
    run_state_machine_as_test(
        ServicePoint,
        settings=settings(
            max_examples=60,
            stateful_step_count=50,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking takes minutes: the steps are printed as they were
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_for_moves(settings) -> None:
    settings.MOVES_MAX = 1_000
