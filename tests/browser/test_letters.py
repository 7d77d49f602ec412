"""The pages of letters in a real browser: from a scanned reference to a letter that is sent again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User

from servicepoint.documents import actions as documents
from servicepoint.documents.household import Address
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import actions, queries
from servicepoint.letters.models import Batch, Letter
from servicepoint.locations.queries import locations
from tests.browser.checks import assert_accessible, assert_fits, tab_to

PASSWORD = "an invented password of staff"
NAME = "testa.leiding"


@pytest.fixture
def reference(browse):
    """A letter that was posted, and one batch that failed; the lead may see both."""
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="lead"))
    now, today, place = clock.now(), clock.dutch_day(clock.now()), locations()[0]
    call = documents.Call(
        place.id,
        "BIO",
        "missing",
        today,
        today + timedelta(days=40),
        "ar",
        Address("Voorbeeldstraat 1", "0000 XX", "Proefstad"),
    )
    guest = documents.Guest("0000000001", "محمد", "Voorbeeld", today.replace(year=1990, day=1))
    invitation = documents.invite(call, [guest], now=now, actor=SYSTEM)
    order = actions.Order(f"invitation:{invitation}", "biometrics_missing", place.id, "ar", "first")
    letter_id = actions.want(order, now=now, actor=SYSTEM)
    batch = Batch.objects.create(
        location_id=place.id, form="one_file", made_at=now, due_at=now, letters=1, state="failed",
        last_error="unreachable",
    )  # fmt: skip
    Letter.objects.filter(id=letter_id).update(state="posted", batch=batch, settled_at=now)
    return queries.letter(letter_id).reference


@pytest.fixture
def staff_page(browse, reference):
    """Open a page in which the lead is logged in."""

    def opened(**kind):
        page = browse(**kind)
        page.goto("/staff/")
        page.locator("#id_username").fill(NAME)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url("**/staff/")
        return page

    return opened


@pytest.mark.parametrize(("language", "width"), [("nl", 320), ("en", 1200)])
def test_the_pages_are_accessible_and_fit(staff_page, reference, language, width):
    page = staff_page(language=language, width=width)
    page.goto("/staff/letters/")
    assert_accessible(page)
    assert_fits(page)
    page.locator("#id_number").fill(reference)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/letters/*/")
    assert_accessible(page)
    assert_fits(page)
    page.goto("/staff/letters/batches/")
    assert_accessible(page)
    assert_fits(page)


def test_a_letter_is_scanned_and_sent_again_by_keyboard_without_javascript(staff_page, reference):
    page = staff_page(javascript=False)
    page.goto("/staff/letters/")
    page.locator("#id_number").focus()
    page.keyboard.type(reference)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/letters/*/")
    tab_to(page, "id_reason_0")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() != f"Letter {reference}"
    assert Letter.objects.filter(replaces__isnull=False).count() == 1


def test_what_is_missing_is_said_on_top(staff_page, reference):
    page = staff_page()
    page.goto("/staff/letters/")
    page.locator("main form button").first.click()
    assert page.title().startswith("Error:")
    assert_accessible(page)
