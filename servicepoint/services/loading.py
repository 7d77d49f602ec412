"""Bring the catalogue in line with `services.yaml` and `requirements.yaml`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from servicepoint.content.actions import Load, Wish
from servicepoint.content.files import File, Place
from servicepoint.services import models
from servicepoint.services.rules import REFUSALS
from servicepoint.services.triage_file import check_triage

FILES = ("services", "requirements", "triage")
_MINUTES_A_DAY = 24 * 60


def check(files: dict[str, File]) -> None:
    """Note what is wrong between and within the files, beyond their shape."""
    services, requirements, triage = (files[name] for name in FILES)
    check_triage(triage)
    if services.problems:
        return
    _check_services(services)
    if not requirements.problems:
        _check_requirements(requirements, services.values["services"])
    if not triage.problems:
        _check_booked(triage, services.values["services"])
        _check_refusals(services, triage)


def codes(files: dict[str, File]) -> frozenset[str]:
    """Return the codes of the services in the files; none when they cannot be read."""
    file = files["services"]
    return frozenset() if file.problems else frozenset(one["code"] for one in file.values["services"])


def bring(load: Load, files: dict[str, File]) -> None:
    """Write checked files into the tables, within the caller's transaction."""
    services = files["services"].values["services"]
    ids = load.bring(models.Service, [_service(number, one) for number, one in enumerate(services)])
    present = [one for one in services if one["code"] in ids]
    load.bring(models.ServiceLength, [wish for one in present for wish in _lengths(ids[one["code"]], one)])
    load.bring(models.Fee, [wish for one in present for wish in _fees(ids[one["code"]], one)])
    load.bring(models.Situation, [wish for one in present for wish in _situations(ids[one["code"]], one)])
    requirements = files["requirements"].values["requirements"]
    load.bring(models.Requirement, list(_requirements(ids, requirements)))


# --- checks ---------------------------------------------------------------------------------------------
def _check_services(file: File) -> None:
    services = file.values["services"]
    _each_once(file, ((("services", n, "code"), one["code"]) for n, one in enumerate(services)))
    _each_once(file, ((("services", n, "slug"), one["slug"]) for n, one in enumerate(services)))
    for number, service in enumerate(services):
        place: Place = ("services", number)
        for name, key in (("situations", "code"), ("lengths", "valid_from"), ("fees", "valid_from")):
            values = enumerate(service[name])
            _each_once(file, (((*place, name, n, key), one[key]) for n, one in values))
        if service["lead_minutes"] >= service["horizon_days"] * _MINUTES_A_DAY:
            file.refuse((*place, "lead_minutes"), "leaves no day to book", "less than the horizon")


def _check_requirements(file: File, services: list[dict[str, Any]]) -> None:
    by_code = {one["code"]: one for one in services}
    requirements = file.values["requirements"]
    keys = (
        (("requirements", n, "code"), (one["code"], service, one["valid_from"]))
        for n, one in enumerate(requirements)
        for service in one["services"]
    )
    _each_once(file, keys)
    for number, one in enumerate(requirements):
        place: Place = ("requirements", number)
        if one.get("age_min", 0) > one.get("age_max", 999):
            file.refuse((*place, "age_max"), "lies below age_min", "age_min or more")
        if one.get("valid_until", "9999-12-31") < one["valid_from"]:
            file.refuse((*place, "valid_until"), "lies before valid_from", "valid_from or later")
        for code in one["services"]:
            _check_requirement_of(file, place, one, by_code.get(code))


def _check_requirement_of(
    file: File, place: Place, requirement: dict[str, Any], service: dict[str, Any] | None
) -> None:
    if service is None:
        file.refuse((*place, "services"), "names a service that is not there", "codes in services.yaml")
        return
    bookable = {each["code"] for each in service["situations"] if "refusal" not in each}
    for situation in requirement.get("situations", ()):
        if situation not in bookable:
            wrong = f"“{situation}” is no situation in which {service['code']} can be booked"
            file.refuse((*place, "situations"), wrong, f"some of {', '.join(sorted(bookable)) or 'none'}")


def _check_booked(file: File, services: list[dict[str, Any]]) -> None:
    by_code = {one["code"]: one for one in services}
    for code, outcome in file.values["outcomes"].items():
        if outcome["kind"] != "book":
            continue
        service = by_code.get(outcome["service"])
        if service is None:
            file.refuse(("outcomes", code, "service"), "is not there", "a code in services.yaml")
        elif "situation" in outcome and outcome["situation"] not in {
            each["code"] for each in service["situations"] if "refusal" not in each
        }:
            file.refuse(
                ("outcomes", code, "situation"), "cannot be booked", f"a situation of {service['code']}"
            )


def _check_refusals(file: File, triage: File) -> None:
    outcomes = triage.values["outcomes"].values()
    explained = {refusal for outcome in outcomes for refusal in outcome.get("refusals", ())}
    for number, service in enumerate(file.values["services"]):
        for place, situation in enumerate(service["situations"]):
            refusal = situation.get("refusal")
            if refusal and refusal not in explained:
                where = ("services", number, "situations", place, "refusal")
                file.refuse(
                    where, f"no outcome explains “{refusal}”", "a refusal of an outcome in triage.yaml"
                )
    for refusal in REFUSALS - explained:
        triage.refuse(("outcomes",), f"no outcome explains “{refusal}”", "an outcome with this refusal")


def _each_once(file: File, keys: Iterable[tuple[Place, Any]]) -> None:
    found = list(keys)
    times = Counter(key for _, key in found)
    for place, key in found:
        if times[key] > 1:
            file.refuse(place, f"“{key}” is there twice", "each once")


# --- rows -----------------------------------------------------------------------------------------------
_SAME_NAME = ("code", "slug", "name", "summary", "who_may_book", "steps", "lead_minutes", "horizon_days")


def _service(position: int, one: dict[str, Any]) -> Wish:
    values = {name: one[name] for name in (*_SAME_NAME, "asks_bsn", "v_number")}
    return Wish(one["code"], {**values, "position": position, "active": True}, ("code",))


def _lengths(service_id: int, one: dict[str, Any]) -> Iterator[Wish]:
    for length in one["lengths"]:
        minutes = {name: length[name] for name in ("first_minutes", "further_minutes")}
        values = {"service_id": service_id, "valid_from": date.fromisoformat(length["valid_from"]), **minutes}
        yield Wish(f"{one['code']} {length['valid_from']}", values, ("service_id", "valid_from"))


def _fees(service_id: int, one: dict[str, Any]) -> Iterator[Wish]:
    for fee in one["fees"]:
        amount = {name: fee[name] for name in ("amount_cents", "note")}
        values = {"service_id": service_id, "valid_from": date.fromisoformat(fee["valid_from"]), **amount}
        yield Wish(f"{one['code']} {fee['valid_from']}", values, ("service_id", "valid_from"))


def _situations(service_id: int, one: dict[str, Any]) -> Iterator[Wish]:
    for position, situation in enumerate(one["situations"]):
        values = {
            "service_id": service_id,
            "position": position,
            "code": situation["code"],
            "label": situation["label"],
            "hint": situation.get("hint"),
            "refusal": situation.get("refusal", ""),
        }
        yield Wish(f"{one['code']} {situation['code']}", values, ("service_id", "code"))


def _requirements(ids: dict[str, int], requirements: list[dict[str, Any]]) -> Iterator[Wish]:
    for position, one in enumerate(requirements):
        for code in one["services"]:
            if code in ids:
                values = {**_requirement(one), "service_id": ids[code], "position": position}
                key = f"{code} {one['code']} {one['valid_from']}"
                yield Wish(key, values, ("service_id", "code", "valid_from"))


def _requirement(one: dict[str, Any]) -> dict[str, Any]:
    until = one.get("valid_until")
    return {
        "code": one["code"],
        "text": one["text"],
        "detail": one.get("detail"),
        "situations": one.get("situations", []),
        "age_min": one.get("age_min"),
        "age_max": one.get("age_max"),
        "valid_from": date.fromisoformat(one["valid_from"]),
        "valid_until": date.fromisoformat(until) if until else None,
    }
