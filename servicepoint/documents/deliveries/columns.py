"""The columns of a delivery, as they are published: who sends one and who reads one look at this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from servicepoint.documents.models import DOCUMENT_NUMBER, Kind
from servicepoint.documents.rules import DELIVERY_BYTES_MAX

ROWS_MAX = 50_000
BYTES_MAX = DELIVERY_BYTES_MAX
SEPARATORS = (";", ",")
DESKS = ("MAA", "AM", "DH", "ZW", "DB")  # Maastricht, Amsterdam, Den Haag, Zwolle, Den Bosch
DAY = r"^\d{4}-\d{2}-\d{2}$"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `pattern` is what we like to get; what is read is more lenient (docs/delivery.md)."""

    name: str
    about: str
    length_max: int
    is_required: bool = False
    kind: str = "string"
    pattern: str = ""
    values: tuple[str, ...] = ()
    example: str = ""


COLUMNS = (
    Column("document_number", "Its number.", 9, True, pattern=DOCUMENT_NUMBER, example="VTESTA111"),
    Column("kind", "Kind of document.", 8, True, values=tuple(Kind.values), example="I"),
    Column("v_number", "V-number of its owner.", 10, True, pattern=r"^\d{10}$", example="1234567890"),
    Column("first_name", "First names as in the passport; a dash for none.", 100, True, example="Testa"),
    Column("last_name", "Last name as in the passport.", 100, True, example="Voorbeeld"),
    Column("birth_date", "Date of birth, from 1900 on.", 10, True, "date", DAY, example="1990-05-17"),
    Column("place", "Desk of the IND at which it is collected.", 8, True, values=DESKS, example="MAA"),
    Column(
        "language",
        "Language of the owner (ISO 639-1). One that we have no letter in is accepted: the letter is then "
        "in Dutch and English.",
        8,
        True,
        pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$",
        example="en",
    ),
    Column("street", "Street and number. Required without e-mail.", 100, example="Voorbeeldstraat 1"),
    Column("postcode", "Postcode. Required in the Netherlands.", 10, example="0000 XX"),
    Column("city", "Place. Required with a street.", 80, example="Proefstad"),
    Column("country", "Country as it stands on an envelope; empty for the Netherlands.", 60),
    Column("email", "E-mail address.", 254, example="testa@example.org"),
    Column("replaces", "Number of the document that it replaces.", 9, pattern=r"^[A-Z0-9]{9}$"),
    Column("collect_before", "Last day to collect it.", 10, True, "date", DAY, example="2027-02-26"),
    Column(
        "announced_for", "Day on which it will be at the desk, if known.", 10, False, "date", DAY,
        example="2026-11-30",
    ),
)  # fmt: skip
NAMES = tuple(each.name for each in COLUMNS)
BY_NAME: Mapping[str, Column] = {each.name: each for each in COLUMNS}


def schema() -> dict[str, Any]:
    """Return the description of the file as metadata of the W3C for tables (CSVW)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": "delivery.csv",
        "dc:title": "Documents that the IND delivers to a service point",
        "dc:description": (
            f"UTF-8, one row for each document, {ROWS_MAX} rows and {BYTES_MAX} bytes at most. The columns "
            "may stand in any order; the separator may be a comma too."
        ),
        "dialect": {"encoding": "utf-8", "delimiter": SEPARATORS[0], "header": True, "trim": True},
        "tableSchema": {
            "columns": [_described(each) for each in COLUMNS],
            "primaryKey": COLUMNS[0].name,
        },
    }


def example() -> str:
    """Return a file with one invented person, as we like to get it."""
    lines = (";".join(NAMES), ";".join(each.example for each in COLUMNS))
    return "".join(f"{line}\r\n" for line in lines)


def _described(column: Column) -> dict[str, Any]:
    pattern = column.pattern or (f"^({'|'.join(column.values)})$" if column.values else "")
    kind: dict[str, Any] = {"base": column.kind}
    if column.kind == "date":
        kind["format"] = "yyyy-MM-dd"
    else:
        kind |= {"maxLength": column.length_max} | ({"format": pattern} if pattern else {})
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": kind,
        "required": column.is_required,
    }
