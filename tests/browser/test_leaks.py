"""Nothing of a photo or a print stays anywhere but in its envelope.

The site, its worker, the scanner and the receiver run as programs; the browser has a profile on disk.
Afterwards everything that was written meanwhile is searched for pieces of the pictures, as bytes, base64 and
hex: the files of the database, a dump of it, the logs, folders for temporary files, the project's own folder,
the browser's profile.
"""

import base64
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect

from launch.cluster import Cluster
from launch.environment import ROOT, data_folder
from servicepoint.biometrics import queries
from servicepoint.biometrics.models import Capture
from servicepoint.kit import clock
from tests.biometrics.programs import receiver_program, scanner_for
from tests.browser.camera import FACE, film_of, flags, said, take_photo
from tests.browser.conftest import CHROMIUM, FLAGS, HEIGHT
from tests.browser.test_capture import go, open_sitting, session_of
from tests.notifications.test_worker import database_of_the_tests
from tests.traps.real_server import free_port, running, started, wait_until, worker

__all__ = ["receiver_program"]
pytestmark = pytest.mark.django_db(transaction=True)

PIECE = 42  # bytes; a multiple of three, so that base64 of it can be found whole
PIECES = 9
FILE_BYTES_MAX = 600 * 1024 * 1024
FLUSH_SECONDS = 1.5  # the database of the tests writes its log behind the commit
NOT_OURS = {".git", ".venv", "node_modules"}


# Playwright does not show the body of a request made from a Blob: the page's own fetch tells us.
TELL_PICTURES = """(() => {
  const fetched = window.fetch;
  window.fetch = async (address, options) => {
    if (options && options.body instanceof Blob) {
      const bytes = new Uint8Array(await options.body.arrayBuffer());
      await window.tellPicture(Array.from(bytes));
    }
    return fetched(address, options);
  };
})()"""


def needles_of(picture: bytes) -> list[bytes]:
    """Return what to search for: pieces from all over the picture, in each form."""
    steps = range(len(picture) // 5, len(picture) - 2 * PIECE, max(len(picture) // (PIECES + 2), 1))
    found = []
    for start in list(steps)[:PIECES]:
        piece = picture[start : start + PIECE]
        found += [piece, piece.hex().encode(), piece.hex().upper().encode()]
        # A base64 text may begin at any byte: three ways to cut it, and the middle of each is certain.
        found += [base64.b64encode(piece[shift : shift + PIECE - 3]) for shift in range(3)]
    return found


@dataclass(frozen=True)
class Places:
    """Where things could be left."""

    logs: Path
    profile: Path
    since: float

    def holding(self, needles: list[bytes]) -> set[str]:
        """Return the places in which one of the needles is found."""
        time.sleep(FLUSH_SECONDS)
        found = {
            name
            for name, folder in self._folders().items()
            for path in _files(folder, 0 if name == "database" else self.since)
            if _holds(path, needles)
        }
        return found | ({"dump"} if _dump_holds(needles) else set())

    def _folders(self) -> dict[str, Path]:
        folders = {
            "logs": self.logs,
            "profile": self.profile,
            "temporary": Path(tempfile.gettempdir()),
            "project": ROOT,
        }
        database = Cluster(data_folder(), name="postgres-tests")._cluster
        if database.exists():  # DATABASE_URL may name a server whose files are elsewhere
            folders["database"] = database
        return folders


def _files(folder: Path, since: float) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for name in names:
            path = Path(place, name)
            try:
                about = path.lstat()
            except FileNotFoundError:
                continue
            is_file = path.is_file() and not path.is_symlink()
            if is_file and about.st_mtime >= since and about.st_size < FILE_BYTES_MAX:
                yield path


def _holds(path: Path, needles: list[bytes]) -> bool:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, PermissionError):
        return False
    return any(needle in content for needle in needles)


def _dump_holds(needles: list[bytes]) -> bool:
    """Search each table as COPY writes it, which is what a dump holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                content = b"".join(bytes(part) for part in copy)
            if any(needle in content for needle in needles):
                return True
    return False


@pytest.fixture
def places(tmp_path) -> Places:
    for name in ("logs", "profile"):
        (tmp_path / name).mkdir()
    return Places(tmp_path / "logs", tmp_path / "profile", clock.now().timestamp() - 1)


@pytest.fixture
def site(transactional_db, places, receiver_program) -> Iterator[str]:
    """The running site with its worker, a scanner and a receiver; its address."""
    receiver_program.behave("good")
    scanner_port = free_port()
    named = {
        "SCANNER_URL": f"http://127.0.0.1:{scanner_port}",
        "BIOMETRICS_CERTIFICATE": str(receiver_program.certificate),
        "BIOMETRICS_HANDOVER_URL": f"{receiver_program.address}/envelopes",
        "BIOMETRICS_HANDOVER_TOKEN": "proef",
    }
    environment = {**os.environ, **named, "DATABASE_URL": database_of_the_tests()}
    with (
        running(database_of_the_tests(), places.logs / "web.log", **named) as port,
        scanner_for(f"http://localhost:{port}", scanner_port),
        started(worker(), environment, places.logs / "worker.log"),
    ):
        yield f"http://localhost:{port}"


def counter_of(chromium: Browser, places: Places, site: str) -> BrowserContext:
    """Start a browser with a profile on disk and a camera."""
    context = chromium.browser_type.launch_persistent_context(
        places.profile,
        executable_path=CHROMIUM,
        args=[*FLAGS, *flags(film_of(FACE, places.logs.parent / "face.mjpeg"))],
        base_url=site,
        locale="en-GB",
        viewport={"width": 1280, "height": HEIGHT},
    )
    context.add_cookies([session_of("assistant", site)])
    return context


def capture_all(page: Page, sitting) -> None:
    """Take a photo and both prints."""
    go(page, "photo", sitting)
    take_photo(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    said(page, "ready")
    page.keyboard.press("Space")
    expect(page.locator("[data-done]")).to_be_focused(timeout=20_000)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sent_by(context: BrowserContext, sitting) -> list[bytes]:
    """Do it all in this browser; return the pictures that left it, and leave the browser closed."""
    pictures: list[bytes] = []
    context.expose_function("tellPicture", lambda numbers: pictures.append(bytes(numbers)))
    context.add_init_script(TELL_PICTURES)
    capture_all(context.new_page(), sitting)
    context.close()
    return pictures


def test_after_a_whole_sitting_the_pictures_are_nowhere(chromium, site, places, receiver_program):
    sitting = open_sitting()
    pictures = sent_by(counter_of(chromium, places, site), sitting)
    wait_until(lambda: Capture.objects.filter(state="acknowledged").count() == 3)
    arrived = {each["inside"]["sha256"] for each in receiver_program.received()["opened"]}
    assert {hashlib.sha256(picture).hexdigest() for picture in pictures} <= arrived
    assert not Capture.objects.exclude(sealed=None).exists()
    assert queries.sitting(sitting).closed
    assert [picture[:4] for picture in pictures] == [b"\xff\xd8\xff\xe0", b"\x89PNG", b"\x89PNG"]
    assert places.holding([needle for picture in pictures for needle in needles_of(picture)]) == set()


def test_the_search_finds_what_is_planted_in_each_place(chromium, transactional_db, places, live_server):
    picture = os.urandom(4000)
    raw, text = needles_of(picture), base64.b64encode(picture).decode()
    assert places.holding(raw) == set()
    (places.logs / "web.log").write_text(f"a traceback with picture={picture.hex()}")
    (places.profile / "some file").write_bytes(b"..." + picture)
    with tempfile.NamedTemporaryFile(mode="w", suffix=".upload") as upload:
        upload.write(f"data:image/png;base64,{text}")
        upload.flush()
        context = counter_of(chromium, places, live_server.url)
        page = context.new_page()
        page.goto("/en/")
        page.evaluate("text => localStorage.setItem('photo', text)", text)
        context.close()
        (places.profile / "some file").unlink()
        open_sitting()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE biometrics_sitting SET subject = %s", [picture.hex()[:60]])
            cursor.execute("CREATE TABLE planted (picture bytea)")
            cursor.execute("INSERT INTO planted VALUES (%s)", [picture])
        found = places.holding(raw)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE planted")
    expected = {"logs", "profile", "temporary", "dump"}
    assert found - {"project"} >= expected
    assert "database" in found or not Cluster(data_folder(), name="postgres-tests")._cluster.exists()
