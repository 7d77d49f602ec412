"""Which of our locations and services the planner's words mean; from memory, as programs ask very often."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoint.api.planner import slot_keys
from servicepoint.api.planner.reading import Malformed
from servicepoint.appointments.actions import NamedSlot
from servicepoint.appointments.party import Ask, Slot
from servicepoint.kit import clock
from servicepoint.kit.period import TICK_MINUTES, ticks_in
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown
from servicepoint.locations.queries import Location
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Service
from servicepoint.services.errors import ServiceError


class Unknown(Exception):
    """There is no such desk, or no such slot at this desk."""


@dataclass(frozen=True, slots=True)
class DeskSlot:
    """A slot that a program named, at its desk; `slot` has its moments."""

    named: NamedSlot
    location: Location
    service: Service
    persons: int
    slot: Slot


def desk_of(key: str) -> Location:
    """Return the location with this key or alias, in any case."""
    try:
        return locations.location_by_planner_key(key)
    except LocationUnknown as error:
        raise Unknown from error


def product_of(key: str | None) -> Service:
    """Return the service with this code, in any case."""
    service = services.catalogue().services.get((key or "").strip().upper())
    if service is None:
        raise Malformed
    return service


def slot_of(desk: str, key: str) -> DeskSlot:
    """Return the slot that a key stands for; a key of another desk is unknown at this one."""
    location = desk_of(desk)
    catalogue = services.catalogue()
    name = slot_keys.opened(key, catalogue.services)
    if name is None or name.location_id != location.id:
        raise Unknown
    basket = (name.service,) * name.persons
    try:
        minutes = service_rules.minutes_needed(catalogue, basket, clock.dutch_day(name.starts_at))
    except ServiceError as error:
        raise Unknown from error
    ends_at = _ends_at(name.starts_at, minutes)
    return DeskSlot(
        named=NamedSlot(Ask(location.id, basket), name.starts_at, key),
        location=location,
        service=catalogue.services[name.service],
        persons=name.persons,
        slot=Slot(name.starts_at, ends_at),
    )


def _ends_at(starts_at: datetime, minutes: int) -> datetime:
    return starts_at + timedelta(minutes=ticks_in(minutes) * TICK_MINUTES)
