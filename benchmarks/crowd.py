"""Locations and appointments in bulk: invented people in as many places as a measurement asks for."""

import hashlib
import random
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import psycopg
from django.db import connection

from servicepoint.appointments import queries
from servicepoint.appointments.models import Appointment, Claim
from servicepoint.appointments.party import Ask, Contact, Party, Person
from servicepoint.documents.models import Document
from servicepoint.kit import clock
from servicepoint.kit.period import moment_of, tick_of
from servicepoint.locations import queries as locations
from servicepoint.locations.models import Counter, DatedOpening, Location, WeeklyOpening

SERVICE = "DOC"  # ten minutes: two ticks
TICKS = 2
WEEKS = 12
OPENS, CLOSES = time(8), time(18)
WORKDAYS = (1, 2, 3, 4, 5)
EVERYTHING = ["DOC", "BIO", "VAA", "TKV", "NAT"]
FULL = 0.93  # no service point is ever booked to the last minute
YEARS_BACK_MAX = 6
DOCUMENTS = """
    INSERT INTO documents_document
           (location_id, number, kind, v_number, first_name, last_name, birth_date, language, email, address,
            replaces, collect_before, elsewhere, blocked_reason, delivered_at)
    SELECT %s, 'V' || translate(lpad(each::text, 8, '0'), '0123456789', 'ABCDEFGHJK'), 'I',
           lpad(each::text, 10, '0'), 'Testa', 'Voorbeeld', '1990-05-17', 'en', '', %s, '', %s, '', '', %s
      FROM generate_series(0, %s - 1) AS each
"""
STAYS = """
    INSERT INTO documents_stay
           (document_id, location_id, number, place, drawer, position, reason, reference, began_at, began_by)
    SELECT id, location_id, 1, 'in_safe', 'B' || row_number() OVER () / 999,
           row_number() OVER () %% 999 + 1, '', '', %s, ''
      FROM documents_document WHERE location_id = %s
"""
APPOINTMENT = (
    "id, location_id, code, key_digest, key_version, status, starts_at, ends_at, language, email, phone,"
    " needs, sequence, moves, booked_at"
)
ATTENDEE = (
    "appointment_id, position, service, situation, first_name, last_name, birth_date, v_number, bsn,"
    " person_digest, is_open, only_requirements"
)
CLAIM = "location_id, counter_id, day, start_tick, end_tick, basket, appointment_id, extensions"
COLUMNS = {
    "appointments_appointment": APPOINTMENT,
    "appointments_attendee": ATTENDEE,
    "appointments_claim": CLAIM,
}

Place = tuple[int, int, int]  # location, counter, start tick


def make_locations(number: int, *, counters: int) -> list[int]:
    """Make locations whose counters are open on workdays from eight to six for the whole catalogue."""
    made = []
    for each in range(number):
        location = Location.objects.create(
            slug=f"bench-{counters}-{each}",
            key=secrets.token_hex(16),
            alias=f"B{counters}{each}",
            name={"nl": "Proefstad", "en": "Testville"},
            street="Voorbeeldstraat 1",
            postcode="0000 XX",
            city="Proefstad",
            phone="088 000 00 00",
            email="proef@example.org",
            route={"nl": "Te voet.", "en": "On foot."},
        )
        add_counters(location.pk, counters)
        made.append(location.pk)
    return made


def add_counters(location_id: int, number: int) -> None:
    """Open more counters at a location, on workdays from eight to six."""
    rows = [Counter(location_id=location_id, name=f"Bench {each}") for each in range(number)]
    WeeklyOpening.objects.bulk_create(
        WeeklyOpening(
            counter=counter,
            weekday=weekday,
            opens_at=OPENS,
            closes_at=CLOSES,
            services=EVERYTHING,
            valid_from=date(2020, 1, 1),
        )
        for counter in Counter.objects.bulk_create(rows)
        for weekday in WORKDAYS
    )


def add_single_places(location_id: int, days: Sequence[date]) -> None:
    """Open one more counter for ten minutes on each of these days: one last place a day."""
    counter = Counter.objects.create(location_id=location_id, name="Bench, one place a day")
    DatedOpening.objects.bulk_create(
        DatedOpening(counter=counter, on=day, opens_at=OPENS, closes_at=time(8, 10), services=EVERYTHING)
        for day in days
    )


def fill(location_ids: Sequence[int], number: int, now: datetime) -> None:
    """Book `number` more appointments: in the coming twelve weeks while there is room, the others before."""
    today = clock.dutch_day(now)
    coming = _places(location_ids, today + timedelta(days=1), today + timedelta(weeks=WEEKS))
    taken = set(Claim.objects.values_list("location_id", "counter_id", "start_tick"))
    room = int(len(coming) * FULL) - len(taken & set(coming))
    places = _sample(coming, taken, min(number, room))
    for year in range(1, YEARS_BACK_MAX):
        last = today - timedelta(days=365 * (year - 1))
        if len(places) < number:
            earlier = _places(location_ids, last - timedelta(days=364), last - timedelta(days=1))
            places += _sample(earlier, taken, number - len(places))
    if len(places) < number:
        raise ValueError(f"there is no room for {number} appointments")
    _insert(places, now)


def add_documents(location_id: int, number: int, now: datetime) -> None:
    """Let a document lie ready for each of the people 0 to `number`: who collects there needs one."""
    until = clock.dutch_day(now) + timedelta(weeks=WEEKS * 2)
    sealed = Document._meta.get_field("address").get_db_prep_save({}, connection)
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS, [location_id, sealed, until, now, number])
        cursor.execute(STAYS, [now, location_id])
        cursor.execute("ANALYZE documents_document, documents_stay")


def booked() -> int:
    """Return how many appointments there are."""
    return Appointment.objects.count()


def free_starts(location_id: int, now: datetime) -> list[datetime]:
    """Return all starts at which one person can come."""
    return [slot.starts_at for slot in queries.free_slots(Ask(location_id, (SERVICE,)), now=now)]


def party(number: int, *, situation: str = "no-document") -> Party:
    """Return one invented person with an e-mail address; the number makes the V-number."""
    person = Person(
        service=SERVICE,
        situation=situation,
        first_name="Testa",
        last_name="Voorbeeld",
        birth_date=date(1990, 5, 17),
        v_number=f"{number:010d}",
    )
    return Party((person,), Contact("en", email=f"testa{number}@example.org"))


def _places(location_ids: Sequence[int], first_day: date, last_day: date) -> list[Place]:
    """Return every place of ten minutes in the openings."""
    return [
        (location_id, opening.counter_id, tick)
        for location_id in location_ids
        for opening in locations.openings(location_id, first_day, last_day)
        for tick in range(tick_of(opening.starts_at), tick_of(opening.ends_at) - TICKS + 1, TICKS)
    ]


def _sample(places: Sequence[Place], taken: set[Place], number: int) -> list[Place]:
    free = [place for place in places if place not in taken]
    return random.sample(free, min(max(number, 0), len(free)))


def _insert(places: Sequence[Place], now: datetime) -> None:
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    with raw.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM appointments_appointment")
        first_id = cursor.fetchone()[0] + 1  # type: ignore[index]
        rows = [_rows(each, place, now) for each, place in enumerate(places, start=first_id)]
        for number, (table, columns) in enumerate(COLUMNS.items()):
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row[number])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('appointments_appointment', 'id'),"
            " (SELECT max(id) FROM appointments_appointment))"
        )
        cursor.execute(
            "INSERT INTO appointments_dayversion (location_id, day, version)"
            " SELECT location_id, day, nextval('appointments_version')"
            " FROM (SELECT DISTINCT location_id, day FROM appointments_claim) AS days"
            " ON CONFLICT (location_id, day) DO UPDATE SET version = excluded.version"
        )
        cursor.execute("ANALYZE")


def _rows(each: int, place: Place, now: datetime) -> tuple[tuple[object, ...], ...]:
    location_id, counter_id, start_tick = place
    starts_at, ends_at = moment_of(start_tick), moment_of(start_tick + TICKS)
    unique = hashlib.sha256(str(each).encode()).digest()
    return (
        (
            each,
            location_id,
            f"B{each}",
            unique,
            1,
            "booked",
            starts_at,
            ends_at,
            "en",
            "",
            "",
            "{}",
            0,
            0,
            now,
        ),
        (each, 1, SERVICE, "", "Testa", "Voorbeeld", date(1990, 5, 17), "", b"", unique, ends_at > now, "{}"),
        (
            location_id,
            counter_id,
            clock.dutch_day(starts_at),
            start_tick,
            start_tick + TICKS,
            "{DOC}",
            each,
            0,
        ),
    )
