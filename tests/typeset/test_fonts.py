"""What the fonts show, and what becomes of what they do not."""

import pytest

from servicepoint.typeset.fonts import covered, direction_of, showable


@pytest.mark.parametrize(
    "name",
    [
        *("Testa Voorbeeld", "Łódź Đỗ Ștefan İlknur", "Олена Приклад", "Ґанна Їжакевич", "Δοκιμή"),
        *("محمد مثال", "مریم نمونه", "پرویز گچ‌کار", "عُمَر", "شکیلا ھ ے ٹ"),
    ],
)
def test_a_name_in_one_of_our_scripts_stays_as_it_is(name):
    assert showable(name) == name


def test_what_no_font_has_becomes_a_question_mark():
    assert showable("Testa 例") == "Testa ?"
    assert showable("ትግርኛ") == "????"
    assert {ord("€"), ord("ł"), ord("Ж"), ord("ش"), ord("گ"), ord("✓")} - covered() <= {ord("✓")}


def test_marks_that_turn_the_direction_of_what_follows_are_dropped():
    assert showable("a\u202eb\u2066c\u200fd") == "abcd"


def test_the_joiners_of_persian_stay():
    assert showable("می\u200cروم") == "می\u200cروم"


def test_letters_with_loose_accents_are_composed():
    assert showable("e\u0301") == "é"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Testa", "ltr"),
        ("محمد", "rtl"),
        ("12 محمد", "rtl"),
        ("(Testa) محمد", "ltr"),
        ("043", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_text_runs_as_its_first_letter_does(text, direction):
    assert direction_of(text) == direction
