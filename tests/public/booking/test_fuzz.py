"""Whatever is typed into any field or address: an answer in words, and no answer of before is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.public.booking.walk import CONTACT, Visitor, details

# Text without lone surrogates, which no browser can send; with zero bytes, which some programs do.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
NASTY = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "'",
        '"><svg onload=x>',
        "{{7*7}}",
        "%s%n",
        "\u202e",
        "0",
        "-1",
        "9" * 400,
        "1e999",
        "NaN",
        "١٢٣",
    ]
)
ANYTHING = TEXT | NASTY
FIELDS = {
    "persons": ["persons"],
    "services": ["person_1", "person_2", "person_3"],
    "times": ["starts_at"],
    "person": [*details(), "bsn"],
    "contact": [*CONTACT],
    "needs": ["interpreter", "others"],
    "extend": ["step", *details()],
    "review": ["anything"],
}
KNOWN = st.sampled_from(
    ["DOC", "BIO", "NAT", "1", "2", "person-1", "lawyer", "Dari", "nl", "2026-11-24T08:00Z"]
)
EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FINE = {200, 303, 409, 422}


@pytest.fixture
def no_limits(settings) -> None:
    settings.RATE_LIMITS = False


def what_was_typed(visitor: Visitor) -> dict:
    return {key: value for key, value in visitor.answers.items() if key not in {"typed", "slot"}}


@pytest.mark.parametrize("step", FIELDS)
def test_a_form_full_of_anything_is_answered_and_keeps_the_draft(visitor, no_limits, step):
    visitor.reach_review()
    parts = [1] if step == "person" else []

    @EXAMPLES
    @given(st.dictionaries(st.sampled_from(FIELDS[step]), st.lists(ANYTHING | KNOWN, min_size=1, max_size=3)))
    def anything(typed):
        before = what_was_typed(visitor)
        answer = visitor.send(step, *parts, **typed)
        assert answer.status_code in FINE
        if answer.status_code in {409, 422}:
            assert what_was_typed(visitor) == before
        if "/booked/" not in answer.get("Location", ""):
            assert visitor.see("times").status_code in FINE
            assert set(before) <= set(what_was_typed(visitor))

    anything()


@pytest.mark.parametrize("field", ["part", "day", "week", "starts_at", "service", "persons"])
def test_anything_in_the_address_is_answered(visitor, no_limits, field):
    visitor.begin()

    @EXAMPLES
    @given(st.lists(ANYTHING, min_size=1, max_size=3))
    def anything(values):
        for page in ("times", "book", "services"):
            assert visitor.see(page, query={field: values}).status_code in FINE

    anything()


def test_anything_in_the_first_form_is_answered(visitor, no_limits):
    @EXAMPLES
    @given(service=ANYTHING | KNOWN, persons=ANYTHING | KNOWN)
    def anything(service, persons):
        assert visitor.send("book", service=service, persons=persons).status_code in FINE

    anything()


def test_anything_in_the_cookie_is_answered(visitor, no_limits):
    visitor.begin()

    @EXAMPLES
    @given(st.text(st.characters(codec="ascii", exclude_characters=';,"\\ '), max_size=200))
    def anything(value):
        visitor.client.cookies["visitor"] = value
        assert visitor.see("times").status_code == 404

    anything()
