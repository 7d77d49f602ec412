"""The number on a letter, and when to try again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoint.letters.rules import ATTEMPTS_MAX, letter_id_of, next_attempt_at, reference_of
from tests.world import NOW


@given(st.integers(1, 10**8 - 1))
def test_a_number_leads_back_to_its_letter(letter_id):
    assert letter_id_of(reference_of(letter_id)) == letter_id


def test_numbers_do_not_count_and_do_not_collide():
    numbers = [reference_of(letter_id) for letter_id in range(1, 5_000)]
    assert len(set(numbers)) == len(numbers)
    assert numbers != sorted(numbers)


@given(st.integers(1, 10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_seen(letter_id, place, by):
    digits = [c for c in reference_of(letter_id) if c.isdigit()]
    digits[place] = str((int(digits[place]) + by) % 10)
    assert letter_id_of("".join(digits)) is None


@pytest.mark.parametrize("typed", ["", "L", "L12", "V123456789", "L12345678a", "L1234567890", "L١٢٣٤٥٦٧٨٩"])
def test_what_is_no_number_is_none(typed):
    assert letter_id_of(typed) is None


def test_a_number_beyond_the_room_is_refused():
    with pytest.raises(ValueError, match="hundred million"):
        reference_of(10**8)


def test_attempts_end_after_a_day():
    waits = [next_attempt_at(attempts, NOW) for attempts in range(1, ATTEMPTS_MAX)]
    assert waits == sorted(waits)
    assert sum((each - NOW for each in waits), timedelta()) > timedelta(hours=20)
    assert next_attempt_at(ATTEMPTS_MAX, NOW) is None
