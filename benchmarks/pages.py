"""Pages a second under the production server: the page of free times, and the least a Django view can do."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import crowd
from benchmarks.browser import Browser
from benchmarks.clients import Act, at_once
from benchmarks.report import Aim, Samples, Table, percent
from benchmarks.server import HOST
from benchmarks.site_urls import EMPTY

CONNECTIONS = 8
ROUNDS = 3
SECONDS = 2.5
SHARE = 0.6
APPOINTMENTS = 1_000
OK, NOT_MODIFIED = 200, 304
ABOUT = (
    f"A second, median of rounds, {CONNECTIONS} connections, granian with two workers of one thread, by "
    f"{{tool}} on the same machine. The real content of Maastricht with {APPOINTMENTS:,} appointments; "
    "rate limits on. `same middleware`: an empty view in the same site, which is what the aim compares "
    "with. `no middleware`: an empty view in a Django without any."
)
# wrk tells another address with each request, as many visitors would, or one of a thousand, as programs that
# ask again and again: the rate limits stay on.
LUA = """
request = function()
  wrk.headers["X-Forwarded-For"] =
    string.format("10.%d.%d.%d", math.random(0, NETS), math.random(0, SUBNETS), math.random(0, 255))
  return wrk.format("GET", nil)
end
"""
KEEP_TAG = """
response = function(status, headers, body)
  if status == 200 then wrk.headers["If-None-Match"] = headers["etag"] or headers["Etag"] end
end
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site and what a browser or a program sends along to see it."""

    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    is_polled: bool = False
    keeps_tag: bool = False  # sends the tag of what it got last, as a program does that asks again and again


def empty_page() -> Page:
    """Return the empty view."""
    return Page(f"/{EMPTY}")


def slots_page(port: int) -> Page:
    """Begin a booking for one person and return its page of free times."""
    browser = Browser(port)
    path = browser.post("/en/book/", {"service": crowd.SERVICE, "persons": "1"}).location
    return Page(path, dict(browser.cookies))


def cost_of(page: Page) -> tuple[int, int]:
    """Return the statements that a page asks the database, warm, and its bytes."""
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=HOST)
    client.cookies.load(dict(page.cookies))
    answer = client.get(page.path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page.path)
    if answer.status_code != OK:
        raise RuntimeError(f"the page answered {answer.status_code}")
    return len(queries), len(answer.content)


def per_second(port: int, page: Page, folder: Path, *, seconds: float) -> float:
    """Return how many times a second the page is served to some connections, by wrk or our own browser."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return _by_browsers(port, page, seconds)
    return _by_wrk(wrk, f"http://{HOST}:{port}{page.path}", page, folder=folder, seconds=seconds)


def _by_wrk(wrk: str, address: str, page: Page, *, folder: Path, seconds: float) -> float:
    script = folder / "visitors.lua"
    nets, subnets = ("0", "3") if page.is_polled else ("255", "255")
    lua = LUA.replace("SUBNETS", subnets).replace("NETS", nets)
    script.write_text(lua + (KEEP_TAG if page.keeps_tag else ""))
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    sent = dict(page.headers) | ({"Cookie": cookies} if cookies else {})
    headers = [part for name, value in sent.items() for part in ("-H", f"{name}: {value}")]
    load = ["-t", "1", "-c", str(CONNECTIONS), "-d", f"{round(seconds)}s", "-s", str(script)]
    done = subprocess.run([wrk, *load, *headers, address], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"wrk met errors:\n{done.stdout}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None
    return float(found[1])


def _by_browsers(port: int, page: Page, seconds: float) -> float:
    def client() -> Act:
        browser, sent = Browser(port), dict(page.headers)

        def look() -> str:
            browser.forget()
            browser.cookies.update(page.cookies)
            answer = browser.get(page.path, sent)
            if page.keeps_tag and answer.etag:
                sent["If-None-Match"] = answer.etag
            return str(answer.status)

        return look

    tally = at_once(CONNECTIONS, client, seconds=seconds)
    return tally.per_second(str(OK)) + tally.per_second(str(NOT_MODIFIED))


def measure(bare_port: int, port: int, folder: Path) -> tuple[Table, list[Aim]]:
    """Measure the empty views and the page of free times in turn."""
    slots = slots_page(port)
    empty, nothing, times = Samples(), Samples(), Samples()
    for _ in range(ROUNDS):
        nothing.add(per_second(bare_port, empty_page(), folder, seconds=SECONDS))
        empty.add(per_second(port, empty_page(), folder, seconds=SECONDS))
        times.add(per_second(port, slots, folder, seconds=SECONDS))
    statements, size = cost_of(slots)
    rows = [
        ("empty view, no middleware", str(nothing), percent(nothing.median, empty.median), "0", "0"),
        ("empty view, same middleware", str(empty), "100 %", "0", "0"),
        ("free times", str(times), percent(times.median, empty.median), str(statements), f"{size:,}"),
    ]
    about = ABOUT.format(tool="wrk" if shutil.which("wrk") else "our own small client")
    table = Table("Pages a second", about, ("page", "a second", "of empty view", "statements", "bytes"), rows)
    aim = Aim(
        "page of free times against an empty view, same middleware",
        f"{SHARE:.0%}",
        percent(times.median, empty.median),
        times.median >= SHARE * empty.median,
    )
    return table, [aim]
