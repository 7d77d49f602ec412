"""Counters are called by a number that is the same in every language."""

import pytest

from servicepoint.public.templatetags.counter_names import counter_number


@pytest.mark.parametrize(
    ("name", "number"),
    [("Balie 3", "3"), ("3", "3"), ("Loket 12b ", "12b"), ("Vertrekhal", "Vertrekhal"), ("", "")],
)
def test_a_name_with_a_number_is_called_by_it(name, number):
    assert counter_number(name) == number
