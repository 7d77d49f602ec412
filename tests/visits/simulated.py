"""A day played out: people who come early, late or not at all, and assistants who call whoever is next.

Only what people do is made up here, from a seed; who is next, what a ticket says and how long it takes is
asked of the room itself, on the real database, with the clock of the play. How long visits take has nothing
to do with what the estimate believes: another shape, and another pace on each day.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from servicepoint.appointments.errors import SlotTaken
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.visits import actions, queries
from servicepoint.visits.actions import Allowed, Guest, Outcome
from servicepoint.visits.arrival import TooEarly
from servicepoint.visits.errors import NobodyWaits, NotWelcome
from servicepoint.visits.models import Visit
from tests.world import ALL, NOW, TUESDAY, World, at, book, person

BASKETS = [("DOC",)] * 9 + [("BIO",)] * 5 + [("NAT",)] * 2 + [("DOC", "DOC"), ("BIO", "BIO"), ("DOC", "BIO")]
ONLY = {10: ["DOC"], 11: ["BIO", "NAT"]}  # what these counters serve; the others serve everything
OPENS, ENDS = at(TUESDAY, 8, 45), at(TUESDAY, 18)


@dataclass
class Told:
    """What a party was told when it came, and how long it waited; minutes."""

    low: int
    high: int
    told_at: datetime
    waited: float | None = None

    @property
    def was_right(self) -> bool:
        return self.waited is not None and self.low <= self.waited <= self.high


@dataclass
class Play:
    """One day from its seed."""

    world: World
    dice: Random
    now: datetime = OPENS
    numbers: "count[int]" = field(default_factory=count)
    events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    told: dict[int, Told] = field(default_factory=dict)
    idle: set[int] = field(default_factory=set)
    aside: dict[int, list[int]] = field(default_factory=dict)
    came: int = 0
    sent_home: int = 0
    absent: int = 0

    def __post_init__(self) -> None:
        self.pace = self.dice.uniform(0.95, 1.25)

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heappush(self.events, (moment, next(self.numbers), act))

    def soon(self, minutes: float, act: Callable[[], None]) -> None:
        self.at(self.now + timedelta(minutes=minutes), act)

    def act(self, counter: int = 0) -> dict:
        return {"now": self.now, "actor": Actor("staff", f"assistant-{counter}")}

    def run(self, parties: int, guests: int) -> None:
        actions.allow_walk_ins(self.world.location_id, day=TUESDAY, at_most=guests, **self.act())
        for counter, counter_id in enumerate(self.world.counters):
            actions.open_counter(counter_id, for_services=ONLY.get(counter, ALL), **self.act(counter))
            self.idle.add(counter)
        self._book(parties)
        for _ in range(guests):
            self.at(at(TUESDAY, 9) + timedelta(minutes=self.dice.uniform(0, 380)), self._guest)
        while self.events:
            self.now, _, act = heappop(self.events)
            act()

    # --- people ---

    def _book(self, parties: int) -> None:
        starts = [
            at(TUESDAY, hour, minute) for hour in (9, 10, 11, 13, 14, 15) for minute in range(0, 60, 10)
        ]
        made = 0
        while made < parties:
            basket, starts_at = self.dice.choice(BASKETS), self.dice.choice(starts)
            people = [person(made * 10 + each + 1, service=code) for each, code in enumerate(basket)]
            try:
                booked = book(self.world, starts_at, *people, now=NOW)
            except SlotTaken:
                continue
            made += 1
            self._will_come(booked.appointment_id, starts_at)

    def _will_come(self, appointment_id: int, starts_at: datetime) -> None:
        if self.dice.random() < 0.07:
            self.absent += 1
            return
        minutes = max(min(self.dice.gauss(-7, 7), 25), -30)
        self.at(starts_at + timedelta(minutes=minutes), lambda: self._arrive(appointment_id))

    def _arrive(self, appointment_id: int, override: str = "") -> None:
        try:
            ticket = actions.check_in(
                appointment_id,
                location_id=self.world.location_id,
                now=self.now,
                actor=RESIDENT,
                allowed=Allowed(override=override),
            )
        except NotWelcome as refusal:
            self._not_received(appointment_id, refusal)
            return
        self._in_line(ticket.visit_id)

    def _not_received(self, appointment_id: int, refusal: NotWelcome) -> None:
        if isinstance(refusal.verdict, TooEarly):
            self.at(refusal.verdict.until, lambda: self._arrive(appointment_id))
        elif self.dice.random() < 0.5:
            self._arrive(appointment_id, override="transport")
        else:
            self.sent_home += 1

    def _guest(self) -> None:
        guest = Guest(self.dice.choice(["DOC", "BIO"]))
        ticket = actions.walk_in([guest], location_id=self.world.location_id, language="nl", **self.act())
        self._in_line(ticket.visit_id)

    def _in_line(self, visit_id: int) -> None:
        self.came += 1
        line = queries.line_now(self.world.location_id, now=self.now)
        estimate = next(each.estimate for each in line if each.visit_id == visit_id)
        assert estimate is not None, "some counter serves everything"
        self.told[visit_id] = Told(estimate.low, estimate.high, self.now)
        self._one_idle_calls()

    # --- assistants ---

    def _one_idle_calls(self) -> None:
        """Let those who have nobody press the button, until one of them gets the party that just came."""
        for counter in sorted(self.idle):
            self._next(counter)
            if counter not in self.idle:
                return

    def _next(self, counter: int) -> None:
        """Call a party that stood aside and is back, else the next of the line, else wait for somebody."""
        counter_id = self.world.counters[counter]
        back = self.aside.get(counter)
        try:
            if back:
                call = actions.recall(back.pop(), counter_id=counter_id, **self.act(counter))
            else:
                call = actions.call_next(counter_id, **self.act(counter))
        except NobodyWaits:
            self.idle.add(counter)
            return
        self.idle.discard(counter)
        told = self.told[call.visit_id]
        if told.waited is None:
            told.waited = (self.now - told.told_at).total_seconds() / 60
        self._called(call.visit_id, counter)

    def _called(self, visit_id: int, counter: int) -> None:
        if self.dice.random() < 0.95:
            self.soon(self.dice.uniform(0.3, 1.5), lambda: self._serve(visit_id, counter))
            return
        self.soon(1.5, lambda: actions.call_again(visit_id, **self.act(counter)))
        self.soon(3, lambda: self._missed(visit_id, counter))

    def _missed(self, visit_id: int, counter: int) -> None:
        actions.missed(visit_id, **self.act(counter))
        if self.dice.random() < 0.6:
            self.soon(self.dice.uniform(3, 15), lambda: self._returned(visit_id))
        self._next(counter)

    def _returned(self, visit_id: int) -> None:
        actions.returned(visit_id, **self.act())
        self._one_idle_calls()

    def _serve(self, visit_id: int, counter: int) -> None:
        actions.start_serving(visit_id, **self.act(counter))
        basket = Visit.objects.get(id=visit_id).basket
        planned = sum({"DOC": 10, "BIO": 15, "NAT": 30}[code] for code in basket)
        minutes = planned * self.pace * self.dice.lognormvariate(-0.08, 0.4)
        if self.dice.random() < 0.03:
            self.soon(minutes / 2, lambda: self._park(visit_id, counter))
        else:
            self.soon(minutes, lambda: self._finish(visit_id, counter))

    def _park(self, visit_id: int, counter: int) -> None:
        actions.park(visit_id, **self.act(counter))
        self.soon(8, lambda: self._stands_aside(visit_id, counter))
        self._next(counter)

    def _stands_aside(self, visit_id: int, counter: int) -> None:
        self.aside.setdefault(counter, []).append(visit_id)
        if counter in self.idle:
            self._next(counter)

    def _finish(self, visit_id: int, counter: int) -> None:
        outcome = Outcome("left", "no_time") if self.dice.random() < 0.02 else Outcome("refused", "conduct")
        for position in range(1, 1 + Visit.objects.get(id=visit_id).people.count()):
            actions.set_outcome(visit_id, position=position, outcome=outcome, **self.act(counter))
        actions.finish(visit_id, **self.act(counter))
        self.soon(self.dice.uniform(0, 1.5), lambda: self._next(counter))

    def close(self) -> actions.DayEnd:
        self.now = ENDS
        return actions.close_day(self.world.location_id, day=TUESDAY, **self.act())
