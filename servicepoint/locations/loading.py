"""Bring locations, counters, openings and holidays in line with their content files."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from servicepoint.content.actions import Load, Wish
from servicepoint.content.files import File
from servicepoint.locations import models
from servicepoint.locations.actions import give_new_versions, lock_for_edit
from servicepoint.locations.checks import dutch_holidays, stretches

_SAME_NAME = (
    *("slug", "key", "alias", "name", "street", "postcode", "city", "province"),
    *("phone", "email", "step_minutes"),
)
_LANGUAGES = ("nl", "en")  # in which the calendar of holidays names its days


def bring(load: Load, files: dict[str, File]) -> None:
    """Write checked files into the tables, within the caller's transaction, with the locations locked."""
    locked = lock_for_edit(models.Location.objects.values_list("pk", flat=True))
    before = load.report.touched
    location, openings = files["location"].values, files["openings"].values
    locations = load.bring(models.Location, [_location(one) for one in location["locations"]])
    counters = load.bring(models.Counter, list(_counters(locations, files["counters"].values["counters"])))
    load.bring(models.WeeklyOpening, list(_weekly(counters, openings)))
    load.bring(models.DatedOpening, list(_dated(counters, openings)))
    load.bring(models.Closure, list(_closures(locations, counters, openings["closures"])))
    load.bring(models.TelephoneHours, list(_telephone(location["telephone"])))
    load.bring(models.Holiday, list(_holidays(files["holidays"].values)))
    if load.report.touched > before:
        give_new_versions(locked)


def _location(one: dict[str, Any]) -> Wish:
    values = {name: one[name] for name in _SAME_NAME}
    route = _verified(one.get("route", []))
    centre = one.get("centre", {})
    values |= {
        "centre_email": _fact(centre.get("email")),
        "centre_phone": _fact(centre.get("phone")),
        "route": {code: " ".join(part[code] for part in route if code in part) for code in one["name"]},
        "access": _verified(one.get("access", [])),
        "letter_services": one.get("letter_services", []),
        "matched_services": one.get("matched_services", []),
    }
    return Wish(one["slug"], values, ("slug",))


def _verified(parts: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the parts that someone has checked; the others stay in the file, and nobody is told."""
    return [
        {code: text for code, text in part.items() if code != "unverified"}
        for part in parts
        if not part.get("unverified")
    ]


def _fact(fact: dict[str, Any] | None) -> str:
    return "" if fact is None or fact.get("unverified") else str(fact["value"])


def _counters(locations: dict[str, int], counters: list[dict[str, Any]]) -> Iterator[Wish]:
    for one in counters:
        if one["location"] in locations:
            values = {"location_id": locations[one["location"]], "name": one["name"], "active": True}
            yield Wish(f"{one['location']} {one['name']}", values, ("location_id", "name"))


def _weekly(counters: dict[str, int], openings: dict[str, Any]) -> Iterator[Wish]:
    for stretch in stretches(openings):
        kind, number = stretch.place[0], stretch.place[1]
        if kind == "weekly" and stretch.counter in counters:
            one = openings["weekly"][number]
            values = {
                "counter_id": counters[stretch.counter],
                "weekday": _weekday(stretch.day),
                "opens_at": time.fromisoformat(stretch.opens),
                "closes_at": time.fromisoformat(stretch.closes),
                "services": one["services"],
                "valid_from": date.fromisoformat(one["valid_from"]),
                "valid_until": _day_or_none(one.get("valid_until")),
            }
            key = f"{stretch.counter} {stretch.first} {stretch.day} {stretch.opens}"
            yield Wish(key, values, ("counter_id", "weekday", "opens_at", "valid_from"))


def _dated(counters: dict[str, int], openings: dict[str, Any]) -> Iterator[Wish]:
    for stretch in stretches(openings):
        kind, number = stretch.place[0], stretch.place[1]
        if kind == "dated" and stretch.counter in counters:
            values = {
                "counter_id": counters[stretch.counter],
                "on": date.fromisoformat(stretch.day),
                "opens_at": time.fromisoformat(stretch.opens),
                "closes_at": time.fromisoformat(stretch.closes),
                "services": openings["dated"][number]["services"],
            }
            key = f"{stretch.counter} {stretch.day} {stretch.opens}"
            yield Wish(key, values, ("counter_id", "on", "opens_at"))


def _closures(
    locations: dict[str, int], counters: dict[str, int], closures: list[dict[str, Any]]
) -> Iterator[Wish]:
    for one in closures:
        opens, closes = one["hours"].split("-") if "hours" in one else (None, None)
        for name in one.get("counters", [None]):
            counter = f"{one['location']} {name}"
            if one["location"] not in locations or (name is not None and counter not in counters):
                continue
            values = {
                "location_id": locations[one["location"]],
                "counter_id": None if name is None else counters[counter],
                "starts_on": date.fromisoformat(one["first_day"]),
                "ends_on": date.fromisoformat(one["last_day"]),
                "from_time": _time_or_none(opens),
                "until_time": _time_or_none(closes),
                "reason": one["reason"],
            }
            key = f"{counter if name else one['location']} {one['first_day']} {opens or 'all day'}"
            yield Wish(key, values, ("location_id", "counter_id", "starts_on", "from_time"))


def _telephone(telephone: list[dict[str, Any]]) -> Iterator[Wish]:
    for one in telephone:
        for day in one["weekdays"]:
            values = {
                "weekday": _weekday(day),
                "opens_at": time.fromisoformat(one["opens"]),
                "closes_at": time.fromisoformat(one["closes"]),
                "valid_from": date.fromisoformat(one["valid_from"]),
                "valid_until": _day_or_none(one.get("valid_until")),
            }
            key = f"{one['valid_from']} {day} {one['opens']}"
            yield Wish(key, values, ("weekday", "opens_at", "valid_from"))


def _holidays(values: dict[str, Any]) -> Iterator[Wish]:
    years = range(values["first_year"], values["last_year"] + 1)
    names = {language: dutch_holidays(years, language) for language in _LANGUAGES}
    exceptions = {one["holiday"]: one for one in values["exceptions"]}
    extra = {date.fromisoformat(one["on"]): one for one in values["extra"]}
    for on, dutch_name in names["nl"].items():
        if on not in extra:
            rule = exceptions.get(dutch_name, {})
            yield _holiday(on, {code: names[code][on] for code in _LANGUAGES}, rule)
    for on, one in extra.items():
        yield _holiday(on, one["name"], one)


def _holiday(on: date, name: dict[str, str], rule: dict[str, Any]) -> Wish:
    closed = {key: rule.get(key, True) for key in ("office_closed", "telephone_closed")}
    return Wish(on.isoformat(), {"on": on, "name": name, **closed}, ("on",))


def _weekday(name: str) -> int:
    return int(models.Weekday[name.upper()].value)


def _day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time_or_none(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
