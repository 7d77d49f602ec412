"""What a name, an address, a telephone number and a BSN look like."""

import pytest

from servicepoint.forms.shapes import bsn_of, email_of, first_name_of, name_of, phone_of


@pytest.mark.parametrize("name", ["Testa", "de Voorbeeld-Ölmez", "نام", "名", "O'Voorbeeld"])
def test_a_name_in_any_script_is_kept_as_it_is(name):
    assert name_of(name) == name


def test_spaces_around_and_inside_a_name_become_single_ones():
    assert name_of("  Testa \t van  Voorbeeld ") == "Testa van Voorbeeld"


@pytest.mark.parametrize("typed", ["", " ", "-", "123", "Te\u202esta", "Testa\x00", "\ud800a", "x" * 101])
def test_what_nobody_is_called_is_no_name(typed):
    assert name_of(typed) is None


def test_a_dash_says_that_there_is_no_first_name():
    assert first_name_of(" - ") == ""
    assert first_name_of("") is None


def test_an_address_is_kept_without_the_spaces_around_it():
    assert email_of(" testa@example.org ") == "testa@example.org"


@pytest.mark.parametrize(
    "typed",
    ["", "testa", "testa@localhost", "testa@[127.0.0.1]", "te sta@example.org", f"{'x' * 250}@example.org"],
)
def test_an_address_to_which_no_mail_goes_is_none(typed):
    assert email_of(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"), [("06 12345678", "+31612345678"), ("+49 30 901820", "+4930901820")]
)
def test_a_number_is_kept_as_the_telephone_network_writes_it(typed, number):
    assert phone_of(typed) == number


@pytest.mark.parametrize("typed", ["", "12", "06 123", "+99 123456789", "0612345678" * 5])
def test_a_number_that_cannot_be_called_is_none(typed):
    assert phone_of(typed) is None


def test_a_bsn_is_nine_digits_that_pass_the_test():
    assert bsn_of("1112.22.333") == "111222333"
    assert bsn_of("111222334") is None
    assert bsn_of("") is None
