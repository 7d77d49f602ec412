"""The letter as a mail says the same, without a V-number."""

import pytest

from servicepoint.letters.mail import mail_text
from servicepoint.letters.note import KINDS
from tests.letters.samples import VISIT, a_letter


def text_of(note):
    made = mail_text(note)
    return " ".join(made.paragraphs), " ".join(made.dutch_paragraphs)


@pytest.mark.parametrize("language", ["nl", "en", "ar", "fa"])
def test_it_says_the_code_how_to_book_and_what_to_bring(language):
    own, dutch = text_of(a_letter(language))
    for part in ("ACDE-FGHJ", "ind-consultation.example/nl/letter", "088 043 04 30", "Testa Voorbeeld"):
        assert part in own
        assert part in dutch or language == "nl"
    assert bool(dutch) == (language != "nl")


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_holds_a_v_number(kind):
    own, dutch = text_of(a_letter("ar", kind=kind, visit=VISIT if kind == "assigned" else None))
    assert "0000000001" not in own + dutch


def test_numbers_within_arabic_stand_apart():
    own, _dutch = text_of(a_letter("ar"))
    assert "\u2068088 043 04 30\u2069" in own
    assert own.count("\u2068") == own.count("\u2069")


def test_a_mail_that_calls_off_has_no_code():
    assert "ACDE-FGHJ" not in text_of(a_letter("en", kind="called_off"))[0]


def test_it_says_that_a_machine_translated_it():
    assert "Hollandaca" in mail_text(a_letter("tr")).paragraphs[0]
