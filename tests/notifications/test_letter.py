"""The confirmation on paper: readable by people, by machines, and by screen readers."""

import io
import re

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from servicepoint.notifications.rendering import letter_pdf
from servicepoint.notifications.sheet import sheet
from tests.notifications.samples import a_note, named, texts


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def fonts_of(reader: PdfReader) -> set[str]:
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert isinstance(descendant["/FontDescriptor"].raw_get("/FontFile2"), IndirectObject)
            names.add(str(descendant["/BaseFont"]).split("+")[1])
    return names


def test_the_letter_says_that_it_is_pdf_ua_and_is_tagged():
    reader = opened(letter_pdf(a_note(), "en"))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part[^0-9]*1", metadata)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/StructTreeRoot"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_title_holds_no_name():
    title = opened(letter_pdf(a_note(), "en")).metadata.title
    assert title == "Your IND appointment: Tuesday 24 November 2026, 10:10"


def test_the_letter_is_on_a4():
    box = opened(letter_pdf(a_note(), "nl")).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_only_our_own_fonts_are_in_it(language):
    assert fonts_of(opened(letter_pdf(a_note(), language))) == {"SourceSans3-Regular", "SourceSans3-Semibold"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_word_can_be_copied_out_of_it(language):
    words = words_of(letter_pdf(a_note(), language))
    page = sheet(a_note(), "confirmed", language)
    expected = [page.heading, page.intro, page.when, page.length, page.place, *page.address, page.route]
    expected += [page.code, page.phone, page.email, *page.needs, page.words["come"], page.words["by_code"]]
    for person in page.people:
        expected += [person.name, person.service, person.fee, *person.bring]
    for steps in page.steps:
        expected += [steps.service, *steps.texts]
    assert [text for text in expected if text not in words] == []


def test_a_letter_in_english_has_the_dutch_one_behind_it():
    reader = opened(letter_pdf(a_note(), "en"))
    pages = [page.extract_text() for page in reader.pages]
    assert "Your appointment is confirmed" in pages[0]
    assert [text for text in pages[1:] if "Uw afspraak is bevestigd" in text]
    assert not [text for text in pages if "Your appointment is" in text and "Uw afspraak is" in text]


def test_a_dutch_letter_says_everything_once():
    assert words_of(letter_pdf(a_note(), "nl")).count("Uw afspraak is bevestigd") == 1


def test_a_cancelled_appointment_makes_a_letter_that_says_so():
    words = words_of(letter_pdf(a_note(cancelled=True), "en"))
    assert "Your appointment is cancelled" in words
    assert "your passport or travel document" not in words


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        "*bold* _it_ $x$",
        "#sys.inputs",
        "= Heading",
        '"]}) #pagebreak()',
        "\\u{41}",
        "<label> @ref",
    ],
)
def test_what_people_type_is_never_read_as_markup(name):
    words = words_of(letter_pdf(named(name), "nl"))
    assert name in words


@pytest.mark.parametrize(
    "name", ["Олена Приклад", "Łódź Đỗ Ștefan İlknur", "Δοκιμή Παράδειγμα", "مثال", "گلپری"]
)
def test_names_in_latin_cyrillic_greek_and_arabic_are_shown(name):
    assert name in words_of(letter_pdf(named(name), "nl"))


@pytest.mark.parametrize("name", ["例子", "ትግርኛ", "Testa \U0001f600", "a\u200eb", "e\u0301"])
def test_a_name_that_the_font_cannot_show_does_not_stop_the_letter(name):
    assert "Verblijfsdocument ophalen" in words_of(letter_pdf(named(name), "nl"))


def test_a_family_of_six_with_long_lists_is_complete():
    bring = tuple(texts(f"bewijsstuk nummer {number}", f"proof number {number}") for number in range(12))
    person = a_note().people[0]
    family = tuple(
        type(person)(f"Kind {number} Voorbeeld", person.service, bring, None) for number in range(6)
    )
    words = words_of(letter_pdf(a_note(people=family), "nl"))
    assert [words.count(f"bewijsstuk nummer {number} ") for number in range(3)] == [6, 6, 6]
    assert all(f"Kind {number} Voorbeeld" in words for number in range(6))
