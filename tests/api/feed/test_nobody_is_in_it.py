"""The feed cannot be used to fish for a person."""

from urllib.parse import quote

import pytest

from servicepoint.appointments import actions
from servicepoint.appointments.models import Appointment, Attendee, Claim
from servicepoint.kit.actor import RESIDENT
from tests.world import THURSDAY, TUESDAY, at, book, person

SECRETIVE = ["v_number", "code", "name", "email", "persons", "service", "at", "_since", "location", "key"]


def test_nothing_of_a_party_stands_in_any_file(world, reader):
    before = reader.everything()
    book(world, at(TUESDAY, 9), person(1_234_567_890), person(1_234_567_891, service="BIO"))
    actions.hold(
        world.ask(), starts_at=at(THURSDAY, 9), secret="geheim" * 6, now=at(TUESDAY, 8), actor=RESIDENT
    )
    row, claim = Appointment.objects.get(), Claim.objects.get(appointment=None)
    needles = [row.code, row.email, "Testa", "1990-05-17", "geheim", bytes(row.key_digest).hex()]
    needles += [each.v_number for each in Attendee.objects.all()]
    needles += [each.last_name for each in Attendee.objects.all()]
    needles += [bytes(claim.hold_digest).hex()]
    after = reader.everything()
    assert len(needles) >= 11
    assert [needle for needle in needles if needle.encode().lower() in after.lower()] == []
    assert len(after) <= len(before)  # taken time is left out, not marked


def test_a_taken_time_looks_like_a_closed_one(world, reader):
    """Whoever reads the feed cannot tell an appointment from an hour without opening: both are absent."""
    book(world, at(TUESDAY, 9))
    assert {each["status"] for each in reader.read("Slot")} == {"free"}
    assert {frozenset(each) for each in reader.read("Slot")} == {
        frozenset({"resourceType", "id", "schedule", "status", "start", "end", "extension"})
    }


@pytest.mark.parametrize("name", SECRETIVE)
def test_no_parameter_is_obeyed(world, reader, name):
    book(world, at(TUESDAY, 9), person(1_234_567_890))
    code = Appointment.objects.get().code
    for each in ["/smart/$bulk-publish", *(one["url"] for one in reader.manifest()["output"])]:
        plain = reader.get(each)
        for value in ("1234567890", code, "Voorbeeld", "6", "DOC", ""):
            asked = reader.get(f"{each}?{name}={quote(value)}")
            assert (asked.content, asked["ETag"]) == (plain.content, plain["ETag"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "nl"},
        {"Accept-Language": "en"},
        {"Cookie": "visitor=x; sessionid=y"},
        {"Authorization": "Bearer x"},
        {"Origin": "https://example.org"},
        {"User-Agent": "curl/8"},
        {"Accept": "application/fhir+ndjson"},
        {"Accept": "application/json"},
    ],
)
def test_everyone_reads_the_same(world, reader, headers):
    for each in ["/smart/$bulk-publish", *(one["url"] for one in reader.manifest()["output"])]:
        plain, other = reader.get(each), reader.get(each, **headers)
        assert (other.content, other["ETag"], other.status_code) == (plain.content, plain["ETag"], 200)
        assert other["Content-Type"] == plain["Content-Type"]


def test_who_is_booking_reads_the_same_as_a_stranger(real_content, reader, client):
    answer = client.post("/en/book/", {"service": "DOC", "persons": "1"})
    assert answer.status_code == 303
    path = "/smart/slots/maastricht/DOC.ndjson"
    assert client.get(path).content == reader.get(path).content
