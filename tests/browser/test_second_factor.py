"""The second step in a real browser: a passkey by Chromium's virtual authenticator, digits by keyboard."""

import re
import urllib.parse

import pytest
from django.contrib.auth.models import Group, User

from servicepoint.accounts.models import Passkey
from servicepoint.accounts.rules import digits_at, step_at
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from tests.browser.checks import assert_accessible, assert_fits, tab_to

PASSWORD = "an invented password of staff"
NAME = "testa.voorbeeld"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def two_factors_are_needed(settings, one_factor_is_enough):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def assistant(browse):
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="assistant"))
    return user


def with_key(page, **more):
    """Give the browser a key of its own; return how to talk to it."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    made = talk.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | more})
    return talk, made["authenticatorId"]


def password(page):
    page.goto("/staff/")
    page.locator("#id_username").fill(NAME)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()


def made(page):
    """Go through the first log-in with a passkey."""
    password(page)
    page.get_by_role("link", name="Passkey").click()
    page.get_by_label("A name for this passkey").fill("My key")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()


def test_a_passkey_is_made_at_the_first_log_in_and_opens_the_next_one(page):
    talk, key = with_key(page)
    made(page)
    assert page.locator("main li code").count() == 10
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/staff/")
    assert Passkey.objects.get().name == "My key"
    page.get_by_role("button", name="Log out").click()
    password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/staff/")
    kinds = [entry.facts["kind"] for entry in Entry.objects.filter(act="staff.logged_in")]
    assert kinds == ["passkey", "passkey"]
    assert talk.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"][0]["signCount"] > 1


def test_a_key_that_does_not_know_the_person_lets_nobody_in_and_says_so(page):
    talk, key = with_key(page)
    made(page)
    page.goto("/staff/")
    page.get_by_role("button", name="Log out").click()
    talk.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That did not work.").wait_for()
    assert page.goto("/staff/").url.endswith("/login/?next=/staff/")


def test_a_copied_key_is_refused(page):
    with_key(page)
    made(page)
    Passkey.objects.update(uses=1_000)  # as if it had been used elsewhere
    page.goto("/staff/")
    page.get_by_role("button", name="Log out").click()
    password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("This passkey was not accepted.").first.wait_for()
    assert Entry.objects.filter(act="staff.second_factor_failed").count() == 1


def test_another_persons_key_is_refused(page):
    with_key(page)
    made(page)
    page.goto("/staff/")
    page.get_by_role("button", name="Log out").click()
    password(page)
    Passkey.objects.all().delete()  # the page still asks for it
    answered = page.get_by_role("button", name="Use a passkey")
    with page.expect_navigation(url=re.compile("/staff/login/passkey/")):
        answered.click()
    assert page.goto("/staff/").url.endswith("/login/?next=/staff/")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_app_is_added_by_keyboard_and_without_a_script(browse, language):
    page = browse(language=language, javascript=False)
    password(page)
    page.locator("main a[href*=app]").click()
    secret = page.locator("main p code").inner_text().replace(" ", "")
    tab_to(page, "id_digits")
    page.keyboard.type(digits_at(secret, step_at(clock.now())))
    page.keyboard.press("Enter")
    page.locator("main li code").first.wait_for()
    page.locator("main .ind-actions a").click()
    page.wait_for_url("**/staff/")


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_of_the_second_factor_are_accessible_and_fit(browse, language, width):
    page = browse(language=language, width=width)
    with_key(page)
    password(page)
    for link in ("main a[href*=passkey]", "main a[href*=app]"):
        assert_accessible(page)
        assert_fits(page)
        page.locator(link).click()
    assert_accessible(page)
    assert_fits(page)
    page.locator("#id_digits").fill("000000")
    page.locator("main form button").first.click()
    assert page.title().startswith("Fout:" if language == "nl" else "Error:")
    assert_accessible(page)
    secret = page.locator("main p code").inner_text().replace(" ", "")
    page.locator("#id_digits").fill(digits_at(secret, step_at(clock.now())))
    page.locator("main form button").first.click()
    page.locator("main li code").first.wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.goto("/staff/second-factor/")
    assert_accessible(page)
    assert_fits(page)
    page.goto("/staff/login/second/?next=/staff/second-factor/")
    assert_accessible(page)
    assert_fits(page)
    assert urllib.parse.urlsplit(page.url).path == "/staff/login/second/"
