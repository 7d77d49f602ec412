"""A service point on a Tuesday morning, with short words for what its people do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.services.models import Requirement, Service
from servicepoint.services.queries import forget_catalogue
from servicepoint.visits import actions
from servicepoint.visits.actions import Allowed, Call, Found, Guest, Outcome, Ticket
from servicepoint.visits.models import Stage, Visit
from servicepoint.visits.rules import StageFacts
from tests.world import ALL, NOW, TUESDAY, World, at, book, person

NINE = at(TUESDAY, 9)
ANNA, BERT = Actor("staff", "anna"), Actor("staff", "bert")
LEAD = Actor("staff", "lead")


@dataclass
class Hall:
    """The world with two assistants; `clock` is what their clocks show, and moves when somebody says so."""

    world: World
    clock: datetime = NINE

    @property
    def here(self) -> int:
        return self.world.location_id

    def after(self, minutes: float) -> "Hall":
        self.clock += timedelta(minutes=minutes)
        return self

    def act(self, actor: Actor = ANNA) -> dict:
        return {"now": self.clock, "actor": actor}

    def open(self, counter: int = 0, actor: Actor = ANNA, services: list[str] | None = None) -> int:
        actions.open_counter(self.world.counters[counter], for_services=services or ALL, **self.act(actor))
        return self.world.counters[counter]

    def booked(self, number: int = 1, starts_at: datetime = NINE, *services: str) -> int:
        people = [person(number * 10 + each, service=code) for each, code in enumerate(services or ("DOC",))]
        return book(self.world, starts_at, *people, now=NOW).appointment_id

    def arrive(self, appointment_id: int, **allowed: str) -> Ticket:
        return actions.check_in(
            appointment_id, location_id=self.here, allowed=Allowed(**allowed), **self.act(RESIDENT)
        )

    def guest(self, *services: str, **more: str) -> Ticket:
        guests = [Guest(code, first_name="Testa", last_name="Zonder") for code in services or ("DOC",)]
        return actions.walk_in(guests, location_id=self.here, language="nl", **self.act(), **more)

    def let_guests_in(self, at_most: int = 50) -> "Hall":
        actions.allow_walk_ins(self.here, day=TUESDAY, at_most=at_most, **self.act(LEAD))
        return self

    def call(self, counter: int = 0, actor: Actor = ANNA) -> Call:
        return actions.call_next(self.world.counters[counter], **self.act(actor))

    def serve(self, counter: int = 0) -> int:
        visit_id = self.call(counter).visit_id
        actions.start_serving(visit_id, **self.act())
        return visit_id

    def check(self, visit_id: int, requirement: str, result: str = "seen", reason: str = "") -> None:
        actions.check(visit_id, position=1, found=Found(requirement, result, reason), **self.act())

    def step(self, visit_id: int, kind: str, *codes: str, position: int = 1) -> None:
        actions.record_step(visit_id, position=position, kind=kind, codes=codes, **self.act())

    def outcome(self, visit_id: int, code: str = "done", reason: str = "", position: int = 1) -> None:
        actions.set_outcome(visit_id, position=position, outcome=Outcome(code, reason), **self.act())

    def done(self, visit_id: int) -> None:
        for position in Visit.objects.get(id=visit_id).people.values_list("position", flat=True):
            self.step(visit_id, "identity_checked", "mrz_ok", position=position)
            self.step(visit_id, "document_out", "card", position=position)
            self.outcome(visit_id, position=position)

    def finish(self, visit_id: int) -> None:
        actions.finish(visit_id, **self.act())

    def handled(self, counter: int = 0) -> int:
        visit_id = self.serve(counter)
        self.done(visit_id)
        self.finish(visit_id)
        return visit_id


def open_hall(world: World) -> Hall:
    hall = Hall(world)
    hall.open(0, ANNA)
    hall.open(1, BERT)
    return hall


def ask_for(code: str, *requirements: str) -> None:
    """Let the service ask for these things."""
    service = Service.objects.get(code=code)
    for number, name in enumerate(requirements):
        Requirement.objects.create(
            service=service,
            code=name,
            position=number,
            text={"nl": f"Uw {name}", "en": f"Your {name}"},
            valid_from=NOW.date().replace(year=2020),
        )
    forget_catalogue()


def state_of(visit_id: int) -> str:
    return Stage.objects.get(visit_id=visit_id, ended_at=None).state


def chain_of(visit_id: int) -> list[StageFacts]:
    return [
        StageFacts(each.state, each.started_at, each.ended_at, each.counter_id, each.undone)
        for each in Stage.objects.filter(visit_id=visit_id).order_by("id")
    ]
