"""The counter's pages in a real browser: a fake camera, and the simulated scanner and receiver."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from servicepoint.biometrics import actions, queries
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.biometrics.faces import Face, jpeg
from tests.biometrics.programs import Program, receiver, receiver_program, scanner_for
from tests.browser.camera import FACE, film_of, flags, is_in, said, take_photo
from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.conftest import CHROMIUM, FLAGS, HEIGHT, PATIENCE_MS, Watch

__all__ = ["receiver", "receiver_program"]

PASSWORD = "an invented password of staff"
COUNTER = "/staff/"
NOBODY = "http://127.0.0.1:9"  # the port where everything is thrown away, and nobody listens


@pytest.fixture(scope="module")
def camera(chromium: Browser, tmp_path_factory) -> Iterator[Browser]:
    """A browser whose camera sees a drawn face."""
    film = film_of(FACE, tmp_path_factory.mktemp("film") / "face.mjpeg")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags(film)])
    yield browser
    browser.close()


@pytest.fixture
def scanner(live_server, settings) -> Iterator[Program]:
    """The simulated scanner, which lets this site's pages ask."""
    with scanner_for(live_server.url) as program:
        settings.SCANNER_URL = program.address
        yield program


@pytest.fixture
def counter(camera, live_server, real_content, receiver, scanner) -> Iterator[Page]:
    """The browser at the counter, an assistant logged in; quiet to the end."""
    watch = Watch(live_server.url)
    context = camera.new_context(
        base_url=live_server.url,
        locale="en-GB",
        viewport={"width": 1280, "height": HEIGHT},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    watch.over(context)
    context.add_cookies([session_of("assistant", live_server.url)])
    yield context.new_page()
    context.close()
    agents = tuple(f"asked another host: {address}" for address in (scanner.address, NOBODY))
    assert [each for each in watch.complaints if not each.startswith(agents)] == []


def session_of(role: str, address: str) -> dict[str, str]:
    """Log an account of this role in; return its cookie."""
    user = User.objects.create_user(f"{role}.voorbeeld", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


def open_sitting(age: int = 34) -> UUID:
    return actions.open_sitting("visit:12/1", age=age, actor=Actor("staff", "demo"), now=clock.now())


def go(page: Page, name: str, sitting: UUID) -> None:
    page.goto(f"/staff/biometrics/{sitting}/{name}/?next={COUNTER}")


def test_photo_and_prints_with_the_keyboard_and_two_clicks(counter):
    sitting = open_sitting()
    go(counter, "photo", sitting)
    take_photo(counter)
    expect(counter.locator("[data-found]")).to_contain_text("good")
    with counter.expect_navigation(url=re.compile("/fingers/")):
        counter.keyboard.press("Enter")
    said(counter, "ready")
    assert counter.get_by_text("The scanner is simulated").is_visible()
    counter.keyboard.press("Space")
    counter.locator("[data-done]").wait_for()
    expect(counter.locator("[data-done]")).to_be_focused()
    with counter.expect_navigation(url=re.compile(r"/staff/$")):
        counter.keyboard.press("Enter")
    state = queries.sitting(sitting)
    assert (state.closed, state.photo.accepted.problems) == (True, ())
    assert [hand.accepted.finger for hand in state.hands] == ["index", "index"]


def test_the_eyes_can_be_pointed_at_with_the_arrows_alone(counter):
    sitting = open_sitting(age=5)
    go(counter, "photo", sitting)
    is_in(counter, "live")
    counter.keyboard.press("Space")
    is_in(counter, "marking")
    for _ in range(3):
        counter.keyboard.press("ArrowRight")
    counter.keyboard.press("Enter")
    counter.keyboard.press("Enter")
    is_in(counter, "measured")
    assert len(queries.sitting(sitting).photo.attempts) == 1


def test_crown_and_chin_can_be_pointed_at_too(counter):
    sitting = open_sitting(age=5)
    go(counter, "photo", sitting)
    take_photo(counter)
    counter.keyboard.press("k")
    is_in(counter, "marking")
    counter.keyboard.press("Enter")
    counter.keyboard.press("Enter")
    is_in(counter, "measured")
    assert len(queries.sitting(sitting).photo.attempts) == 2


def test_a_file_from_the_photo_station_is_measured_the_same_way(counter):
    sitting = open_sitting()
    go(counter, "photo", sitting)
    is_in(counter, "live")
    picture = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": jpeg(Face(blur=7))}
    counter.locator("[data-file]").set_input_files(picture)
    is_in(counter, "marking")
    counter.locator("h1").click()
    counter.keyboard.press("Enter")
    counter.keyboard.press("Enter")
    is_in(counter, "measured")
    expect(counter.locator("[data-found]")).to_contain_text("Not sharp")
    counter.keyboard.press("u")
    expect(counter.locator("[data-found] select")).to_be_focused()


@pytest.mark.parametrize(
    ("behaviour", "word"),
    [("wet", "wet"), ("wrong_finger", "wrong_finger"), ("unplugged", "unplugged")],
)
def test_trouble_with_the_scanner_is_said_and_space_goes_on(counter, scanner, behaviour, word):
    sitting = open_sitting()
    go(counter, "fingers", sitting)
    said(counter, "ready")
    scanner.behave(behaviour, 1)
    counter.keyboard.press("Space")
    said(counter, word)
    counter.keyboard.press("Space")
    counter.locator("[data-done], [data-settled]").first.wait_for()


def test_waiting_for_a_finger_can_be_stopped(counter, scanner):
    go(counter, "fingers", open_sitting())
    said(counter, "ready")
    scanner.behave("timeout", 1)
    counter.keyboard.press("Space")
    said(counter, "waiting")
    counter.wait_for_timeout(500)
    counter.keyboard.press("Space")
    said(counter, "cancelled")


def test_three_poor_prints_bring_the_middle_finger_and_a_lead_can_decide(counter, scanner, live_server):
    session_of("lead", live_server.url)
    sitting = open_sitting()
    go(counter, "fingers", sitting)
    said(counter, "ready")
    scanner.behave("poor", 3)
    counter.keyboard.press("Space")
    counter.locator("[data-ask][data-finger=middle]").wait_for()
    scanner.behave("timeout", 1)
    counter.keyboard.press("l")
    counter.locator("[data-decide] select").select_option("worn_ridges")
    counter.locator("[data-decide] input[name=username]").fill("lead.voorbeeld")
    counter.locator("[data-decide] input[type=password]").fill(PASSWORD)
    with counter.expect_navigation():
        counter.locator("[data-decide] button").click()
    right = queries.sitting(sitting).hand("right")
    assert (right.accepted.finger, right.accepted.override_reason) == ("index", "worn_ridges")


def test_a_finger_that_cannot_be_used_is_recorded_by_keyboard(counter):
    go(counter, "fingers", open_sitting())
    said(counter, "ready")
    counter.keyboard.press("m")
    counter.keyboard.press("Tab")
    counter.keyboard.press("Tab")
    with counter.expect_navigation():
        counter.keyboard.press("Enter")
    counter.locator("[data-ask][data-finger=middle]").wait_for()


def test_without_the_scanners_program_the_page_says_so(counter, settings):
    settings.SCANNER_URL = NOBODY
    go(counter, "fingers", open_sitting())
    said(counter, "unreachable")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(counter, width):
    sitting = open_sitting()
    counter.set_viewport_size({"width": width, "height": HEIGHT})
    go(counter, "photo", sitting)
    is_in(counter, "live")
    assert_accessible(counter)
    assert_fits(counter)
    take_photo(counter)
    assert_accessible(counter)
    go(counter, "fingers", sitting)
    said(counter, "ready")
    assert_accessible(counter)
    assert_fits(counter)
