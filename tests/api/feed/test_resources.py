"""The files as the specification wants them: fields, forms, addresses."""

import json
import re
from datetime import datetime, timedelta

import pytest

from servicepoint.api import kept
from servicepoint.api.feed import resources
from servicepoint.kit import clock
from servicepoint.locations.models import Location
from servicepoint.locations.queries import location
from servicepoint.services.models import Service
from tests.world import NOW, TUESDAY, at, book

FHIR_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")  # FHIR R4, data type id
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
REGISTRY = "http://fhir-registry.smarthealthit.org/StructureDefinition/"


def test_the_manifest_names_itself_and_every_file_once(real_content, reader, settings):
    manifest = reader.manifest()
    assert list(manifest) == ["transactionTime", "request", "output", "error"]
    assert manifest["request"] == settings.PUBLIC_URL + "/smart/$bulk-publish"
    assert manifest["error"] == []
    assert INSTANT.fullmatch(manifest["transactionTime"])
    kinds = [each["type"] for each in manifest["output"]]
    assert kinds == ["Location", "Schedule", *["Slot"] * Service.objects.filter(active=True).count()]
    urls = [each["url"] for each in manifest["output"]]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith(settings.PUBLIC_URL + "/smart/") for url in urls)
    assert manifest["output"][2]["extension"] == {"state": ["Limburg"]}


def test_every_file_is_there_as_lines_of_json(real_content, reader):
    for each in reader.manifest()["output"]:
        answer = reader.get(each["url"])
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/fhir+ndjson")
        found = [json.loads(line) for line in answer.content.decode().splitlines()]
        assert found and {one["resourceType"] for one in found} == {each["type"]}
        assert answer.content.endswith(b"\n") and b"\n\n" not in answer.content


def test_the_location_is_where_people_go(real_content, reader):
    (found,) = reader.read("Location")
    assert FHIR_ID.fullmatch(found["id"])
    assert found["name"].startswith("IND-servicepunt Maastricht")
    assert found["_name"]["extension"][0]["extension"][1]["valueString"].startswith("IND service point")
    assert found["telecom"][0] == {"system": "phone", "value": "088 043 04 30"}
    assert found["address"] == {
        "line": ["Mosae Forum 10"],
        "city": "Maastricht",
        "postalCode": "6211 DW",
        "country": "NL",
        "state": "Limburg",
    }
    assert [one["value"] for one in found["identifier"]] == ["6c5280823686521552efe85094e607cf", "MAA"]


def test_a_schedule_says_what_for_and_where(real_content, reader):
    found = {each["id"]: each for each in reader.read("Schedule")}
    schedule = found["MAA-DOC"]
    assert schedule["actor"][0]["reference"] == "Location/" + reader.read("Location")[0]["id"]
    (kind,) = schedule["serviceType"]
    assert kind["coding"][0]["code"] == "DOC"
    assert kind["text"] == kind["coding"][0]["display"] == Service.objects.get(code="DOC").name["nl"]
    assert {each["serviceType"][0]["coding"][0]["code"] for each in found.values()} == set(
        Service.objects.filter(active=True).values_list("code", flat=True)
    )


def test_a_slot_is_a_time_with_a_schedule_a_link_and_a_telephone(world, reader, settings):
    schedules = {each["id"] for each in reader.read("Schedule")}
    found = reader.read("Slot")
    first = next(each for each in found if each["schedule"]["reference"] == "Schedule/PROEFSTA-DOC")
    assert first == {
        "resourceType": "Slot",
        "id": "PROEFSTA-DOC-202611240800",
        "schedule": {"reference": "Schedule/PROEFSTA-DOC"},
        "status": "free",
        "start": "2026-11-24T09:00:00+01:00",
        "end": "2026-11-24T09:10:00+01:00",
        "extension": [
            {
                "url": REGISTRY + "booking-deep-link",
                "valueUrl": settings.PUBLIC_URL
                + "/book/?location=proefstad&service=DOC&at=2026-11-24T08:00Z",
            },
            {"url": REGISTRY + "booking-phone", "valueString": "088 000 00 00"},
        ],
    }
    ids = [each["id"] for each in found]
    assert len(set(ids)) == len(ids)
    for each in found:
        assert FHIR_ID.fullmatch(each["id"])
        assert each["schedule"]["reference"].removeprefix("Schedule/") in schedules
        assert INSTANT.fullmatch(each["start"]) and INSTANT.fullmatch(each["end"])


def test_a_text_with_quotes_and_letters_of_all_kinds_stays_json(world, reader):
    Location.objects.update(name={"nl": 'Loket "é\\"\n2'}, phone="+31 (0)88 'x'", province='"')
    (found,) = reader.read("Location")
    assert found["name"] == 'Loket "é\\"\n2'
    assert "_name" not in found
    assert reader.read("Slot")


def test_summer_and_winter_time_stand_in_the_offset(world):
    place = location("proefstad")
    summer = datetime.fromisoformat("2027-06-01T07:00:00+00:00")
    body = resources.slots(place, "DOC", [(summer, summer)], site="https://example.org").decode()
    assert '"start":"2027-06-01T09:00:00+02:00"' in body


def test_the_moment_of_the_manifest_is_that_of_the_last_change(world, reader):
    began = reader.manifest()["transactionTime"]
    with clock.frozen(NOW + timedelta(seconds=2)):
        assert reader.manifest()["transactionTime"] == began
        book(world, at(TUESDAY, 9))
    with clock.frozen(NOW + timedelta(seconds=4)):
        assert reader.manifest()["transactionTime"] == "2026-11-23T08:00:04.000Z"
    assert kept.FRESH_SECONDS < 2


@pytest.mark.parametrize("path", ["slots/proefstad/XXX", "slots/nowhere/DOC", "slots/proefstad/doc", "slots"])
def test_a_file_that_is_not_there_is_a_problem_in_words(world, client, path):
    answer = client.get(f"/smart/{path}.ndjson")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
