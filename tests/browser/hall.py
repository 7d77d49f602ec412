"""The service point of Maastricht at this very moment: open counters, and parties who come now."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servicepoint.appointments import actions as appointments
from servicepoint.appointments import queries
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.devices import actions as devices
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.kit.period import moment_of, tick_of
from servicepoint.locations import queries as locations
from servicepoint.locations.actions import editing
from servicepoint.locations.models import Counter, DatedOpening
from servicepoint.public.place import LOCATION
from servicepoint.visits import actions
from servicepoint.visits.actions import Guest
from tests.documents.shelf import lies_ready

LEAD = Actor("staff", "lead.voorbeeld")
GRID_TICKS = 2
EVERYTHING = ["DOC", "BIO", "VAA", "TKV", "NAT"]


@dataclass(frozen=True)
class Now:
    """A hall that is open the whole of today; counters are numbered from 0."""

    location_id: int
    counters: tuple[int, ...]

    @property
    def names(self) -> dict[int, str]:
        return locations.counter_names(self.location_id)

    def code_for(self, kind: str) -> str:
        told = devices.announce(self.location_id, kind=kind, name="Hall", now=clock.now(), actor=LEAD)
        return told.code

    def booked(self, number: int, starts_at: datetime | None = None) -> queries.AppointmentView:
        starts_at = starts_at or this_time()
        lies_ready(f"{number:010d}", location_id=self.location_id, birth_date=date(1980, 5, 17))
        earlier = starts_at - timedelta(days=3)
        born, v_number = date(1980, 5, 17), f"{number:010d}"
        coming = Person("DOC", "no-document", "Testa", f"Voorbeeld-{number}", born, v_number)
        party, secret = Party((coming,), Contact("en", email="testa@example.org")), secrets.token_hex(16)
        ask = Ask(self.location_id, ("DOC",))
        appointments.hold(ask, starts_at=starts_at, secret=secret, now=earlier, actor=RESIDENT)
        made = appointments.book(party, hold_secret=secret, now=earlier, actor=RESIDENT)
        found = queries.by_id(made.appointment_id)
        assert found is not None
        return found

    def arrive(self, booked: queries.AppointmentView) -> str:
        done = actions.check_in(booked.id, location_id=self.location_id, now=clock.now(), actor=RESIDENT)
        return done.text

    def guest(self, service: str = "DOC") -> str:
        guest = Guest(service, first_name="Testa", last_name="Zonder")
        done = actions.walk_in(
            [guest], location_id=self.location_id, language="nl", now=clock.now(), actor=LEAD
        )
        return done.text

    def call(self, counter: int = 0) -> actions.Call:
        return actions.call_next(
            self.counters[counter], now=clock.now(), actor=Actor("staff", f"assistant-{counter}")
        )

    def clear(self, counter: int = 0) -> None:
        """Let the party at a counter go, so that the next can be called."""
        stage = actions.call_next(self.counters[counter], now=clock.now(), actor=LEAD)
        actions.leave(stage.visit_id, now=clock.now(), actor=LEAD)


def this_time() -> datetime:
    """Return the latest time at which an appointment may begin: on the grid of ten minutes."""
    tick = tick_of(clock.now())
    return moment_of(tick - tick % GRID_TICKS)


def open_now() -> Now:
    """Open three counters for the whole of today; guests are welcome."""
    place, today = locations.location(LOCATION), clock.dutch_day(clock.now())
    rows = list(Counter.objects.filter(location_id=place.id).order_by("id"))
    while len(rows) < 5:
        rows.append(Counter.objects.create(location_id=place.id, name=str(len(rows) + 1)))
    with editing([place.id]):
        for row in rows:
            DatedOpening.objects.filter(counter=row, on=today).delete()
            DatedOpening.objects.create(
                counter=row, on=today, opens_at=time(0), closes_at=time(23, 55), services=EVERYTHING
            )
    now = Now(place.id, tuple(row.id for row in rows))
    for number, counter in enumerate(now.counters):
        actor = Actor("staff", f"assistant-{number}")
        actions.open_counter(counter, for_services=EVERYTHING, now=clock.now(), actor=actor)
    actions.allow_walk_ins(place.id, day=today, at_most=100, now=clock.now(), actor=LEAD)
    return now
