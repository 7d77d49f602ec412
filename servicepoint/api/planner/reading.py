"""What client programs send, read with patience: unknown keys pass, and what may be missing is not asked for.

What cannot be read is `Malformed`. The shapes of names, numbers and addresses are those of the pages.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

from servicepoint.appointments.identity import normal_v_number
from servicepoint.appointments.party import PARTY_MAX, Contact, Party, Person
from servicepoint.forms.shapes import birth_date_of, bsn_of, email_of, first_name_of, name_of, phone_of
from servicepoint.services.catalogue import Service
from servicepoint.services.rules import NOT_ASKED

_LIKE_A_PHONE = re.compile(r"[0-9+()./ -]{3,32}", re.ASCII)

Values = dict[str, Any]
Value = TypeVar("Value")


class Malformed(Exception):
    """What was sent cannot be read, or does not agree with itself."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a booking: the service it is for, and the Dutch day on which it comes in."""

    service: Service
    today: date


def body_of(request: HttpRequest) -> Values:
    """Return the JSON object in the body, whatever the request says that it is."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    return _object(found)


def part_of(values: Values, name: str) -> Values:
    """Return the object under a name."""
    return _object(values.get(name))


def text_of(values: Values, name: str) -> str:
    """Return a text without the spaces around it; empty for null and for what was not sent."""
    found = values.get(name)
    if not isinstance(found, str | None):
        raise Malformed
    return (found or "").strip()


def check_agrees(sent: Values, known: Mapping[str, str], *, needed: bool) -> None:
    """Refuse what differs from `known`; what was not sent counts as equal unless it is needed."""
    for name, value in known.items():
        found = sent.get(name)
        if found is None and not needed:
            continue
        is_same = found.casefold() == value.casefold() if isinstance(found, str) else found == value
        if not is_same:
            raise Malformed


def check_is_free(slot: Values) -> None:
    """Refuse a slot that its sender believes to be taken; `false` comes as a text from some programs."""
    booked = slot.get("booked")
    if booked is not None and str(booked).casefold() != "false":
        raise Malformed


def persons_in(text: str | None) -> int:
    """Return the number of persons; one when none was given."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) == 1 and 1 <= int(text) <= PARTY_MAX):
        raise Malformed
    return int(text)


def party_in(appointment: Values, reader: Reader) -> Party:
    """Return everyone who comes and how to reach them. A birth date belongs to the first."""
    customers = appointment.get("customers")
    if not isinstance(customers, list) or not 1 <= len(customers) <= PARTY_MAX:
        raise Malformed
    born = _birth_date(appointment, reader.today)
    people = tuple(
        _person(_object(each), reader.service, born if number == 0 else None)
        for number, each in enumerate(customers)
    )
    return Party(people, _contact(appointment))


def _person(customer: Values, service: Service, birth_date: date | None) -> Person:
    v_number = _v_number(customer, service)
    if not v_number and birth_date is None:
        raise Malformed  # a name alone is many people
    return Person(
        service=service.code,
        situation=NOT_ASKED if service.situations else "",
        first_name=_known(first_name_of(text_of(customer, "firstName"))),
        last_name=_known(name_of(text_of(customer, "lastName"))),
        birth_date=birth_date,
        v_number=v_number,
        bsn=_bsn(customer) if service.asks_bsn else "",
    )


def _v_number(customer: Values, service: Service) -> str:
    typed = text_of(customer, "vNumber")
    if not typed and service.v_number == "optional":
        return ""
    return _known(normal_v_number(typed))


def _bsn(customer: Values) -> str:
    typed = text_of(customer, "bsn")
    return _known(bsn_of(typed)) if typed else ""


def _birth_date(appointment: Values, today: date) -> date | None:
    typed = text_of(appointment, "birthDate")
    return _known(birth_date_of(typed, today)) if typed else None


def _contact(appointment: Values) -> Contact:
    email, phone = text_of(appointment, "email"), text_of(appointment, "phone")
    language = text_of(appointment, "language").lower()
    if language not in dict(settings.LANGUAGES) or not (email or phone):
        raise Malformed
    return Contact(
        language=language,
        email=_known(email_of(email)) if email else "",
        phone=_phone(phone, has_email=bool(email)) if phone else "",
    )


def _phone(typed: str, *, has_email: bool) -> str:
    """Return the number as networks write it; one that does not exist is kept as sent, beside an e-mail.

    The planner never checked numbers, and its programs send what they were given.
    """
    known = phone_of(typed)
    return known or _known(typed if has_email and _LIKE_A_PHONE.fullmatch(typed) else None)


def _known(value: Value | None) -> Value:
    if value is None:
        raise Malformed
    return value


def _object(found: Any) -> Values:
    if not isinstance(found, dict):
        raise Malformed
    return found
