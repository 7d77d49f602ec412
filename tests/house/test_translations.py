"""Dutch and English are equal: every text of the site has its translation, and nothing else is kept."""

import pytest
from babel.messages import Catalog

from launch.messages import LANGUAGES, complaints_about, extracted, untranslated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    assert complaints_about(language) == []


def test_texts_of_templates_and_code_are_found():
    places = {place.split("/")[0] for message in extracted() for place, _line in message.locations}
    assert {"templates", "servicepoint"} <= places


def test_an_empty_and_an_unconfirmed_translation_count_as_none():
    catalogue = Catalog(locale="nl")
    catalogue.add("empty", "")
    catalogue.add("unsure", "onzeker", flags=["fuzzy"])
    catalogue.add(("one", "many"), ("een", ""))
    catalogue.add("done", "klaar")
    assert len(untranslated(catalogue)) == 3
