"""Six digits: those of RFC 6238, good once, and only around now."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from servicepoint.accounts.rules import digits_at, is_strong, matching_step, roles_of, step_at

# RFC 6238, appendix B, SHA-1; the last six of its eight digits.
KEY = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    20000000000: "353130",
}
NOW = datetime(2026, 11, 24, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("second", "digits"), VECTORS.items())
def test_the_digits_are_those_of_the_standard(second, digits):
    assert digits_at(KEY, step_at(datetime.fromtimestamp(second, UTC))) == digits


@pytest.mark.parametrize(
    ("seconds", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_digits_of_half_a_minute_before_and_after_are_taken(seconds, is_right):
    typed = digits_at(KEY, step_at(NOW + timedelta(seconds=seconds)))
    assert (matching_step(KEY, typed, now=NOW, last_step=0) is not None) is is_right


def test_digits_are_good_once_and_older_ones_not_after_newer():
    here = step_at(NOW)
    assert matching_step(KEY, digits_at(KEY, here), now=NOW, last_step=here) is None
    assert matching_step(KEY, digits_at(KEY, here - 1), now=NOW, last_step=here) is None
    assert matching_step(KEY, digits_at(KEY, here + 1), now=NOW, last_step=here) == here + 1


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "١٢٣٤٥٦", "0" * 500])
def test_what_is_not_the_digits_is_refused(typed):
    assert matching_step(KEY, typed, now=NOW, last_step=0) is None


def test_a_space_in_the_middle_does_no_harm():
    digits = digits_at(KEY, step_at(NOW))
    assert matching_step(KEY, f"{digits[:3]} {digits[3:]}", now=NOW, last_step=0) is not None


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        ("desk", {"assistant"}),
        (["desk", "x", "chief"], {"assistant", "lead"}),
        (None, set()),
        (7, set()),
        ([["desk"]], set()),
    ],
)
def test_only_names_that_are_mapped_become_roles(claim, roles):
    assert roles_of(claim, {"desk": "assistant", "chief": "lead"}) == roles


@pytest.mark.parametrize(
    ("claims", "acr", "strong"),
    [
        ({"amr": ["pwd", "mfa"]}, "", True),
        ({"amr": "mfa"}, "", False),
        ({"acr": "high"}, "high", True),
        ({"acr": ""}, "", False),
        ({}, "high", False),
    ],
)
def test_a_provider_asked_for_two_factors_only_when_it_says_so(claims, acr, strong):
    assert is_strong(claims, acr) is strong
