"""Our slots and appointments in the planner's words: the same keys in the same order, byte for byte."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from servicepoint.api.planner.slot_keys import keys_of
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.party import Party, Slot
from servicepoint.kit import clock
from servicepoint.locations.queries import Location

WORDS_KEPT_MAX = 32_768


def slots_in_words(
    slots: Sequence[Slot], location: Location, product: str, persons: int
) -> list[dict[str, Any]]:
    """Return free slots as the planner lists them."""
    keys = keys_of(location.id, product, persons, (slot.starts_at for slot in slots))
    return [in_words(key, slot, location) for key, slot in zip(keys, slots, strict=True)]


def in_words(key: str, slot: Slot, location: Location) -> dict[str, Any]:
    """Return one slot; `parts` is how many steps of the location's grid it takes, rounded up."""
    seconds = int((slot.ends_at - slot.starts_at).total_seconds())
    return {"key": key, **when(slot), "parts": -(-seconds // (60 * location.step_minutes))}


@lru_cache(maxsize=WORDS_KEPT_MAX)
def when(slot: Slot) -> Mapping[str, str]:
    """Return day and times on a Dutch clock; a list names the same ones again after every change."""
    start = clock.dutch(slot.starts_at)
    return {
        "date": f"{start:%Y-%m-%d}",
        "startTime": f"{start:%H:%M}",
        "endTime": f"{clock.dutch(slot.ends_at):%H:%M}",
    }


def appointment_in_words(booked: Booked, party: Party, slot: Slot, *, phone: str) -> dict[str, Any]:
    """Return what was booked, `phone` as it was sent. BSN and birth date are not said again."""
    return {
        "key": booked.key,
        "version": 0,
        "code": booked.code,
        "productKey": party.people[0].service,
        **when(slot),
        "email": party.contact.email,
        "hasEmail": bool(party.contact.email),
        "phone": phone,
        "language": party.contact.language,
        "status": None,
        "hasDetail": True,
        "customers": [
            {
                "vNumber": person.v_number,
                "vnumber": person.v_number,
                "bsn": "",
                "firstName": person.first_name,
                "lastName": person.last_name,
                "fullName": f"{person.first_name} {person.last_name}".strip(),
            }
            for person in party.people
        ],
        "birthDate": None,
        "user": None,
    }
