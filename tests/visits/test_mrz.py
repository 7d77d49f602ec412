"""The machine-readable lines: ICAO's own specimens, and what a booking may differ in without differing."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoint.visits import mrz
from servicepoint.visits.errors import MrzUnreadable

TODAY = date(2026, 11, 24)
# The specimens of ICAO Doc 9303, parts 4, 5 and 6: Anna Maria Eriksson of Utopia, born on 12 August 1974.
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
LONG, LONGER = "PAPANDROPOULOUS VOORBEELD", "NILAVADHANANANDA VOORBEELDENDORFERMANS"
NUMBER, BIRTH, EXPIRY = "L898902C3", "740812", "300415"


def passport(last="ERIKSSON", first="ANNA MARIA", *, birth=BIRTH, expiry=EXPIRY) -> str:
    names = f"{last.replace(' ', '<')}<<{first.replace(' ', '<')}"[:39].ljust(39, "<")
    number, born, ends = (each + mrz.check_digit(each) for each in (NUMBER, birth, expiry))
    rest = "<" * 14 + "0"
    below = f"{number}UTO{born}F{ends}{rest}"
    return f"P<UTO{names}\n{below}{mrz.check_digit(number + born + ends + rest)}"


def compared(lines, first_name="Anna Maria", last_name="Eriksson", birth_date=date(1974, 8, 12)):
    document = mrz.read(lines, today=TODAY)
    return mrz.compare(
        document, first_name=first_name, last_name=last_name, birth_date=birth_date, today=TODAY
    )


@pytest.mark.parametrize(("lines", "form"), [(PASSPORT, "TD3"), (CARD, "TD1"), (TD2, "TD2")])
def test_the_specimens_are_read_and_their_check_digits_are_right(lines, form):
    document = mrz.read(lines, today=TODAY)
    assert (document.form, document.issuer, document.wrong) == (form, "UTO", ())
    assert (document.last_names, document.first_names) == (("ERIKSSON",), ("ANNA", "MARIA"))
    assert (document.birth, document.expires_on) == ("1974-08-12", date(2012, 4, 15))


def test_a_number_longer_than_its_field_goes_on_in_the_optional_data():
    document = mrz.read(LONG_NUMBER, today=TODAY)
    assert (document.wrong, document.last_names) == ((), ("STEVENSON",))


def test_line_ends_spaces_and_small_letters_of_a_scanner_do_not_matter():
    assert mrz.read(PASSPORT.lower().replace("\n", "\r\n ") + "\r\n", today=TODAY).wrong == ()


@pytest.mark.parametrize(
    "text",
    ["", "P<UTO", PASSPORT[:-1], PASSPORT + "<", PASSPORT.replace("<", "*"), "V" + PASSPORT[1:], "H7K2QX"],
)
def test_anything_else_is_refused(text):
    with pytest.raises(MrzUnreadable):
        mrz.read(text, today=TODAY)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [(0, ("number", "all")), (15, ("birth", "all")), (22, ("expiry", "all")), (30, ("personal", "all"))],
)
def test_one_digit_read_wrongly_is_named(place, wrong):
    above, below = PASSPORT.split("\n")
    other = "7" if below[place] != "7" else "8"
    found = mrz.read(f"{above}\n{below[:place]}{other}{below[place + 1 :]}", today=TODAY).wrong
    assert set(found) == set(wrong)


@given(
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=9, max_size=9),
    born=st.dates(date(1927, 1, 1), date(2026, 11, 23)),
    ends=st.dates(date(2026, 11, 24), date(2076, 12, 31)),
)
def test_whatever_is_written_by_the_rule_is_read_back(number, born, ends):
    fields = [each + mrz.check_digit(each) for each in (number, f"{born:%y%m%d}", f"{ends:%y%m%d}")]
    rest = "<" * 15
    below = f"{fields[0]}UTO{fields[1]}M{fields[2]}{rest}{mrz.check_digit(''.join(fields) + rest)}"
    document = mrz.read("P<UTOVOORBEELD<<TESTA".ljust(44, "<") + below, today=TODAY)
    assert (document.birth, document.expires_on, document.wrong) == (born.isoformat(), ends, ())


@given(st.text(max_size=120))
def test_no_text_at_all_brings_the_reader_down(text):
    with contextlib.suppress(MrzUnreadable):
        mrz.read(text, today=TODAY)


@given(st.text("ABCXYZ019<", min_size=88, max_size=90))
def test_no_lines_of_the_right_characters_bring_it_down(text):
    try:
        compared(text)
    except MrzUnreadable:
        assert len(text) == 89 or text.startswith("V")


@pytest.mark.parametrize(
    ("lines", "first_name", "last_name"),
    [
        (passport(), "Anna Maria", "Eriksson"),
        (passport(), "Anna", "Eriksson"),
        (passport(), "Maria", "ERIKSSON"),
        (passport("MUELLER", "JOERG"), "Jörg", "Müller"),
        (passport("MULLER", "JORG"), "Jörg", "Müller"),
        (passport("MUELLER SOEDER", "JORG"), "Jörg", "Müller-Söder"),
        (passport("OCONNOR", "SIOBHAN"), "Siobhán", "O'Connor"),
        (passport("DE VRIES", "JAN"), "Jan", "de Vries"),
        (passport("PRZYKLAD", "LUKASZ"), "Łukasz", "Przykład"),
        (passport("STRASSE", "OEZGUER"), "Özgür", "Straße"),
        (passport("IJSBRANDT", "TESTA"), "Testa", "Ĳsbrandt"),
        (passport("SUKARNO", ""), "-", "Sukarno"),
        (passport(LONG, "JONATHON ALEXANDER"), "Jonathon Alexander", "Papandropoulous-Voorbeeld"),
        (passport(LONGER, "ALEX"), "Alexandra", "Nilavadhanananda Voorbeeldendorfermans"),
    ],
)  # fmt: skip
def test_a_name_that_documents_spell_otherwise_is_the_same_name(lines, first_name, last_name):
    assert not compared(lines, first_name, last_name).name_differs


@pytest.mark.parametrize(
    ("lines", "first_name", "last_name"),
    [
        (passport(), "Hanna", "Eriksson"),
        (passport(), "Anna Sofia", "Eriksson"),
        (passport(), "Anna Maria", "Erikson"),
        (passport(), "Eriksson", "Anna"),
        (passport(), "-", "Eriksson"),
        (passport("MUELLER", "JOERG"), "Jorg", "Muller"),
        (passport(LONG, "JONATHON ALEXANDER"), "Katharina", "Papandropoulous-Voorbeeld"),
    ],
)  # fmt: skip
def test_another_name_is_another_name(lines, first_name, last_name):
    assert compared(lines, first_name, last_name).name_differs


def test_another_birth_date_is_told_and_what_the_document_leaves_open_is_not():
    assert compared(passport(), birth_date=date(1974, 8, 13)).birth_date_differs
    assert compared(passport(), birth_date=None).birth_date_differs
    assert not compared(passport(birth="7408<<")).birth_date_differs
    assert not compared(passport(birth="740000")).birth_date_differs
    assert compared(passport(birth="7508<<")).birth_date_differs


@pytest.mark.parametrize(
    ("expiry", "is_expired"),
    [("261123", True), ("261124", False), ("991231", True), ("760101", False), ("<<<<<<", False)],
)
def test_a_document_is_good_on_its_last_day_and_not_after_it(expiry, is_expired):
    assert compared(passport(expiry=expiry)).is_expired is is_expired


def test_what_fits_and_what_does_not_becomes_codes_without_a_name():
    assert compared(passport()).fits
    assert compared(passport()).codes == ("mrz_ok",)
    spoiled = passport(expiry="200101").replace("740812", "740813")
    found = compared(spoiled, last_name="Voorbeeld")
    assert not found.fits
    assert found.codes == ("mrz_wrong", "name_differs", "birth_date_differs", "document_expired")


@pytest.mark.parametrize(
    ("first_name", "last_name", "differing"),
    [
        ("Anna Maria", "Eriksson", (False, False)),
        ("Anna Maria", "Erikson", (True, False)),
        ("Hanna", "Eriksson", (False, True)),
        ("Hanna", "Voorbeeld", (True, True)),
    ],
)
def test_only_the_name_that_differs_is_said_to_differ(first_name, last_name, differing):
    found = compared(PASSPORT, first_name, last_name)
    assert (found.last_name_differs, found.first_name_differs) == differing
