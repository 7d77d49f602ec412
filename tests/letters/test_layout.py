"""The paper: where the address stands, what is read out of it, in each language and script."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from servicepoint.letters.note import KINDS
from servicepoint.letters.pieces import flat
from servicepoint.letters.rendering import files, letter_pdf
from servicepoint.letters.sheet import Sheet, sheets
from servicepoint.letters.words import words
from tests.letters.pages import opened, pages_of
from tests.letters.samples import PLACE, VISIT, a_letter, a_person

LANGUAGES = ("nl", "en", "ar", "tr", "uk", "fa", "fr", "es")
MM = 72 / 25.4
A4_HEIGHT = 841.89
FAMILY = ("Testa Voorbeeld", "محمد مثال", "Олена Приклад", "Ștefan İlknur", "مریم نمونه", "Δοκιμή Παράδειγμα")


def letters_in(text: str) -> Counter[str]:
    """Count the letters and digits of a text, in whatever order a program read its lines."""
    return Counter(character for character in text if character.isalnum())


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text))


def all_texts(sheet: Sheet) -> str:
    sections = [each for each in (sheet.how, sheet.know, sheet.questions) if each]
    texts = [sheet.subject, *sheet.notices, *map(flat, sheet.intro), sheet.code]
    texts += [each.heading for each in sections]
    texts += [flat(point) for each in sections for point in each.points]
    texts += [fact.label + " " + " ".join(map(flat, fact.lines)) for fact in sheet.facts]
    for group in sheet.groups:
        texts += [piece.text for piece in group.bring]
        texts += [f"{person.name.text} {person.v_number} {person.what.text}" for person in group.people]
    return " ".join(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_read_by_a_machine(language):
    note = a_letter(language)
    read = " ".join(pages_of(letter_pdf(note)))
    written = sheets(note)
    assert letters_in(" ".join(map(all_texts, written))) - letters_in(read) == Counter()
    for sheet in written:
        found = {word for word in words_in(all_texts(sheet)) if word in read}
        missing = words_in(all_texts(sheet)) - found
        # pypdf puts some pieces of joined Arabic letters into another order; every letter is there
        assert len(missing) <= (len(found) // 8 if sheet.direction == "rtl" else 0), missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_is_one_sheet_of_paper(language):
    notes = [a_letter(language, kind=kind, visit=VISIT if kind == "assigned" else None) for kind in KINDS]
    (made,) = files([notes])
    lengths = {last - first + 1 for first, last in made.pages}
    assert lengths == {1 if language == "nl" else 2}


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_it_is_tagged_and_says_its_language(language):
    reader = opened(letter_pdf(a_letter(language)))
    root = reader.trailer["/Root"]
    assert re.search(r"pdfuaid:part[^0-9]*1", root["/Metadata"].get_object().get_data().decode())
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert reader.metadata.title == words().subjects["ready"][language]


def test_only_our_own_fonts_are_in_it():
    fonts = set()
    for page in opened(letter_pdf(a_letter("ar"))).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in descendant["/FontDescriptor"]
            fonts.add(str(descendant["/BaseFont"]).split("+")[1])
    assert fonts == {
        *("SourceSans3-Regular", "SourceSans3-Semibold"),
        *("Vazirmatn-Regular", "Vazirmatn-SemiBold"),
    }


def placed(pdf: bytes) -> list[tuple[str, float, float]]:
    """Return the pieces of text of the first page with their place in millimetres from the left and top."""
    found = []

    def visit(text, cm, tm, _font, _size):
        if text.strip():
            x, y = (tm[4] * cm[i] + tm[5] * cm[i + 2] + cm[i + 4] for i in (0, 1))
            found.append((text.strip(), x / MM, (A4_HEIGHT - y) / MM))

    opened(pdf).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_the_address_stands_in_the_window(language):
    address = ("Geadresseerde", "Vensterstraat 1", "0000 XX  VENSTERSTAD")
    lines = placed(letter_pdf(a_letter(language, to=address)))
    for text, left, top in lines:
        if "Geadresseerde" in text or "Vensterstraat" in text or "VENSTERSTAD" in text:
            assert 19 < left < 25
            assert 50 < top < 70
    assert sum("enster" in text.lower() for text, _left, _top in lines) >= 1
    intruders = [text for text, left, top in lines if left < 110 and 45 < top < 85 and "·" not in text]
    assert all(any(part in line for line in address) for text in intruders for part in text.split("\n"))


def test_a_long_address_stays_in_the_window():
    address = (
        "De heer Testa Voorbeeld-de Langeachternaam van der Proefstraat tot Nergenshuizen",
        "Bij de familie Voorbeeld, derde verdieping achter",
        "Zeerlangestraatnaamvoorbeeldlaan 1234 huisnummer B",
        "0000 XX  PROEFSTAD AAN DE RIVIER",
    )
    lines = placed(letter_pdf(a_letter(to=address)))
    assert max(top for text, left, top in lines if left < 100 and "RIVIER" in text) < 85


def test_a_family_of_six_in_six_scripts_is_complete():
    people = tuple(a_person(name, number) for number, name in enumerate(FAMILY, 1))
    text = " ".join(pages_of(letter_pdf(a_letter("ar", people=people))))
    for number, name in enumerate(FAMILY, 1):
        assert all(part in text for part in name.split())
        assert f"{number:010}" in text


def test_those_who_bring_the_same_are_told_once():
    same = tuple(a_person(f"Testa {number}", number) for number in range(1, 4))
    other = a_person("Testa Vier", 4, bring=({"nl": "Iets anders", "en": "Something else"},))
    groups = sheets(a_letter(people=(*same, other)))[0].groups
    assert [len(group.people) for group in groups] == [3, 1]


def test_numbers_keep_their_order_within_arabic():
    text = pages_of(letter_pdf(a_letter("ar")))[0]
    for part in ("ACDE-FGHJ", "088 043 04 30", "servicepoint@example.org", "0000000001"):
        assert part in text


def test_a_letter_that_calls_off_has_no_code_and_asks_for_nothing():
    text = " ".join(pages_of(letter_pdf(a_letter("en", kind="called_off"))))
    assert "ACDE-FGHJ" not in text
    assert "Your valid passport" not in text


def test_a_letter_about_a_chosen_time_says_when_and_its_own_code():
    text = pages_of(letter_pdf(a_letter("en", kind="assigned", visit=VISIT)))[0]
    assert "Tuesday 8 December 2026, 10:10 to 10:20 (Dutch time)" in text
    assert "H7KTQX" in text
    assert "ACDE-FGHJ" not in text


@pytest.mark.parametrize(
    "name", ['#panic("x")', "*bold* _it_", "= Heading", '"]}) #pagebreak()', "<label> @ref"]
)
def test_what_people_typed_is_never_read_as_markup(name):
    assert name in pages_of(letter_pdf(a_letter(people=(a_person(name),))))[0]


@pytest.mark.parametrize("name", ["例子", "ትግርኛ", "Testa \U0001f600", "a\u202eb"])
def test_a_name_that_no_font_shows_does_not_stop_the_letter(name):
    assert "Uw document ligt klaar" in pages_of(letter_pdf(a_letter(people=(a_person(name),))))[0]


def test_each_letter_of_a_batch_begins_on_the_front_of_a_sheet():
    (made,) = files([[a_letter(reference=f"L000-000-00{number}") for number in range(3)]])
    assert made.pages == ((1, 1), (3, 3), (5, 5))
    assert [bool(text) for text in pages_of(made.pdf)] == [True, False, True, False, True]


@pytest.mark.parametrize("hours", [{}, {"nl": "", "en": ""}])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_without_hours_leaves_no_empty_brackets(language, hours):
    note = a_letter(language, place=replace(PLACE, phone_hours=hours))
    for sheet in sheets(note):
        assert PLACE.phone in all_texts(sheet)
        assert "()" not in all_texts(sheet).replace("\u2068", "").replace("\u2069", "")
