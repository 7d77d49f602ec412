"""The hall in a real browser: kiosk, display and phone, in both languages, by keyboard, without JavaScript.

With KEEP_SCREENSHOTS=1 the pictures of docs/hall.md are taken anew.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from servicepoint.devices import actions as devices
from servicepoint.devices.models import Device
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.visits import actions
from servicepoint.visits.models import Visit
from tests.browser.checks import assert_accessible, assert_fits, tab_to
from tests.browser.hall import LEAD, Now, open_now, this_time

SCREENSHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
LANGUAGES = ["nl", "en"]
LIVE_MS = 6_000  # two questions of the page, and some patience


@pytest.fixture
def now(live_server, real_content) -> Now:
    return open_now()


@pytest.fixture
def machine(browse, now):
    """Let a browser in as a kiosk or a display, as staff do it: with the code, typed on the machine."""

    def let_in(kind: str, **way) -> Page:
        page = browse(**way)
        page.goto("/device/")
        page.fill("#id_code", now.code_for(kind))
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(f"**/{kind}/maastricht/")
        return page

    return let_in


def keep(page: Page, name: str, width: int, height: int) -> None:
    """Take the picture for the documents, when asked for."""
    if os.environ.get("KEEP_SCREENSHOTS"):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=SCREENSHOTS / f"{name}.png")


def phone_of(browse, booked, **way) -> Page:
    page = browse(width=320, **way)
    page.goto(f"/{way.get('language', 'en')}/appointment/{booked.key}/")
    return page


# --- the kiosk ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_kiosk_is_accessible_and_fits(machine, now, language):
    page = machine("kiosk")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/{language}/kiosk/maastricht/")
        assert_accessible(page)
        assert_fits(page)
        page.fill("#id_code", "AAAAAA")
        page.keyboard.press("Enter")
        page.locator(".ind-kiosk__result").wait_for()
        assert_accessible(page)
        assert_fits(page)
    page.goto(f"/{language}/kiosk/maastricht/")
    page.fill("#id_code", now.booked(1).code)
    page.keyboard.press("Enter")
    page.locator(".ind-kiosk__ticket").wait_for()
    assert_accessible(page)
    assert_fits(page)
    page.locator("a[href$='/print/']").click()
    page.locator(".ind-ticket").wait_for()
    assert_accessible(page)


def test_a_scanner_types_wherever_the_focus_is(machine, now):
    page = machine("kiosk")
    page.locator("h1").click()
    page.keyboard.type(now.booked(1).code, delay=5)
    page.keyboard.press("Enter")
    expect(page.locator(".ind-kiosk__ticket")).to_have_text("A01")
    keep(page, "kiosk-ticket", 1280, 800)


def test_a_finger_presses_keys_without_a_round_trip(machine, now):
    page = machine("kiosk")
    page.get_by_role("link", name="English").click()
    code = now.booked(1).code
    wrong = "A" if code[0] != "A" else "C"
    for key in wrong:
        page.locator(f"button[name=key][value='{key}']").click()
    page.get_by_role("button", name="Delete").click()
    for key in code:
        page.locator(f"button[name=key][value='{key}']").click()
    assert page.input_value("#id_code") == code
    keep(page, "kiosk", 1280, 800)
    page.get_by_role("button", name="Check in").click()
    assert page.get_by_text("You are checked in. Your number is:").is_visible()


def test_it_works_without_javascript_and_by_keyboard_alone(machine, now):
    page = machine("kiosk", javascript=False)
    code = now.booked(1).code
    page.goto("/en/kiosk/maastricht/")
    for number, key in enumerate(code, start=1):
        page.locator(f"button[name=key][value='{key}']").click()
        expect(page.locator("#id_code")).to_have_value(code[:number])
    page.get_by_role("button", name="Check in").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ind-kiosk__ticket")).to_have_text("A01")
    page.get_by_role("link", name="Ready").click()
    assert "/nl/kiosk/" in page.url


def test_the_keyboard_reaches_every_key(machine):
    page = machine("kiosk")
    page.goto("/en/kiosk/maastricht/")
    tab_to(page, "key")


def test_two_presses_on_check_in_give_one_ticket(machine, now):
    page = machine("kiosk", javascript=False)
    page.goto("/en/kiosk/maastricht/")
    page.fill("#id_code", now.booked(1).code)
    page.get_by_role("button", name="Check in").dblclick()
    page.locator(".ind-kiosk__ticket").wait_for()
    assert Visit.objects.count() == 1


def test_the_ticket_fits_paper_of_80_millimetres(machine, now):
    page = machine("kiosk")
    page.route("**/print*.js", lambda route: route.abort())  # it is printing already
    page.fill("#id_code", now.booked(1).code)
    page.keyboard.press("Enter")
    page.locator("a[href$='/print/']").click()
    page.emulate_media(media="print")
    assert page.locator(".ind-ticket").bounding_box()["width"] <= 80 / 25.4 * 96
    assert not page.locator(".ind-ticket__acts").is_visible()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


# --- the display -------------------------------------------------------------------------------------------
@pytest.fixture
def calling(now) -> Now:
    """Five parties who wait; nobody is called yet."""
    for service in ("DOC", "DOC", "BIO", "NAT", "DOC", "DOC", "BIO"):
        now.guest(service)
    return now


def test_a_call_appears_with_a_chime_and_no_reload(machine, calling):
    page = machine("display", width=1920)
    page.evaluate("window.stayed = true")
    call = calling.call()
    row = page.locator(f".ind-calls__row--now[data-ticket={call.ticket}]")
    expect(row).to_contain_text("1", timeout=LIVE_MS)
    expect(page.locator("body")).to_have_attribute("data-rang", "1")
    actions.call_again(call.visit_id, now=clock.now(), actor=LEAD)
    expect(page.locator("body")).to_have_attribute("data-rang", "2", timeout=LIVE_MS)
    assert page.evaluate("window.stayed")
    assert_accessible(page)


def test_it_is_read_from_ten_metres_and_shows_earlier_calls_beside(machine, calling):
    page = machine("display", width=1920)
    page.set_viewport_size({"width": 1920, "height": 1080})
    for counter in range(5):
        calling.call(counter)
    actions.leave(Visit.objects.earliest("id").id, now=clock.now(), actor=LEAD)
    calling.call(0)
    page.reload()
    assert page.locator(".ind-calls__row[data-call]").count() == 4
    assert page.locator(".ind-earlier li").count() == 2
    # A digit is about 0.65 of the type size: 100 pixels are some 6 cm on a screen of 50 inches.
    size = page.locator(".ind-calls__ticket").first.evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize)"
    )
    assert size * 0.65 >= 100
    assert_fits(page)
    assert_accessible(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= 1080, f"{height} pixels: a display cannot be scrolled"
    keep(page, "display", 1920, 1080)


def test_a_lost_connection_is_told_and_the_numbers_stay_until_it_is_back(machine, calling):
    page = machine("display", width=1920)
    first = calling.call(0)
    expect(page.locator(f"[data-ticket={first.ticket}]")).to_be_visible(timeout=LIVE_MS)
    page.context.set_offline(True)
    lost = page.locator("[data-live-lost]")
    expect(lost).to_be_visible(timeout=LIVE_MS)
    expect(lost).to_contain_text(
        re.compile(r"Geen verbinding sinds \d\d:\d\d.*No connection since \d\d:\d\d")
    )
    assert_accessible(page)
    second = calling.call(1)
    page.wait_for_timeout(3_000)
    assert page.locator(f"[data-ticket={first.ticket}]").is_visible()
    page.set_viewport_size({"width": 1920, "height": 1080})
    keep(page, "display-lost", 1920, 1080)
    page.context.set_offline(False)
    expect(page.locator(f"[data-ticket={second.ticket}]")).to_be_visible(timeout=LIVE_MS)
    expect(lost).to_be_hidden()


def test_a_display_that_is_removed_says_so_by_itself(machine, now):
    page = machine("display")
    devices.revoke(Device.objects.get().id, now=clock.now(), actor=LEAD)
    expect(page.locator("h1")).to_contain_text("for the machines in our hall", timeout=20_000)


def test_without_javascript_the_display_shows_what_is_called(machine, calling):
    page = machine("display", javascript=False, width=1920)
    call = calling.call()
    # It asks for itself again after five seconds.
    expect(page.locator(f"[data-ticket={call.ticket}]")).to_be_visible(timeout=5_000 + LIVE_MS)


def test_sound_is_switched_off_and_stays_off(machine, now):
    page = machine("display", width=1920)
    sound = page.locator("[data-switch=sound]")
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.click()
    page.reload()
    expect(page.locator("[data-switch=sound]")).to_have_attribute("aria-pressed", "false")


# --- the phone ---------------------------------------------------------------------------------------------
WORDS = {
    "before": {"nl": "Uw afspraak is vandaag", "en": "Your appointment is today"},
    "waiting": {"nl": "Uw nummer", "en": "Your number"},
    "called": {"nl": "U bent aan de beurt", "en": "It is your turn"},
    "serving": {"nl": "U wordt geholpen aan balie", "en": "You are being helped at counter"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_follows_the_visit_by_itself(browse, now, language):
    booked = now.booked(1)
    page = phone_of(browse, booked, language=language)
    part = page.locator("[data-live]")
    expect(part).to_contain_text(WORDS["before"][language])
    assert page.locator(".ind-qr svg").is_visible()
    for state in ("waiting", "called", "serving"):
        if state == "waiting":
            now.arrive(booked)
        elif state == "called":
            call = now.call()
        else:
            actions.start_serving(call.visit_id, now=clock.now(), actor=Actor("staff", "assistant-0"))
        expect(part).to_contain_text(WORDS[state][language], timeout=LIVE_MS)
        assert_accessible(page)
        assert_fits(page)


def test_who_is_called_sees_it_in_the_title_too(browse, now):
    booked = now.booked(1)
    now.arrive(booked)
    page = phone_of(browse, booked)
    now.call()
    expect(page).to_have_title(re.compile(r"^Counter \S+ - "), timeout=LIVE_MS)


def test_the_place_and_the_estimate_count_down(browse, now):
    for number in range(2, 6):
        now.arrive(now.booked(number))
    booked = now.booked(1)
    now.arrive(booked)
    page = phone_of(browse, booked)
    expect(page.locator("[data-live]")).to_contain_text("4 visitors before you")
    for counter in range(2):
        now.call(counter)
    expect(page.locator("[data-live]")).to_contain_text("2 visitors before you", timeout=LIVE_MS)
    expect(page.locator(".ind-estimate").first).to_have_text(re.compile(r"\d+ (to \d+ )?minutes more"))
    keep(page, "phone", 390, 780)


def test_a_phone_without_connection_says_so(browse, now):
    booked = now.booked(1)
    now.arrive(booked)
    page = phone_of(browse, booked)
    page.context.set_offline(True)
    expect(page.locator("[data-live-lost]")).to_contain_text("Watch the screen in the hall", timeout=LIVE_MS)
    expect(page.locator("[data-live]")).to_contain_text("Your number")
    page.context.set_offline(False)
    expect(page.locator("[data-live-lost]")).to_be_hidden(timeout=LIVE_MS)


def test_without_javascript_a_link_looks_again(browse, now):
    booked = now.booked(1)
    page = phone_of(browse, booked, javascript=False)
    now.arrive(booked)
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("[data-live]")).to_contain_text("Your number")
    assert_fits(page)


# --- the hall host -----------------------------------------------------------------------------------------
@pytest.fixture
def host(browse, now, client):
    user = User.objects.create_user("host.voorbeeld", is_staff=True)
    user.groups.add(Group.objects.get(name="hall-host"))
    client.force_login(user)

    def opened(**way) -> Page:
        page = browse(**way)
        cookie = client.cookies["sessionid"].value
        page.goto("/healthz")
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])
        page.goto("/staff/hall/")
        return page

    return opened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1200])
def test_the_host_page_is_accessible_and_fits(host, calling, language, width):
    calling.booked(1)
    calling.call()
    page = host(language=language, width=width)
    assert_accessible(page)
    assert_fits(page)


def test_the_host_checks_in_by_keyboard_and_the_lists_follow(host, now):
    booked = now.booked(1)
    page = host()
    expect(page.locator("#id_code")).to_be_focused()
    page.keyboard.type(booked.code)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Checked in. The number is A01")).to_be_visible()
    expect(page.locator("#id_code")).to_be_focused()
    now.guest()
    expect(page.get_by_role("heading", name="Waiting (2)")).to_be_visible(timeout=LIVE_MS)


def test_the_lists_do_not_change_under_who_works_in_them(host, now):
    now.guest()
    page = host()
    page.locator("details summary", has_text="Leaves").click()
    now.guest()
    page.wait_for_timeout(3_000)
    assert page.get_by_role("heading", name="Waiting (1)").is_visible()
    page.locator("#id_code").focus()
    expect(page.get_by_role("heading", name="Waiting (2)")).to_be_visible(timeout=LIVE_MS)


def test_the_host_works_without_javascript(host, now):
    for number in range(1, 5):
        now.booked(number, this_time() + timedelta(minutes=20))
        now.guest()
    now.call()
    page = host(javascript=False)
    page.locator("details summary", has_text="Leaves").first.click()
    page.locator("[data-live] form button", has_text="Has left").first.click()
    expect(page.get_by_text("A02 has left", exact=True)).to_be_visible()
    assert_fits(page)
    keep(page, "hall", 1200, 1300)
