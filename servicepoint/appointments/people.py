"""Whose appointments: what staff look up when somebody calls, or asks what was done with their data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from servicepoint.kit.reference import keyed_digest, normal_code

from .identity import plain_name, same_person_text
from .models import Appointment, Attendee

FOUND_MAX = 20


def ids_by_code(code: str) -> list[int]:
    """Return the appointment of a code, until its data is forgotten."""
    rows = Appointment.objects.filter(code=normal_code(code), forgotten_at=None)
    return list(rows.values_list("id", flat=True))


def ids_by_v_number(v_number: str) -> list[int]:
    """Return the appointments in which a V-number comes, newest first, twenty at most."""
    return _appointments(Attendee.objects.filter(v_number=v_number, dropped_at=None))


def ids_by_name(name: str, birth_date: date) -> list[int]:
    """Return the appointments of who was born on that day and has that last name, or first and last.

    Accents, capitals and spaces make no difference.
    """
    wanted = plain_name(name)
    born = Attendee.objects.filter(birth_date=birth_date, dropped_at=None, appointment__forgotten_at=None)
    theirs = [each.id for each in born if wanted and wanted in _names(each)]
    return _appointments(Attendee.objects.filter(id__in=theirs))


def ids_of_person(*, birth_date: date, code: str = "", v_number: str = "") -> list[int]:
    """Return every appointment of one person, those they were taken out of too.

    The person is who was born on that day and stands in the appointment of the code, or has the V-number.
    """
    born = Attendee.objects.filter(birth_date=birth_date)
    if code:
        theirs = born.filter(appointment__code=normal_code(code))
    else:
        theirs = born.filter(v_number=v_number).exclude(v_number="")
    digests = [bytes(each) for each in theirs.values_list("person_digest", flat=True)]
    return _appointments(Attendee.objects.filter(person_digest__in=digests))


@dataclass(frozen=True, slots=True)
class Coming:
    """The coming appointment of one person: its id, code and times, and their position in it."""

    appointment_id: int
    code: str
    position: int
    starts_at: datetime
    ends_at: datetime


def coming_of(v_numbers: Iterable[str], service: str, now: datetime) -> dict[str, Coming]:
    """Return the coming appointment of each V-number for a service, by V-number: one query.

    The digest is what the table is searched by: it has the index.
    """
    digests = {person_digest_of(number): number for number in v_numbers if number}
    rows = Attendee.objects.filter(
        person_digest__in=list(digests),
        service=service,
        is_open=True,
        appointment__status="booked",
        appointment__ends_at__gt=now,
    )
    return {
        digests[bytes(row.person_digest)]: Coming(
            row.appointment_id,
            row.appointment.code,
            row.position,
            row.appointment.starts_at,
            row.appointment.ends_at,
        )
        for row in rows.select_related("appointment")
    }


def person_digest_of(v_number: str) -> bytes:
    """Return the digest under which entries of a person with this V-number are kept."""
    text = same_person_text(v_number=v_number, first_name="", last_name="", birth_date=None)
    return keyed_digest(settings.DATA_KEY.encode(), "person", text)


def _appointments(attendees: QuerySet[Attendee]) -> list[int]:
    rows = Appointment.objects.filter(attendees__in=attendees, forgotten_at=None).distinct()
    return list(rows.order_by("-starts_at", "-id").values_list("id", flat=True)[:FOUND_MAX])


def _names(attendee: Attendee) -> Iterable[str]:
    last, first = attendee.last_name, attendee.first_name
    return {plain_name(last), plain_name(f"{first} {last}"), plain_name(f"{last} {first}")}
