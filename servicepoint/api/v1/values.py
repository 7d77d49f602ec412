"""Values as programs send them, and what they become; a wrong one has a code of `problems.INPUT_ERRORS`."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from servicepoint.appointments.identity import normal_v_number
from servicepoint.documents.codes import LENGTH as LETTER_CODE_LENGTH
from servicepoint.forms import shapes
from servicepoint.kit import clock
from servicepoint.kit.reference import CODE_LENGTH, normal_code
from servicepoint.locations import queries as locations
from servicepoint.locations.errors import LocationUnknown
from servicepoint.services import queries as services

TOKEN_PATTERN = "^[0-9a-f]{32}$"  # noqa: S105 - what a token looks like
SLUG = re.compile(r"[a-z0-9-]{1,50}", re.ASCII)
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII)
YEARS = range(2000, 3000)  # further away a Dutch clock and the ticks of the database come to their end
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Sent(BaseModel):
    """What programs send: names in camelCase, nothing unknown, no guessing of types."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=True, validate_default=True
    )


class Told(BaseModel):
    """What programs get: names in camelCase."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        json_schema_serialization_defaults_required=True,
        use_attribute_docstrings=True,
    )


def wrong(code: str) -> PydanticCustomError:
    """Return the error with one of our codes."""
    return PydanticCustomError(code, code)


def _made(shape: Callable[[str], str | None], code: str) -> Callable[[str], str]:
    """Return a check that keeps what the shape makes of a text; an empty one stays empty."""

    def check(typed: str) -> str:
        made = shape(typed) if typed else None
        if made is None:
            raise wrong(code)
        return made

    return check


def _or_empty(check: Callable[[str], str]) -> Callable[[str], str]:
    return lambda typed: check(typed) if typed.strip() else ""


def _moment(typed: Any) -> datetime:
    if not isinstance(typed, str) or not _MOMENT.fullmatch(typed):
        raise wrong("moment_wrong")
    try:
        moment = datetime.fromisoformat(typed.upper())
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong("moment_wrong") from None
    if moment.year not in YEARS:
        raise wrong("moment_wrong")
    return moment


def day_in(typed: Any) -> date | None:
    """Return a day of a visit, written as 2026-11-24, or None when it is none."""
    if not isinstance(typed, str) or not _DAY.fullmatch(typed):
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _birth_date(typed: Any) -> date:
    today = clock.dutch_day(clock.now())
    day = shapes.birth_date_of(typed, today) if isinstance(typed, str) else None
    if day is None:
        raise wrong("birth_date_wrong")
    return day


def _day(typed: Any) -> date:
    day = day_in(typed)
    if day is None:
        raise wrong("wrong_value")
    return day


def _service(code: str) -> str:
    service = services.catalogue().services.get(code)
    if service is None or not service.active:
        raise wrong("service_unknown")
    return code


def _services(codes: str) -> str:
    for code in codes.split(","):
        _service(code)
    return codes


def _location(slug: str) -> str:
    try:
        if SLUG.fullmatch(slug):
            return locations.location_by_slug_lately(slug).slug
    except LocationUnknown:
        pass
    raise wrong("location_unknown")


def _code(typed: str) -> str:
    code = normal_code(typed)
    if len(code) != CODE_LENGTH or not code.isascii():
        raise wrong("code_wrong")
    return code


def _letter_code(typed: str) -> str:
    code = normal_code(typed)
    if len(code) != LETTER_CODE_LENGTH or not code.isascii():
        raise wrong("letter_code_wrong")
    return code


def _key(typed: str) -> str:
    key = typed.lower()
    if not KEY.fullmatch(key):
        raise wrong("key_wrong")
    return key


def _text(description: str, **schema: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, **schema}, mode="validation")


def _dated(form: str, description: str, example: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "format": form, "description": description, "examples": [example]}
    )


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    _dated("date-time", "A moment with its offset; answered in UTC.", "2026-11-24T08:20:00Z"),
]
BirthDate = Annotated[
    date, BeforeValidator(_birth_date), _dated("date", "From 1900 on, not in the future.", "1984-05-17")
]
Day = Annotated[
    date, BeforeValidator(_day), _dated("date", "A calendar day in the Netherlands.", "2026-11-24")
]
FirstName = Annotated[
    str,
    AfterValidator(_made(shapes.first_name_of, "first_name_wrong")),
    _text("As in the passport, in any script; a dash when it has none.", minLength=1, maxLength=100),
]
LastName = Annotated[
    str,
    AfterValidator(_made(shapes.name_of, "last_name_wrong")),
    _text("As in the passport, in any script.", minLength=1, maxLength=100),
]
VNumber = Annotated[
    str,
    AfterValidator(_or_empty(_made(normal_v_number, "v_number_wrong"))),
    _text(
        "10 digits; spaces, dots and dashes may stand between them. Empty for none.", examples=["1234567890"]
    ),
]
Bsn = Annotated[
    str,
    AfterValidator(_or_empty(_made(shapes.bsn_of, "bsn_wrong"))),
    _text("Citizen service number, 9 digits. Empty for none.", examples=["111222333"]),
]
Email = Annotated[
    str,
    AfterValidator(_or_empty(_made(shapes.email_of, "email_wrong"))),
    _text("Empty for none.", maxLength=254, examples=["testa@example.org"]),
]
Phone = Annotated[
    str,
    AfterValidator(_or_empty(_made(shapes.phone_of, "phone_wrong"))),
    _text("A Dutch number, or one that starts with +. Empty for none.", examples=["+31612345678"]),
]
ServiceCodes = Annotated[str, AfterValidator(_services)]
ServiceCode = Annotated[
    str, AfterValidator(_service), _text("The code of a service that can be booked.", examples=["DOC"])
]
LocationSlug = Annotated[
    str, AfterValidator(_location), _text("The slug of a location.", examples=["maastricht"])
]
AppointmentCode = Annotated[
    str, AfterValidator(_code), _text("Six letters and digits, in any case.", examples=["H7KTQX"])
]
LetterCode = Annotated[
    str,
    AfterValidator(_letter_code),
    _text("Eight letters and digits, in any case; spaces and dashes pass.", examples=["H7KTQXRA"]),
]
MayLetterCode = Annotated[
    str,
    AfterValidator(_or_empty(_letter_code)),
    _text(
        "The code of the letter that names this person: eight letters and digits. Empty for none.",
        examples=["H7KTQXRA"],
    ),
]
RequestKey = Annotated[
    str,
    AfterValidator(_key),
    WithJsonSchema(
        {
            "type": "string",
            "format": "uuid",
            "pattern": (
                "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
            ),
            "examples": ["0b7c1f2e-54a9-4f37-9c0e-3f4a6d1b2c58"],
        }
    ),
]
