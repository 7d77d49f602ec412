"""Where links of the planner lead when no script runs, and what the page may know."""

import pytest

from tests.public.conftest import words


@pytest.mark.parametrize(
    ("address", "language", "says"),
    [
        ("/oap/nl/", "nl", "U kunt uw afspraak altijd opzoeken met de code"),
        ("/oap/nl", "nl", "U kunt uw afspraak altijd opzoeken met de code"),
        ("/oap/en/", "en", "You can always find your appointment with its code"),
    ],
)
def test_the_page_says_how_to_get_to_the_appointment(client, address, language, says):
    answer = client.get(address, headers={"Accept-Language": "fr"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Content-Language"]) == (200, language)
    assert f'lang="{language}"' in page
    assert says in words(page)
    assert f'href="/{language}/manage/"' in page
    assert "noindex" in page


def test_other_languages_and_other_methods_are_refused(client):
    assert client.get("/oap/fr/").status_code == 404
    assert client.post("/oap/nl/").status_code == 405
