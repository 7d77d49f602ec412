import json

import pytest

from servicepoint.audit.errors import FactRefused
from servicepoint.audit.rules import FACTS_BYTES_MAX, checked_facts


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"service": "DOC", "persons": 2, "error": None},
        {"services": ["DOC", "BIO"], "ids": (1, 2, 99_999_999)},
        {"starts_at": "2026-11-23T09:00:00+00:00", "until": "2026-12-01"},
        {"fields": ["opens_at", "closes_at"], "status": True},
    ],
)
def test_ids_codes_counts_and_moments_are_kept_as_they_are(facts):
    assert json.loads(checked_facts(facts)) == json.loads(json.dumps(facts))


@pytest.mark.parametrize(
    "value",
    [
        "Testa Voorbeeld",
        "testa@example.org",
        "1234567890",
        "V1234567890",
        "123.456.782",
        "+31612345678",
        1234567890,
        123456782,
        {"name": "x"},
        ["Testa Voorbeeld"],
        12.5,
        "x" * 81,
        list(range(61)),
        "line\nbreak",
    ],
)
def test_a_value_that_could_be_a_persons_detail_is_refused_without_being_repeated(value):
    with pytest.raises(FactRefused) as refusal:
        checked_facts({"code": value})
    assert str(value) not in str(refusal.value)


def test_a_key_that_is_not_known_to_be_harmless_is_refused():
    with pytest.raises(FactRefused, match="first_name"):
        checked_facts({"first_name": "DOC"})


def test_facts_have_a_bounded_size():
    with pytest.raises(FactRefused, match=str(FACTS_BYTES_MAX)):
        checked_facts({"ids": ["x" * 80] * 30})
