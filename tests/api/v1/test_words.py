"""Every refusal has a status and a sentence, in both languages; lists that two doors offer are the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from servicepoint.api.v1.problems import INPUT_ERRORS
from servicepoint.api.v1.refusals import REASONS, REFUSALS
from servicepoint.appointments.party import INTERPRETER_LANGUAGES
from servicepoint.public.forms.needs import LANGUAGES
from tests.house.test_errors import refusals_of_a_booking


def codes_listed_under(heading: str) -> set[str]:
    """Return the codes in the table of a section of the page for programmers."""
    page = Path(settings.BASE_DIR, "docs/api.md").read_text()
    section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` ", section, flags=re.MULTILINE))


def test_every_refusal_of_a_booking_has_a_status_and_a_sentence() -> None:
    assert set(REFUSALS) == refusals_of_a_booking()
    assert {status for status, _ in REFUSALS.values()} == {404, 409, 410, 503}


@pytest.mark.parametrize(
    "sentences", [INPUT_ERRORS, REASONS, {code: each.sentence for code, each in REFUSALS.items()}]
)
def test_every_sentence_is_another_one_in_dutch(sentences: dict[str, object]) -> None:
    for code, sentence in sentences.items():
        with translation.override("en"):
            english = str(sentence)
        with translation.override("nl"):
            assert str(sentence) != english, code


def test_the_documents_list_each_code_of_a_refusal_that_is_not_about_an_act() -> None:
    source = "".join(path.read_text() for path in Path(settings.BASE_DIR, "servicepoint/api").rglob("*.py"))
    made = set(re.findall(r'problem\(\s*\d+,\s*"(\w+)"', source)) | {"bad_request", "crash", "too_large"}
    assert codes_listed_under("Codes of other refusals") == made


def test_the_documents_list_each_code_of_an_input_error() -> None:
    assert codes_listed_under("Codes of input errors") == set(INPUT_ERRORS)


def test_interpreters_are_those_of_the_pages() -> None:
    assert tuple(each[0] for each in LANGUAGES) == INTERPRETER_LANGUAGES
