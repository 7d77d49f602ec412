"""Errors read alike: what is wrong, what to do, and no full stop at the end."""

import pytest
from django.utils import translation

from servicepoint.public import refusals


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_error_ends_with_a_full_stop(language, real_content):
    with translation.override(language):
        said = [str(each) for each in (*refusals.SENTENCES.values(), *refusals.REASONS.values())]
        said += [refusals.reason(code) for code in ("sticker_asylum", "nato_military", "eu_citizen")]
    assert [text for text in said if text.endswith(".")] == []
