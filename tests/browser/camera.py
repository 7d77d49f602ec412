"""A camera that shows a drawn face, a film for Chromium's fake device; and who sits before it."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.biometrics.faces import LIGHT, Face, picture_of

WIDTH, HEIGHT = 1280, 960
FRAMES = 4
FACE = Face(px_per_mm=20, head_mm=26)


def seen_by_camera(face: Face) -> Image.Image:
    """Return what the camera sees: the face in the middle of a light wall."""
    picture = picture_of(face)
    seen = Image.new("RGB", (WIDTH, HEIGHT), LIGHT)
    seen.paste(picture, ((WIDTH - picture.width) // 2, (HEIGHT - picture.height) // 2))
    return seen


def film_of(face: Face, path: Path) -> Path:
    """Write a film of the face, one JPEG after the other."""
    file = io.BytesIO()
    seen_by_camera(face).save(file, "JPEG", quality=95)
    path.write_bytes(file.getvalue() * FRAMES)
    return path


def eyes_in(face: Face) -> list[tuple[float, float]]:
    """Return where the eyes are in the camera's picture, in shares of it."""
    width, height = face.size
    left, top = (WIDTH - width) / 2, (HEIGHT - height) / 2
    marks = (face.marks.left_eye, face.marks.right_eye)
    return [((left + mark.x * width) / WIDTH, (top + mark.y * height) / HEIGHT) for mark in marks]


def flags(film: Path) -> list[str]:
    """Return the flags with which Chromium shows the film instead of a camera, without asking."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]


def is_in(page: Page, state: str) -> None:
    """Wait until the page for photos is that far."""
    page.wait_for_selector(f"[data-photo][data-state={state}]")


def click_eyes(page: Page) -> None:
    """Point at both eyes, where the camera sees them."""
    box = page.locator("[data-still]").bounding_box()
    for x, y in eyes_in(FACE):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def take_photo(page: Page) -> None:
    """Take a photo and point at the eyes, and wait until it is measured."""
    is_in(page, "live")
    page.keyboard.press("Space")
    is_in(page, "marking")
    click_eyes(page)
    is_in(page, "measured")


def said(page: Page, word: str) -> None:
    """Wait until the page for fingerprints says this."""
    page.wait_for_selector(f"[data-fingers][data-said={word}]")
