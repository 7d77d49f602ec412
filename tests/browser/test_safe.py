"""The safe and the hand-over in a real browser: a scanner, a drawn signature, narrow, without scripts."""

from datetime import timedelta

import pytest

from servicepoint.documents import actions, queries
from servicepoint.documents.models import HandOver, StockDifference
from servicepoint.kit import clock
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.browser.test_counter import arrive, at_desk, card, counter_of, place, press  # noqa: F401
from tests.documents.shelf import KEEPER, delivered, in_safe, row
from tests.world import World

SAFE = "/staff/documents/"
ADDRESSES = ("", "scan/", "promised/", "stock/", "return/", "destruction/", "balance/")


@pytest.fixture
def world(place):  # noqa: F811
    return World(place.id, ())


def scan(page, *texts: str) -> None:
    """Type as a scanner does: all at once, Enter, and the next at once, without waiting for an answer."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def number(which: int) -> str:
    return row(which).number


def _announced(world, *which: int) -> None:
    now = clock.now()
    for each in which:
        delivered(world, each, now=now, collect_before=clock.dutch_day(now) + timedelta(days=60))


def test_a_scanner_fills_a_drawer_without_the_mouse_and_faster_than_pages_load(at_desk, world):  # noqa: F811
    _announced(world, 1, 2, 3)
    page = at_desk()
    page.goto(f"{SAFE}scan/")
    page.wait_for_function("document.activeElement.id === 'scan'")
    scan(page, "B", number(1), number(2), number(3))
    page.locator(".safe-answer__spot", has_text="B 3").wait_for()
    assert [(each.number, each.position) for each in queries.in_safe(world.location_id)] == [
        (number(1), 1), (number(2), 2), (number(3), 3),
    ]  # fmt: skip
    assert page.evaluate("document.activeElement.id") == "scan"
    scan(page, number(9))
    page.locator(".safe-answer--error", has_text="Keep it apart").wait_for()
    assert page.title().startswith("Error:")
    sound = page.get_by_role("button", name="Sound")
    sound.click()
    assert sound.get_attribute("aria-pressed") == "true"
    assert_accessible(page)


def test_without_scripts_each_scan_is_a_page_with_the_field_ready(at_desk, world):  # noqa: F811
    _announced(world, 1)
    page = at_desk(javascript=False)
    page.goto(f"{SAFE}scan/")
    for text, shown in (("A-7", "A-7"), (number(1), "A 7")):
        page.locator("#scan").fill(text)
        page.locator("#scan").press("Enter")
        page.locator(".safe-answer__spot", has_text=shown).wait_for()
    assert page.locator("#scan").get_attribute("autofocus") is not None


def test_two_people_count_at_once_and_see_each_other_s_scans(at_desk, world):  # noqa: F811
    for which in (1, 2, 3):
        in_safe(world, which, now=clock.now())
    anna, bert = at_desk("anna.voorbeeld"), at_desk("bert.voorbeeld")
    anna.goto(f"{SAFE}stock/")
    anna.get_by_role("button", name="Begin").click()
    anna.wait_for_url("**/stock/*/")
    bert.goto(anna.url)
    scan(anna, "A", number(1))
    anna.locator(".safe-answer--ok", has_text="Right").wait_for()
    scan(bert, "A", number(2), number(9))
    bert.locator(".safe-answer--error", has_text="Not known to us").wait_for()
    anna.locator("[data-live]", has_text=number(9)).wait_for()
    assert anna.locator("[data-live]", has_text=number(3)).count() == 1
    assert anna.evaluate("document.activeElement.id") == "scan"
    assert_accessible(anna)
    anna.get_by_role("button", name="Finish the count").click()
    anna.locator(".safe-difference").first.wait_for()
    assert sorted(StockDifference.objects.values_list("kind", flat=True)) == ["lacking", "unknown"]
    assert_accessible(anna)


def _at_the_hand_over(page) -> None:
    page.locator("#act-next").wait_for()
    press(page, "n")
    page.locator("#act-start").wait_for()
    press(page, "s")
    page.locator("#by-eye-1").click()
    page.locator("#identity-1-label .ind-row__found").wait_for()
    page.locator("[id^=row-1-old_document_in] button", has_text="Card taken in").click()
    page.locator("[id^=row-1-old_document_in].ind-row--settled").wait_for()
    page.get_by_role("button", name="Taken from the safe").click()
    page.get_by_role("button", name="Hand over").click()
    page.wait_for_url("**/hand-over/**")


def _draw(page) -> None:
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for x, y in ((60, 50), (110, 15), (150, 60)):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()


@pytest.mark.usefixtures("card")
def test_the_owner_signs_on_the_screen(counter_of, arrive):  # noqa: F811
    arrive("DOC")
    page = counter_of()
    _at_the_hand_over(page)
    signed = page.get_by_role("button", name="Signed on the screen: hand over")
    signed.click()
    page.get_by_text("Sign in the field first, or on paper.").wait_for()
    assert not HandOver.objects.exists()
    _draw(page)
    page.get_by_role("button", name="Clear the field").click()
    assert page.locator("[name=drawing]").input_value() == ""
    _draw(page)
    page.locator(".ind-details summary").click()
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 900})
    assert_fits(page)
    page.set_viewport_size({"width": 1200, "height": 900})
    signed.click()
    page.wait_for_url("**/staff/counter/")
    page.get_by_role("button", name="Undo: it was not handed over").wait_for()
    receipt = HandOver.objects.get()
    assert receipt.drawing.startswith("M")
    assert (receipt.identity, receipt.old_document) == (["no_mrz", "by_eye"], "card")


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_a_narrow_screen_without_scripts_it_is_signed_on_paper(counter_of, arrive, language):  # noqa: F811
    arrive("DOC", language=language)
    page = counter_of(language=language, javascript=False, width=320)
    page.locator("#act-next").click()
    page.locator("#act-start").click()
    page.locator("#by-eye-1").click()
    page.locator("[id^=row-1-old_document_in] button").first.click()
    page.locator("[id^=row-1-paper-] button").first.click()
    page.locator("[id^=row-1-paper-] button").first.click()
    page.wait_for_url("**/hand-over/**")
    assert not page.locator("canvas").is_visible()
    page.locator("#signed-on-paper").click()
    page.wait_for_url("**/staff/counter/")
    assert HandOver.objects.get().signature == "paper"


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_the_safe_is_accessible_and_fits(at_desk, world, language, width):  # noqa: F811
    now, lead = clock.now(), at_desk("lead.voorbeeld", role="lead", language=language, width=width)
    _announced(world, 2, 3)
    old = in_safe(world, 4, now=now, collect_before=clock.dutch_day(now) - timedelta(days=60))
    in_safe(world, 5, now=now, collect_before=clock.dutch_day(now) - timedelta(days=60))
    list_id = actions.open_return_list(world.location_id, now=now, actor=KEEPER)
    actions.take_for_return(list_id, old, until=clock.dutch_day(now), now=now, actor=KEEPER)
    in_safe(world, 6, now=now)
    numbers = [number(6)]
    actions.ask_destruction(world.location_id, numbers, ind_reference="IND-1", now=now, actor=KEEPER)
    for part in (*ADDRESSES, f"{old}/", f"{queries.by_number(number(2)).id}/"):
        lead.goto(f"{SAFE}{part}")
        assert_accessible(lead)
        assert_fits(lead)


def test_the_ways_of_the_safe_are_reached_by_keyboard(at_desk, world):  # noqa: F811
    page = at_desk()
    page.goto(SAFE)
    tab_to(page, "/staff/documents/balance/")
    page.keyboard.press("Enter")
    page.get_by_text("The day adds up.").wait_for()
