"""A note survives the database unchanged."""

import json

from servicepoint.notifications.note import note_from_json, note_to_json, text_in
from tests.notifications.samples import a_note


def test_a_note_comes_back_from_json_as_it_went_in():
    note = a_note()
    assert note_from_json(json.loads(json.dumps(note_to_json(note)))) == note


def test_a_text_that_is_not_translated_is_shown_in_dutch():
    assert text_in({"nl": "paspoort", "en": "passport"}, "en") == "passport"
    assert text_in({"nl": "paspoort"}, "tr") == "paspoort"
    assert text_in({"nl": "paspoort", "en": ""}, "en") == "paspoort"
