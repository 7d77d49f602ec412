"""What a location, a schedule and a slot look like in the feed: FHIR R4, one line of JSON each.

Shapes after SMART Scheduling Links (github.com/HL7/smart-scheduling-links). Texts are Dutch, with the English
ones as FHIR translations. Nothing here knows a person: there is no field that could hold one.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from servicepoint.appointments.party import Slot
from servicepoint.kit import clock
from servicepoint.locations.queries import Location
from servicepoint.services.catalogue import Service

Values = dict[str, Any]
REGISTRY = "http://fhir-registry.smarthealthit.org/StructureDefinition/"  # as the specification fixes it
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
DESKS = "urn:ind-consultation:desk"  # the keys by which the planner's clients know a location
SERVICES = "urn:ind-consultation:service"
COUNTRY = "NL"
LANGUAGE = "nl"
MOMENTS_KEPT_MAX = 32_768


def line(values: Values) -> bytes:
    """Return values as compact JSON, letters as they are."""
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()


def lines(resources: Iterable[Values]) -> bytes:
    """Return NDJSON: each resource on a line that ends with a newline."""
    return b"".join(line(each) + b"\n" for each in resources)


def location(place: Location) -> Values:
    """Return a service point as a FHIR Location; its id is the slug of our pages."""
    address = {"line": [place.street], "city": place.city, "postalCode": place.postcode, "country": COUNTRY}
    return {
        "resourceType": "Location",
        "id": location_id(place),
        "language": LANGUAGE,
        "identifier": [{"system": DESKS, "value": place.key}, {"system": DESKS, "value": place.alias}],
        "status": "active",
        **_text("name", place.name),
        "telecom": [{"system": "phone", "value": place.phone}, {"system": "email", "value": place.email}],
        "address": address | ({"state": place.province} if place.province else {}),
    }


def schedule(place: Location, service: Service) -> Values:
    """Return the calendar of one service at one location as a FHIR Schedule."""
    coding = {"system": SERVICES, "code": service.code, "display": service.name[LANGUAGE]}
    return {
        "resourceType": "Schedule",
        "id": schedule_id(place, service.code),
        "language": LANGUAGE,
        "active": True,
        "serviceType": [{"coding": [coding], **_text("text", service.name)}],
        "actor": [{"reference": f"Location/{location_id(place)}", "display": place.name[LANGUAGE]}],
    }


def slots(place: Location, code: str, free: Iterable[Slot], *, site: str) -> bytes:
    """Return the free times of one person for one service, earliest first, as lines of FHIR Slots.

    `site` is where our pages are. Put together as text: a list has thousands of lines, which differ in four
    places only.
    """
    calendar = schedule_id(place, code)
    head = f'{{"resourceType":"Slot","id":"{calendar}-'
    middle = f'","schedule":{{"reference":"Schedule/{calendar}"}},"status":"free","start":"'
    link = f"{site}/book/?{urlencode({'location': place.slug, 'service': code})}&at="
    links = f'","extension":[{{"url":"{REGISTRY}booking-deep-link","valueUrl":"{link}'
    phone = json.dumps({"url": f"{REGISTRY}booking-phone", "valueString": place.phone}, separators=(",", ":"))
    end = f'"}},{phone}]}}\n'
    return "".join(
        f'{head}{_short(start)}{middle}{_dutch(start)}","end":"{_dutch(until)}{links}{_value(start)}{end}'
        for start, until in free
    ).encode()


def manifest(address: str, files: Mapping[str, str], places: Mapping[str, str], *, at: datetime) -> bytes:
    """Return where everything is: `files` gives the type by address, `places` the province of some.

    `at` is when the newest of the files became what it is.
    """
    outputs = [
        {"type": kind, "url": url, **({"extension": {"state": [places[url]]}} if places.get(url) else {})}
        for url, kind in files.items()
    ]
    values = {"transactionTime": _instant(at), "request": address, "output": outputs, "error": []}
    return line(values)


def location_id(place: Location) -> str:
    """Return the id of a location, in the characters that FHIR allows."""
    return place.slug.replace("_", ".")


def schedule_id(place: Location, code: str) -> str:
    """Return the id of the calendar of a service, such as `MAA-DOC`; slots begin with it too."""
    return f"{place.alias}-{code}"


def _text(name: str, by_language: Mapping[str, str]) -> Values:
    """Return a text in Dutch, and beside it the same text in every other language there is."""
    others = [
        {
            "url": TRANSLATION,
            "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}],
        }
        for code, text in by_language.items()
        if code != LANGUAGE
    ]
    return {name: by_language[LANGUAGE]} | ({f"_{name}": {"extension": others}} if others else {})


@lru_cache(maxsize=MOMENTS_KEPT_MAX)
def _dutch(moment: datetime) -> str:
    return clock.dutch(moment).isoformat(timespec="seconds")


@lru_cache(maxsize=MOMENTS_KEPT_MAX)
def _value(moment: datetime) -> str:
    """Return a start as our pages read it: without `+`, which means a space in an address."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


@lru_cache(maxsize=MOMENTS_KEPT_MAX)
def _short(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
