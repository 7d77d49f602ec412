"""What can be wrong between and within the files about locations, beyond their shape."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from typing import Any

from servicepoint.content.files import File, Place

FILES = ("location", "counters", "openings", "holidays")
HOLIDAY_YEARS_MAX = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """One opening of one counter as written: where in the file, which day or weekday, hours, validity."""

    place: Place
    counter: str
    day: str
    opens: str
    closes: str
    first: str
    last: str

    def overlaps(self, other: "Stretch") -> bool:
        """Say whether both open the same counter at one moment. Times and days compare as text."""
        same = (self.counter, self.day) == (other.counter, other.day)
        hours = self.opens < other.closes and other.opens < self.closes
        return same and hours and self.first <= other.last and other.first <= self.last


def check(files: dict[str, File], service_codes: frozenset[str]) -> None:
    """Note what is wrong. `service_codes` are those that may be named; none known means not checked."""
    location, counters, openings, holidays = (files[name] for name in FILES)
    if not location.problems:
        _check_location(location)
    if not holidays.problems:
        _check_holidays(holidays)
    if not location.problems and not counters.problems:
        _check_counters(counters, {one["slug"] for one in location.values["locations"]})
    if openings.problems or counters.problems:
        return
    known = {(one["location"], one["name"]) for one in counters.values["counters"]}
    _check_openings(openings, known, service_codes)
    _check_closures(openings, known)


def stretches(values: dict[str, Any]) -> Iterator[Stretch]:
    """Yield each opening of each counter, written out."""
    for number, one in enumerate(values["weekly"]):
        for day in one["weekdays"]:
            yield from _written_out(("weekly", number), one, day, (one["valid_from"], one.get("valid_until")))
    for number, one in enumerate(values["dated"]):
        yield from _written_out(("dated", number), one, one["on"], (one["on"], one["on"]))


def _written_out(
    place: Place, one: dict[str, Any], day: str, valid: tuple[str, str | None]
) -> Iterator[Stretch]:
    for number, hours in enumerate(one["hours"]):
        opens, closes = hours.split("-")
        for counter in one["counters"]:
            name = f"{one['location']} {counter}"
            yield Stretch(
                (*place, "hours", number), name, day, opens, closes, valid[0], valid[1] or "9999-12-31"
            )


def _check_location(file: File) -> None:
    for name in ("slug", "key", "alias"):
        values = [one[name] for one in file.values["locations"]]
        for number, value in enumerate(values):
            if values.count(value) > 1:
                file.refuse(("locations", number, name), f"“{value}” is there twice", "each once")
    for number, hours in enumerate(file.values["telephone"]):
        _check_hours(file, ("telephone", number, "closes"), hours["opens"], hours["closes"])
        _check_order(
            file, ("telephone", number, "valid_until"), hours["valid_from"], hours.get("valid_until")
        )


def _check_counters(file: File, locations: set[str]) -> None:
    names = [(one["location"], one["name"]) for one in file.values["counters"]]
    for number, (location, name) in enumerate(names):
        if location not in locations:
            wrong = f"there is no location “{location}”"
            file.refuse(("counters", number, "location"), wrong, f"one of {', '.join(sorted(locations))}")
        if names.count((location, name)) > 1:
            file.refuse(("counters", number, "name"), f"“{name}” is there twice", "each once per location")


def _check_openings(file: File, counters: set[tuple[str, str]], service_codes: frozenset[str]) -> None:
    for kind in ("weekly", "dated"):
        for number, one in enumerate(file.values[kind]):
            _check_counter_names(file, (kind, number), one, counters)
            _check_order(
                file, (kind, number, "valid_until"), one.get("valid_from", ""), one.get("valid_until")
            )
            unknown = sorted(set(one["services"]) - service_codes) if service_codes else []
            if unknown:
                wrong = f"there is no service “{unknown[0]}”"
                file.refuse((kind, number, "services"), wrong, f"some of {', '.join(sorted(service_codes))}")
    found = list(stretches(file.values))
    for stretch in found:
        _check_hours(file, stretch.place, stretch.opens, stretch.closes)
    for one, other in combinations(found, 2):
        if one.overlaps(other):
            wrong = f"opens {other.counter} twice on {other.day} ({one.opens}-{one.closes} as well)"
            file.refuse(other.place, wrong, "hours that do not overlap")


def _check_closures(file: File, counters: set[tuple[str, str]]) -> None:
    for number, one in enumerate(file.values["closures"]):
        place: Place = ("closures", number)
        _check_counter_names(file, place, one, counters)
        _check_order(file, (*place, "last_day"), one["first_day"], one["last_day"])
        if "hours" in one:
            _check_hours(file, (*place, "hours"), *one["hours"].split("-"))


def _check_counter_names(file: File, place: Place, one: dict[str, Any], known: set[tuple[str, str]]) -> None:
    if one["location"] not in {location for location, _ in known}:
        file.refuse((*place, "location"), f"“{one['location']}” has no counters", "a location with counters")
        return
    for name in one.get("counters", ()):
        if (one["location"], name) not in known:
            wrong = f"there is no counter “{name}”"
            file.refuse((*place, "counters"), wrong, f"names in counters.yaml for {one['location']}")


def _check_hours(file: File, place: Place, opens: str, closes: str) -> None:
    if not _is_time(opens) or not _is_time(closes) or opens >= closes:
        file.refuse(place, f"“{opens}-{closes}” are no hours", "two times of one day, the later one last")


def _check_order(file: File, place: Place, first: str, last: str | None) -> None:
    if last is not None and last < first:
        file.refuse(place, f"“{last}” lies before {first}", f"{first} or later")


def _check_holidays(file: File) -> None:
    first, last = file.values["first_year"], file.values["last_year"]
    if not first <= last < first + HOLIDAY_YEARS_MAX:
        file.refuse(
            ("last_year",), f"{first} to {last} is no range of years", f"up to {HOLIDAY_YEARS_MAX} years"
        )
        return
    names = set(dutch_holidays(range(first, last + 1), "nl").values())
    for number, one in enumerate(file.values["exceptions"]):
        if one["holiday"] not in names:
            wrong = f"there is no holiday “{one['holiday']}”"
            file.refuse(("exceptions", number, "holiday"), wrong, f"one of {', '.join(sorted(names))}")


def dutch_holidays(years: Iterable[int], language: str) -> dict[date, str]:
    """Return the Dutch public holidays, Liberation Day each year included, by day."""
    import holidays  # noqa: PLC0415 - takes a second, and only loading needs it

    calendar = holidays.country_holidays(
        "NL", years=years, language={"en": "en_US"}.get(language, language), categories=("public", "optional")
    )
    return dict(sorted(calendar.items()))


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True
