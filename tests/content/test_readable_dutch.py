"""Dutch that people with little Dutch can read: B1, measured per file, per text and per sentence."""

import re

import pytest
import textstat

from servicepoint.content.files import read
from tests.content.conftest import CONTENT

FILES = ("location", "services", "requirements", "triage", "letters")
EASE_OF_A_FILE = 75  # Flesch-Douma: 70 and more is easy, 60-70 plain, below 50 hard
EASE_OF_A_TEXT = 50  # for texts long enough to measure; one fixed term already costs much
WORDS_MEASURABLE = 12
WORDS_IN_A_SENTENCE_MAX = 20

BUREAUCRATIC = (
    "Indien betrokkene niet beschikt over een geldige verblijfsrechtelijke status, dient deze zich "
    "onverwijld te vervoegen bij de daartoe aangewezen instantie, teneinde de benodigde biometrische "
    "gegevens te laten afnemen."
)
PLAIN = "Hebt u geen geldig document? Maak dan snel een afspraak bij de IND. Wij maken daar uw pasfoto."


@pytest.fixture(scope="module", autouse=True)
def dutch():
    textstat.set_lang("nl")
    yield
    textstat.set_lang("en_US")


def dutch_texts(values):
    """Return every Dutch text within the values, each once."""
    if isinstance(values, dict):
        own = [values["nl"]] if isinstance(values.get("nl"), str) else []
        return own + [text for each in values.values() for text in dutch_texts(each)]
    if isinstance(values, list):
        return [text for each in values for text in dutch_texts(each)]
    return []


def texts_of(name):
    file = read(CONTENT / f"{name}.yaml", CONTENT / "schemas" / f"{name}.json")
    return list(dict.fromkeys(dutch_texts(file.values)))


def ease(text):
    return textstat.flesch_reading_ease(text)


def sentences(text):
    return [part for part in re.split(r"(?<=[.?!])\s+", text) if part]


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_easily(name):
    texts = texts_of(name)
    assert len(texts) > 5
    assert ease(" ".join(text if text[-1] in ".?!" else f"{text}." for text in texts)) >= EASE_OF_A_FILE


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_hard(name):
    hard = [
        text
        for text in texts_of(name)
        if len(text.split()) >= WORDS_MEASURABLE and ease(text) < EASE_OF_A_TEXT
    ]
    assert hard == []


@pytest.mark.parametrize("name", FILES)
def test_no_sentence_is_long(name):
    long = [
        one
        for text in texts_of(name)
        for one in sentences(text)
        if len(one.split()) > WORDS_IN_A_SENTENCE_MAX
    ]
    assert long == []


def test_the_measure_tells_bureaucratic_from_plain_dutch():
    assert ease(BUREAUCRATIC) < EASE_OF_A_TEXT
    assert any(len(one.split()) > WORDS_IN_A_SENTENCE_MAX for one in sentences(BUREAUCRATIC))
    assert ease(PLAIN) > EASE_OF_A_FILE


def test_people_are_addressed_with_u():
    informal = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
    assert [text for name in FILES for text in texts_of(name) if informal.search(text)] == []
