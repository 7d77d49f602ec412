"""What an address of the feed brings along: a service, a place and a time, chosen somewhere else.

`/en/book/?location=maastricht&service=DOC&at=2026-11-24T08:00Z`, and maybe `persons=2`; `at` in the form of
`slot_value`. Whatever else stands in the address belongs to whoever made the link and is not looked at.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from servicepoint.appointments import queries
from servicepoint.appointments.party import PARTY_MAX, Ask
from servicepoint.appointments.queries import Wish
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown
from servicepoint.locations.queries import Location
from servicepoint.public.place import LOCATION
from servicepoint.public.slot_list import slot_value, start_in

FIELDS = ("location", "service", "persons", "at")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A place, and the time that was chosen; None when the link has none that we can read."""

    place: Location
    starts_at: datetime | None
    is_gone: bool = False  # someone was quicker, or the link is old or wrong

    @property
    def value(self) -> str:
        """The time as a form posts it; empty when there is none to be had."""
        return slot_value(self.starts_at) if self.starts_at and not self.is_gone else ""


def link_in(values: QueryDict) -> DeepLink | None:
    """Return the link that was followed or posted on, or None when there was none."""
    if "at" not in values and "location" not in values:
        return None
    start = start_in(values.get("at", ""))
    try:
        place = locations.location(values.get("location") or LOCATION)
    except LocationUnknown:  # a time at another place is not the one that was meant
        place, start = locations.location(LOCATION), None
    return DeepLink(place, start, is_gone="at" in values and start is None)


def checked(link: DeepLink, service: str, persons: int, *, now: datetime) -> DeepLink:
    """Return the link with what is true of its time now. Keeps nothing: a link may be opened by a robot."""
    if link.starts_at is None:
        return link
    day = clock.dutch_day(link.starts_at)
    ask = Ask(link.place.id, (service,) * persons)
    free = queries.free_slots(ask, now=now, wish=Wish(first_day=day, last_day=day))
    is_free = any(slot.starts_at == link.starts_at for slot in free)
    return DeepLink(link.place, link.starts_at, is_gone=not is_free)


def persons_in(values: QueryDict) -> int:
    """Return for how many persons a link is: one, unless it says another number that we know."""
    text = values.get("persons", "")
    return int(text) if text in {str(number) for number in range(1, PARTY_MAX + 1)} else 1
