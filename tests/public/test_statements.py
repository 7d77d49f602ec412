"""The privacy page and the accessibility statement say what the code does."""

import pytest


def test_the_terms_are_those_of_the_settings(said, settings):
    settings.KEEP_DAYS, settings.DRAFT_HOURS, settings.HOLD_MINUTES = 17, 5, 1
    settings.SESSION_COOKIE_AGE = 3 * 3600
    page = said("/en/privacy/")
    assert "We delete these data 17 days after the day of the visit." in page
    assert "or 5 hours after your last answer" in page
    assert "free for you for 1 minute while" in page
    assert "Disappears after 3 hours" in page


def test_the_cookies_named_are_the_cookies_used(said, settings):
    page = said("/nl/privacy/")
    assert settings.SESSION_COOKIE_NAME in page
    assert settings.CSRF_COOKIE_NAME in page


@pytest.mark.parametrize(
    ("language", "modesty"),
    [("en", "we do not say that it complies fully"), ("nl", "niet dat de site helemaal voldoet")],
)
def test_the_statement_promises_no_more_than_was_examined(said, language, modesty):
    page = said(f"/{language}/accessibility/")
    assert modesty in page
    assert "WCAG 2.2" in page
