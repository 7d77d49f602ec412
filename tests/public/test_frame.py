"""What every page has around its text: language, title, the way to the other language, the theme."""

import re

import pytest
from django.template.loader import get_template
from django.utils import translation

PAGES = ["", "check/", "telephone/", "accessibility/", "privacy/"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_names_its_language_and_itself(client, real_content, language):
    for page in PAGES:
        html = client.get(f"/{language}/{page}").content.decode()
        assert f'<html class="utrecht-root ind-theme" lang="{language}" dir="ltr">' in html
        assert re.search(r"<title>\S[^<]+ - IND Consultation</title>", html)
        assert len(re.findall(r"<h1", html)) == 1


def test_the_same_page_in_the_other_language_is_one_click_away(client, real_content):
    for page in PAGES:
        html = client.get(f"/en/{page}?was=x").content.decode()
        assert f'href="/nl/{page}?was=x" lang="nl"' in html
        assert f'href="/en/{page}?was=x" lang="en" hreflang="en" aria-current="true"' in html


def test_information_sets_no_cookie_and_may_be_kept_by_anyone(client, real_content):
    for page in PAGES:
        response = client.get(f"/en/{page}")
        assert not response.cookies
        assert "public" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")


def test_information_that_did_not_change_is_not_sent_again(client, real_content):
    for page in PAGES:
        first = client.get(f"/en/{page}")
        again = client.get(f"/en/{page}", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304


def test_information_is_read_not_posted(client, real_content):
    assert {client.post(f"/en/{page}").status_code for page in PAGES} == {405}


def test_a_location_may_bring_its_own_theme(client, real_content, settings):
    settings.THEME_CSS, settings.THEME_CLASS = "css/other.css", "other-theme"
    html = client.get("/en/").content.decode()
    assert '<html class="utrecht-root ind-theme other-theme"' in html
    assert html.index("css/site.css") < html.index("css/other.css")


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_demonstration_says_that_it_is_one(client, real_content, settings, demo):
    settings.DEMO = demo
    assert ("This is a demonstration" in client.get("/en/").content.decode()) is demo


def test_an_unknown_page_answers_in_the_language_of_its_address(client, real_content):
    assert "We cannot find this page" in client.get("/en/nowhere/").content.decode()
    response = client.get("/nl/nergens/")
    assert response.status_code == 404
    assert "Wij kunnen deze pagina niet vinden" in response.content.decode()
    assert 'href="/en/"' in response.content.decode()


@pytest.mark.parametrize(
    ("language", "sorry"), [("en", "Something went wrong on our side"), ("nl", "bij ons iets mis")]
)
def test_the_page_for_our_own_failure_needs_no_database_and_no_request(language, sorry):
    with translation.override(language):
        html = get_template("errors/500.html").render({"reference": "AB12CD"})
    assert sorry in html
    assert "AB12CD" in html
    assert "088 043 04 30" in html


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
def test_every_page_for_trouble_offers_help(rf, language, code):
    with translation.override(language):
        html = get_template(f"errors/{code}.html").render(
            {"retry_after_minutes": 3}, rf.get(f"/{language}/x/")
        )
    assert f'<html class="utrecht-root ind-theme" lang="{language}"' in html
    assert 'href="tel:+31880430430"' in html
    assert "3 minu" in html or code != 429
