"""The front door and the small files for programs."""

import pytest

from servicepoint.public.views.root import preferred_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("en-GB", "en"),
        ("en;q=0.3, nl-BE;q=0.8", "nl"),
        ("ar, fr;q=0.8", "en"),
        ("tr, nl;q=0.5", "nl"),
        ("*", "en"),
        ("nonsense;;q=x", "nl"),
        ("x" * 10_000, "nl"),
    ],
)
def test_who_types_only_our_name_gets_a_language_they_read(header, language):
    assert preferred_language(header) == language


def test_the_front_door_leads_on_and_tells_caches_why(client):
    response = client.get("/", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_search_engines_stay_out_of_bookings(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /nl/manage/" in text
    assert "Disallow: /en/book/" in text


def test_who_finds_a_weakness_reads_where_to_report_it(client, settings):
    settings.SECURITY_CONTACT = "mailto:lek@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:lek@example.org\n" in text
    assert "Expires: 20" in text


def test_old_browsers_find_the_mark(client):
    assert client.get("/favicon.ico")["Location"].endswith("img/mark.svg")
