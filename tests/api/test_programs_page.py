"""The page about programs for people: all that the description says, in the site's frame."""

import re

import pytest
from django.test import Client

from servicepoint.api.v1 import openapi

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "heading"), [("nl", "Voor programmeurs"), ("en", "For programmers")])
def test_the_page_is_there_in_both_languages_and_the_footer_leads_to_it(
    client: Client, language: str, heading: str
) -> None:
    page = client.get(f"/{language}/programs/").content.decode()
    assert f'<h1 class="utrecht-heading-1">{heading}</h1>' in page
    assert (
        f'href="/{language}/programs/">{heading}</a>'
        in client.get(f"/{language}/accessibility/").content.decode()
    )


def test_every_operation_and_every_part_of_the_description_is_on_it(client: Client) -> None:
    page = client.get("/en/programs/").content.decode()
    described = openapi.document()
    shown = set(re.findall(r'<h3 [^>]*id="(\w+)"', page))
    operations = {each["operationId"] for each in openapi.operations(described)}
    assert shown == operations | described["components"]["schemas"].keys()
    assert "/v1/openapi.json" in page and "/oap/api" in page and "/smart/$bulk-publish" in page


def test_every_link_within_the_page_leads_to_a_place_on_it(client: Client) -> None:
    page = client.get("/nl/programs/").content.decode()
    places = set(re.findall(r'\sid="([\w-]+)"', page))
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= places


def test_what_an_operation_does_is_said_in_the_readers_language(client: Client) -> None:
    assert "Een afspraak verzetten" in client.get("/nl/programs/").content.decode()
    assert "Move an appointment" in client.get("/en/programs/").content.decode()
