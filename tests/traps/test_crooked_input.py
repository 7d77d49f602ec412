"""What no form of ours sends, but anybody can: answered with a page, never with a crash."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from servicepoint.appointments import actions
from servicepoint.appointments.party import Contact
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.actions import deliver_due
from servicepoint.notifications.models import Message
from servicepoint.public.forms.contact import ContactForm
from tests.world import NOW, TUESDAY, World, at, book, person

MOMENTS = [
    "9999-12-31T23:59Z",
    "0001-01-01T00:00Z",
    "1969-12-31T23:00Z",
    "2026-02-30T10:00Z",
    "-1",
    "\x00",
    "👪",
]
CANNOT_BE_WRITTEN = [
    "a@" + "é" * 60 + ".example",  # Django's field says yes, the names of the internet say no
    "a@\u00ad.example",
    '"\x01"@example.org',
    '"\x0b"@example.org',
    "a@[127.0.0.1]",
    "a@localhost",
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org\n",
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_at_the_end_of_time_is_as_good_as_taken(world: World, client: Client, moment: str) -> None:
    address = f"/en/appointment/{book(world, at(TUESDAY, 9)).key}/move/"
    assert client.get(f"{address}confirm/", {"to": moment}).status_code == 303
    assert client.post(f"{address}confirm/", {"to": moment}).status_code == 303
    assert client.post(address, {"starts_at": moment}).status_code in (303, 422)


@pytest.mark.parametrize(
    "number", ["0", "7", "32768", "2147483648", "999999999999", "9" * 30, pytest.param("9" * 5000, id="long")]
)
def test_a_number_larger_than_any_person_finds_nobody(world: World, client: Client, number: str) -> None:
    booked = book(world, at(TUESDAY, 9))
    for method in (client.get, client.post):
        answer = method(f"/en/appointment/{booked.key}/persons/{number}/drop/")
        assert answer.status_code in (303, 404)


@pytest.mark.parametrize("address", CANNOT_BE_WRITTEN)
def test_an_address_that_no_mail_can_carry_is_refused_in_the_form(address: str) -> None:
    form = ContactForm({"email": address, "phone": "", "language": "en"})
    # a line end after the address is cut off, as people paste one
    assert form.is_valid() == (address == "a@example.org\n")
    assert form.is_valid() or "email" in form.errors


@pytest.mark.parametrize("address", ["o'brien+x@example.org", "a@münchen.example", "a@日本.example"])
def test_unusual_addresses_that_mail_can_carry_are_taken(address: str) -> None:
    assert ContactForm({"email": address, "phone": "", "language": "en"}).is_valid()


def test_one_mail_that_cannot_be_written_does_not_keep_the_others_waiting(
    world: World, mailoutbox: list
) -> None:
    bad = book(world, at(TUESDAY, 9))
    actions.change_contact(bad.appointment_id, Contact("en", CANNOT_BE_WRITTEN[0]), now=NOW, actor=RESIDENT)
    book(world, at(TUESDAY, 10), person(2))
    deliver_due(NOW)
    kinds = Message.objects.filter(state="sent").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed", "address_changed", "confirmed"]
    assert len(mailoutbox) == 3
    given_up = Message.objects.exclude(kind="reminder").get(recipient=CANNOT_BE_WRITTEN[0])
    assert (given_up.state, given_up.last_error) == ("failed", "mail_unwritable")


def test_a_file_is_refused_before_it_reaches_the_disk(world: World, client: Client) -> None:
    large = SimpleUploadedFile("a.bin", b"\x00" * 600_000)
    answer = client.post("/en/manage/", {"code": "H7KTQX", "file": large})
    assert answer.status_code == 413
    assert "We do not understand this request" in answer.content.decode()


def test_a_form_with_more_fields_than_any_of_ours_is_refused(world: World, client: Client) -> None:
    answer = client.post("/en/manage/", {f"x{number}": "1" for number in range(500)})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00",
        b"code=%ED%A0%80%00&birth_date_day=%FF",
        b'{"code": 1}',
        b"=&=&&&",
        b"code=" + b"%00" * 50,
    ],
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"]
)
def test_bytes_that_are_no_form_are_answered(world: World, client: Client, body: bytes, kind: str) -> None:
    assert client.post("/en/manage/", body, content_type=kind).status_code in (400, 422)


@pytest.mark.parametrize(
    "address",
    [
        "/en/appointment/%00/",
        "/en/appointment/%ff%fe/",
        "/en/check/%00/",
        "/%ff%fe/",
        "/en/appointment/%0d%0aX:1/",
    ],
)
def test_an_address_of_strange_bytes_is_not_found(world: World, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
