import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESSES = ["/v1/nothing-here", "/oap/api/nothing-here", "/smart/nothing-here", "/healthz"]
READ_ONLY = [
    "/v1/openapi.json",
    "/v1/locations",
    "/v1/locations/maastricht/slots",
    "/oap/api/desks/",
    "/smart/$bulk-publish",
    "/smart/slots/maastricht/DOC.ndjson",
    "/healthz",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_program_gets_no_cookie_and_its_own_are_not_looked_at(client, address):
    client.cookies["sessionid"] = "a" * 32
    response = client.get(address)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_page_still_gets_the_cookie_that_its_form_needs(client):
    assert "csrftoken" in client.get("/en/manage/").cookies


def test_what_is_not_there_is_said_in_the_shape_of_the_surface_that_was_called(client):
    planner = client.get("/oap/api/nothing-here")
    assert (planner.status_code, planner.content) == (
        404,
        b')]}\',\n{"status":"ERROR","errorCode":"GENERAL"}',
    )
    ours = client.get("/v1/nothing-here", headers={"Accept-Language": "nl"})
    assert ours.headers["Content-Type"] == "application/problem+json"
    assert json.loads(ours.content)["title"] == "Op dit adres is niets"


@pytest.mark.parametrize("address", ["/v1", "/oap/api", "/smart"])
def test_the_root_of_a_surface_is_refused_in_its_shape_with_and_without_a_slash(client, address):
    bare, slashed = client.get(address), client.get(f"{address}/")
    assert (bare.status_code, bare.content) == (404, slashed.content)
    assert bare.headers["Content-Type"] == slashed.headers["Content-Type"] != "text/html; charset=utf-8"
    assert bare.headers.get("API-Version") == slashed.headers.get("API-Version")


@pytest.mark.parametrize("address", READ_ONLY)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_method_that_is_not_there_is_said_and_no_token_of_a_form_asked_for(address, method):
    response = Client(enforce_csrf_checks=True).generic(method, address)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Op dit adres is niets"), ("fr", "There is nothing at this address")]
)
def test_a_refusal_is_in_the_language_asked_for_whoever_was_served_before(client, language, title):
    client.get("/nl/accessibility/")
    response = client.get("/v1/nothing-here", headers={"Accept-Language": language})
    assert json.loads(response.content)["title"] == title


def test_too_large_a_body_is_refused_before_it_is_read(settings):
    response = Client().post(
        "/v1/holds", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type="text/plain"
    )
    assert response.status_code == 413
    assert json.loads(response.content)["code"] == "too_large"
