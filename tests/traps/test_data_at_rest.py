"""What a stolen copy of the database tells: what `docs/privacy.md` says, and no key that opens anything."""

import secrets
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from servicepoint.appointments import actions, queries
from servicepoint.appointments.actions import Booked
from servicepoint.appointments.models import Request
from servicepoint.appointments.party import Contact, Party, Person
from servicepoint.kit.actor import RESIDENT
from tests.world import NOW, TUESDAY, World, at

OWNER = Person("DOC", "", "Zeldzame", "Ongewoonsen", date(1931, 7, 29), "7123456789", "111222333")
MAIL = "post@familie.example"
PHONE = "+31612349876"
IDEMPOTENCY_KEY = "draft:at-rest"


@pytest.fixture
def booked(world: World) -> Booked:
    """Someone whose every detail is found again if it stands anywhere; with a draft left behind."""
    party = Party((OWNER,), Contact("en", MAIL, PHONE))
    secret = secrets.token_hex(16)
    answers = {"person:1": {"v_number": OWNER.v_number, "last_name": OWNER.last_name}, "contact": MAIL}
    actions.start_draft(world.location_id, owner=secret, answers=answers, now=NOW)
    actions.hold(world.ask("DOC"), starts_at=at(TUESDAY, 9), secret=secret, now=NOW, actor=RESIDENT)
    return actions.book(party, hold_secret=secret, now=NOW, actor=RESIDENT, idempotency_key=IDEMPOTENCY_KEY)


def columns_with(needle: str) -> set[str]:
    """Return every `table.column` of the database in which the text stands, as text or as bytes."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE ANY(%s)',
                [[f"%{needle}%", f"%{needle.encode().hex()}%"]],
            )
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    return found


@pytest.mark.parametrize(
    ("needle", "allowed"),
    [
        ("Ongewoonsen", {"appointments_attendee.last_name"}),
        ("7123456789", {"appointments_attendee.v_number"}),
        ("1931-07-29", {"appointments_attendee.birth_date"}),
        ("111222333", set()),
        (MAIL, {"appointments_appointment.email", "notifications_message.recipient"}),
        (PHONE, {"appointments_appointment.phone"}),
    ],
)
def test_a_detail_stands_where_the_privacy_page_says_and_nowhere_else(
    booked: Booked, needle: str, allowed: set[str]
) -> None:
    assert columns_with(needle) == allowed


def test_no_table_holds_the_key_of_the_link(booked: Booked) -> None:
    assert columns_with(booked.key) == set()
    assert columns_with(booked.code) == {"appointments_appointment.code"}


def test_a_repeated_request_gets_code_and_key_again_though_only_the_id_is_kept(booked: Booked) -> None:
    again = actions.book(
        Party((OWNER,), Contact("en")),
        hold_secret="gone",
        now=NOW,
        actor=RESIDENT,
        idempotency_key=IDEMPOTENCY_KEY,
    )
    assert again == booked
    assert Request.objects.get().answer == {"appointment_id": booked.appointment_id}


def test_after_a_new_mail_address_a_repeated_request_gets_the_new_key(booked: Booked) -> None:
    contact = Contact("en", "ander@example.org")
    fresh = actions.change_contact(booked.appointment_id, contact, now=NOW, actor=RESIDENT)
    again = actions.book(
        Party((OWNER,), contact),
        hold_secret="gone",
        now=NOW,
        actor=RESIDENT,
        idempotency_key=IDEMPOTENCY_KEY,
    )
    assert again.key == fresh != booked.key


def test_the_key_that_a_dump_would_need_opens_the_page(booked: Booked, client: Client) -> None:
    assert queries.by_key(booked.key) is not None
    assert client.get(f"/en/appointment/{booked.key}/").status_code == 200
    assert client.get(f"/en/appointment/{'0' * 32}/").status_code == 404
