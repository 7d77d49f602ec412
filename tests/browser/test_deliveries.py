"""A delivery and an invitation in a real browser: both languages, a small screen, no script, the keyboard."""

import pytest
from django.contrib.auth.models import Group, User

from servicepoint.documents import actions
from servicepoint.documents.models import Delivery, Invitation
from servicepoint.kit import clock
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.documents.files import csv_of, fields

PASSWORD, NAME = "an invented password of staff", "testlead.voorbeeld"


@pytest.fixture
def as_lead(browse):
    """Open a page in which a lead is logged in."""
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="lead"))

    def opened(**kind):
        page = browse(**kind)
        page.goto("/staff/")
        page.locator("#id_username").fill(NAME)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url("**/staff/")
        return page

    return opened


def file_of(*rows):
    return {"name": "testfile.csv", "mimeType": "text/csv", "buffer": csv_of(rows)}


def send(page, *rows) -> Delivery:
    """Choose a file and send it in; return the delivery."""
    page.goto("/staff/deliveries/new/")
    page.locator("#id_file").set_input_files(file_of(*rows))
    with page.expect_navigation():
        page.locator("main form button").last.click()
    return Delivery.objects.get()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [320, 1200])
def test_every_page_of_a_delivery_is_accessible_and_fits(as_lead, language, width):
    page = as_lead(language=language, width=width)
    page.goto("/staff/deliveries/new/")
    page.locator("main form button").last.click()
    assert page.title().startswith("Fout:" if language == "nl" else "Error:")
    seen = [page.url]
    assert_accessible(page)
    assert_fits(page)
    delivery = send(page, fields(1), fields(2, v_number="1", kind="?"))
    seen.append(page.url)
    assert page.locator("progress").count() == 1
    assert_accessible(page)
    assert_fits(page)
    actions.read(delivery.id)
    page.locator("#faults").wait_for()  # the page found out by itself
    assert_accessible(page)
    assert_fits(page)
    page.locator("#not-here").click()
    for address in (page.url, "/staff/deliveries/"):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)


def test_without_a_script_the_page_looks_again_by_itself(as_lead):
    page = as_lead(javascript=False)
    delivery = send(page, fields(1))
    assert page.locator("progress").count() == 1
    actions.read(delivery.id)
    page.get_by_text("Every row was read without a fault.").wait_for()
    assert page.locator("meta[http-equiv=refresh]").count() == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_somebody_is_invited_by_keyboard_on_a_small_screen(as_lead, language):
    page = as_lead(language=language, width=320, javascript=False)
    page.goto("/staff/invite/")
    assert_fits(page)
    day = clock.dutch_day(clock.now())
    typed = {
        "id_v_number": "1234567890", "id_first_name": "Testa", "id_last_name": "Voorbeeld",
        "id_birth_date_day": "17", "id_birth_date_month": "5", "id_birth_date_year": "1990",
        "id_respond_before_day": str(day.day), "id_respond_before_month": str(day.month),
        "id_respond_before_year": str(day.year), "id_street": "Voorbeeldstraat 1", "id_postcode": "0000 XX",
        "id_city": "Proefstad",
    }  # fmt: skip
    for name, text in list(typed.items())[:6]:
        tab_to(page, name)
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for name, text in list(typed.items())[6:]:
        tab_to(page, name)
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Invitation.objects.get().reason == "missing"
    assert page.locator(".utrecht-alert--ok").count() == 1


@pytest.mark.parametrize("width", [320, 1200])
def test_the_invitation_page_is_accessible_with_errors_too(as_lead, width):
    page = as_lead(width=width)
    page.goto("/staff/invite/")
    assert_accessible(page)
    page.locator("main form button").last.click()
    assert page.title().startswith("Error:")
    assert_accessible(page)
    assert_fits(page)
