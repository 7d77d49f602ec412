"""The words of letters: complete in every language, and what is wrong is named by its line."""

import pytest

from servicepoint.content.errors import ContentRefused
from servicepoint.letters.note import KINDS
from servicepoint.letters.words import document_name, fillings, read_words, words
from tests.content.conftest import folder  # noqa: F401 - a copy of the content to spoil

WRONG = [
    ("      tr: Belgeniz hazır\n", "", "tr is missing", "every language"),
    (
        "tr: Belgeniz hazır",
        "tr: Belgeniz hazır\n      pl: Gotowe",
        "pl is no language here",
        "only languages",
    ),
    ("jusqu’au {until}", "jusqu’au {day}", "fills in other words than nl does", "the same"),
    ("tot en met {until}", "tot en met {later}", "“later”", "of day"),
    ("Your document is ready", "Your document is ready 例", "no font shows", "letters of our fonts"),
    ("direction: rtl", "direction: up", "does not fit", "ltr"),
    ("  called_off:", "  called_of:", "“called_off” is missing", "the keys"),
]


@pytest.mark.parametrize(("old", "new", "wrong", "expected"), WRONG)
def test_what_is_wrong_is_said_with_its_line(folder, old, new, wrong, expected):  # noqa: F811
    line = folder.replace("letters.yaml", old, new)
    with pytest.raises(ContentRefused) as refused:
        read_words(folder.path)
    found = [each for each in refused.value.problems if wrong.strip("“”") in str(each)]
    assert found, refused.value
    assert any(expected in str(each) for each in found)
    assert abs(found[0].line - line) < 10 or "called_off" in wrong  # a missing key: its parent's line


def test_every_kind_of_letter_has_its_words_in_every_language():
    loaded = words()
    assert set(loaded.languages) == {"nl", "en", "ar", "tr", "uk", "fa", "fr", "es"}
    assert set(loaded.subjects) == set(loaded.intros) == set(KINDS)


def test_a_language_that_nobody_checked_says_so_in_its_own_script():
    marked = {code for code, each in words().languages.items() if each.machine_made}
    assert marked == {"ar", "tr", "uk", "fa", "fr", "es"}
    assert "الهولندي" in words().languages["ar"].machine_made


def test_who_reads_none_of_the_languages_gets_english():
    assert words().spoken("ti").code == "en"
    assert words().spoken("fa").code == "fa"


def test_documents_have_names_and_unknown_ones_a_general_one():
    assert document_name("W")["en"] == "type W document"
    assert document_name("XYZ")["nl"] == "document van de IND"


def test_fillings_are_found_in_order():
    assert fillings("{a} and {b}") == ["a", "b"]
