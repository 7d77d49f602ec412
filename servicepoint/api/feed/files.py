"""The files of the feed, kept ready: all locations, all schedules, and the slots of each schedule.

The manifest says when the newest of them became what it is, as far as this web worker saw; so it stays the
same, byte for byte, until something changes.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from servicepoint.api import kept
from servicepoint.api.feed import resources
from servicepoint.api.ready import Answer
from servicepoint.appointments.party import Ask
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.services import queries as services
from servicepoint.services.catalogue import Service

ROOT = "/smart/"
MANIFEST = "$bulk-publish"
LOCATIONS = "locations.ndjson"
SCHEDULES = "schedules.ndjson"


def manifest(now: datetime) -> Answer:
    """Return the list of all files; it asks for each of them, so that it knows when one changed."""
    root = settings.PUBLIC_URL + ROOT
    answers = {root + LOCATIONS: location_file(), root + SCHEDULES: schedule_file()}
    kinds = {root + LOCATIONS: "Location", root + SCHEDULES: "Schedule"}
    provinces = {}
    for place, service in _calendars():
        url = f"{root}slots/{place.slug}/{service.code}.ndjson"
        answers[url] = slot_file(place, service, now)
        kinds[url], provinces[url] = "Slot", place.province
    basis = tuple((url, answer.etag) for url, answer in answers.items())
    address = root + MANIFEST
    return kept.kept_while(
        ("smart", MANIFEST), basis, render=lambda: resources.manifest(address, kinds, provinces, at=now)
    )


def location_file() -> Answer:
    """Return all locations."""
    places = locations.locations_lately()
    return kept.kept_while(
        ("smart", LOCATIONS), places, render=lambda: resources.lines(map(resources.location, places))
    )


def schedule_file() -> Answer:
    """Return what can be booked where."""
    calendars = tuple(_calendars())
    return kept.kept_while(
        ("smart", SCHEDULES),
        calendars,
        render=lambda: resources.lines(resources.schedule(place, service) for place, service in calendars),
    )


def slot_file(place: Location, service: Service, now: datetime) -> Answer:
    """Return the free times of one person for a service at a location. Raises UnknownService."""
    return kept.kept(
        slot_name(place.slug, service.code),
        Ask(place.id, (service.code,)),
        now=now,
        render=lambda offer: resources.slots(place, service.code, offer.slots, site=settings.PUBLIC_URL),
    )


def slot_name(slug: str, code: str) -> tuple[str, str, str]:
    """Return the name under which a slot file is kept."""
    return "smart", slug, code


def calendar(slug: str, code: str) -> tuple[Location, Service] | None:
    """Return the location and the service of a slot file, or None when the feed has no such file."""
    return next((each for each in _calendars() if (each[0].slug, each[1].code) == (slug, code)), None)


def _calendars() -> Iterator[tuple[Location, Service]]:
    """Yield what can be booked where, in a fixed order."""
    for place in locations.locations_lately():
        for service in services.catalogue().services.values():
            if service.active:
                yield place, service
