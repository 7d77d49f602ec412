"""One row of a delivery: what it says, or everything that is wrong with it.

The same for a row of a file and for a document in a call: both come here as texts by column.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from servicepoint.documents.household import Address
from servicepoint.documents.models import Kind
from servicepoint.documents.row import Row
from servicepoint.documents.rules import normal_number
from servicepoint.forms import shapes
from servicepoint.kit.v_number import normal_v_number

from .columns import BY_NAME, DESKS, NAMES
from .found import Found

YEARS_AHEAD_MAX = 10  # a day to collect before that is further away is a slip of the pen
ADDRESS = frozenset({"street", "postcode", "city", "country"})
DAYS = ("collect_before", "announced_for")
HOME = frozenset({"", "NL", "NLD", "NEDERLAND", "NETHERLANDS", "THE NETHERLANDS"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", re.ASCII)
_OLD_NUMBER = re.compile(r"[A-Z0-9]{9}", re.ASCII)
_POSTCODE = re.compile(r"(\d{4})\s?([A-Z]{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a row is judged by: today in the Netherlands, and the key of the desk that reads it."""

    today: date
    desk: str


@dataclass(slots=True)
class _Reading:
    """A row while it is read: its texts, and the first fault of each field."""

    values: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def fault(self, name: str, code: str) -> None:
        self.faults.setdefault(name, code)

    def text(self, name: str) -> str:
        """Return what stands there, when it is neither missing nor too long."""
        typed, column = self.values.get(name, "").strip(), BY_NAME[name]
        if column.is_required and not typed:
            self.fault(name, "missing")
        return typed

    def made(self, name: str, shape: Callable[[str], str | None], code: str) -> str:
        """Return what the shape makes of it; empty where nothing stands or it is none."""
        typed = self.text(name)
        made = shape(typed) if typed else ""
        if made is None:
            self.fault(name, code)
        return made or ""

    def plain(self, name: str) -> str:
        """Return a text that fits on an envelope."""
        return self.made(name, lambda typed: _plain(typed, BY_NAME[name].length_max), "text_wrong")

    def day(self, name: str, code: str) -> date | None:
        typed = self.text(name)
        found = _day(typed)
        if typed and found is None:
            self.fault(name, code)
        return found


def read_row(values: Mapping[str, str], basis: Basis) -> tuple[Row | None, dict[str, str]]:
    """Return the row, or None and every fault as a code by column."""
    reading = _Reading(values)
    number = reading.made("document_number", normal_number, "document_number_wrong")
    birth_date = reading.made("birth_date", lambda typed: _born(typed, basis.today), "birth_date_wrong")
    collect_before, announced_for = _days(reading, basis.today)
    made = {
        "number": number,
        "kind": reading.made("kind", _kind, "kind_unknown"),
        "v_number": reading.made("v_number", normal_v_number, "v_number_wrong"),
        "first_name": reading.made("first_name", shapes.first_name_of, "first_name_wrong"),
        "last_name": reading.made("last_name", shapes.name_of, "last_name_wrong"),
        "language": reading.made("language", _language, "language_wrong"),
        "elsewhere": _elsewhere(reading, basis.desk),
        "replaces": _replaced(reading, number),
        "email": reading.made("email", shapes.email_of, "email_wrong"),
    }
    address = _address(reading)
    _check_reachable(reading, address, made["email"])
    if reading.faults or collect_before is None:
        return None, _in_order(reading.faults)
    dates = {
        "birth_date": date.fromisoformat(birth_date),
        "collect_before": collect_before,
        "announced_for": announced_for,
    }
    return Row(address=address, **made, **dates), {}  # type: ignore[arg-type]  # the names of Row


def founds(line: int, faults: Mapping[str, str]) -> list[Found]:
    """Return the faults of a row with its line."""
    return [Found(line, name, code) for name, code in faults.items()]


def _in_order(faults: Mapping[str, str]) -> dict[str, str]:
    return {name: faults[name] for name in NAMES if name in faults}


def _days(reading: _Reading, today: date) -> tuple[date | None, date | None]:
    collect_before = reading.day("collect_before", "day_wrong")
    announced_for = reading.day("announced_for", "day_wrong")
    if collect_before is not None and collect_before < today:
        reading.fault("collect_before", "collect_before_past")
    elif collect_before is not None and collect_before.year > today.year + YEARS_AHEAD_MAX:
        reading.fault("collect_before", "day_wrong")
    elif announced_for and collect_before and announced_for > collect_before:
        reading.fault("announced_for", "announced_too_late")
    return collect_before, announced_for


def _elsewhere(reading: _Reading, desk: str) -> str:
    """Return the key of another desk; empty for the one that reads."""
    place = reading.made("place", lambda typed: _place(typed, desk), "place_unknown")
    return "" if place == desk.upper() else place


def _replaced(reading: _Reading, number: str) -> str:
    replaces = reading.made("replaces", _old_number, "replaces_wrong")
    if replaces and replaces == number:
        reading.fault("replaces", "replaces_itself")
    return replaces


def _address(reading: _Reading) -> Address:
    country = reading.plain("country")
    country = "" if country.upper() in HOME else country
    postcode = reading.plain("postcode")
    if postcode and not country:
        found = _POSTCODE.fullmatch(postcode.upper())
        postcode = f"{found[1]} {found[2]}" if found else ""
        if not found:
            reading.fault("postcode", "postcode_wrong")
    return Address(reading.plain("street"), postcode, reading.plain("city"), country)


def _check_reachable(reading: _Reading, address: Address, email: str) -> None:
    """Half an address is a fault; none at all needs an e-mail address in its place."""
    if address.is_complete or ADDRESS & reading.faults.keys():
        return
    if any(reading.values.get(name, "").strip() for name in ADDRESS):
        lacking = "street" if not address.street else "city" if not address.city else "postcode"
        reading.fault(lacking, "address_incomplete")
    elif not email and "email" not in reading.faults:
        reading.fault("street", "unreachable")


def _born(typed: str, today: date) -> str | None:
    born = shapes.birth_date_of(typed, today)
    return born.isoformat() if born else None


def _kind(typed: str) -> str | None:
    return typed.upper() if typed.upper() in Kind.values else None


def _place(typed: str, desk: str) -> str | None:
    key = typed.upper()
    return key if key in {*DESKS, desk.upper()} else None


def _language(typed: str) -> str | None:
    text = typed if "-" in typed else typed.lower()
    return text if _LANGUAGE.fullmatch(text) else None


def _old_number(typed: str) -> str | None:
    text = "".join(typed.upper().split()).replace("-", "").replace(".", "")
    return text if _OLD_NUMBER.fullmatch(text) else None


def _plain(typed: str, length_max: int) -> str | None:
    text = " ".join(typed.split())
    return text if len(text) <= length_max and text.isprintable() else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None


def read_changes(sent: Mapping[str, str], basis: Basis) -> tuple[dict[str, object], dict[str, str]]:
    """Return what some columns of a row say, by column of the table, or every fault as a code by column.

    Of an address all parts are read together: one that is left out is empty.
    """
    reading, made = _Reading(sent), dict[str, object]()
    if "language" in sent:
        made["language"] = reading.made("language", _language, "language_wrong")
    if "email" in sent:
        made["email"] = reading.made("email", shapes.email_of, "email_wrong")
    if "place" in sent:
        made["elsewhere"] = _elsewhere(reading, basis.desk)
    if ADDRESS & sent.keys():
        made["address"] = address = _address(reading)
        _check_reachable(reading, address, "not asked here")
    made |= _changed_days(reading, basis.today)
    return made, _in_order(reading.faults)


def _changed_days(reading: _Reading, today: date) -> dict[str, object]:
    """Return the days that were sent; only those are judged."""
    days = {name: reading.values[name] for name in DAYS if name in reading.values}
    if not days:
        return {}
    asked = _Reading(days)
    found = dict(zip(DAYS, _days(asked, today), strict=True))
    for name, code in asked.faults.items():
        if name in days:
            reading.fault(name, code)
    return {name: found[name] for name in days}


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody is reached: by letter, by e-mail, or both."""

    address: Address
    email: str


def read_reach(values: Mapping[str, str]) -> tuple[Reach, dict[str, str]]:
    """Return address and e-mail address of some texts by column, and every fault as a code by column."""
    reading = _Reading(values)
    address, email = _address(reading), reading.made("email", shapes.email_of, "email_wrong")
    _check_reachable(reading, address, email)
    return Reach(address, email), _in_order(reading.faults)
