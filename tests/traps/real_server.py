"""The site as it runs: granian with two workers on a port of its own, and visitors who talk HTTP to it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from socket import socket
from threading import Barrier
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings

from launch.run import web

Result = TypeVar("Result")
SECONDS_MAX = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(database: str, log: Path, **changes: str) -> Iterator[int]:
    """Serve the site as `make run` does, with what it says in `log`; yield the port."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "PUBLIC_URL": f"http://localhost:{port}",
        "CATALOGUE_SECONDS": "0",
        "PYTHONUNBUFFERED": "1",
        **changes,
    }
    with started(web("127.0.0.1", port), environment, log):
        wait_until(lambda: _is_served(port))
        yield port


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of ours beside the test; what it says goes into `log`."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def worker() -> list[str]:
    """Return the command of the worker, which here asks for jobs more often than it has to."""
    return [sys.executable, "manage.py", "procrastinate", "worker", "--fetch-job-polling-interval", "0.5"]


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until something is so, a minute at most."""
    until = time.monotonic() + SECONDS_MAX
    while not true():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.1)


def _is_served(port: int) -> bool:
    try:
        return Caller(port).get("/healthz").status == 200
    except OSError:
        return False


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    text: str
    location: str
    reference: str


@dataclass
class Caller:
    """A browser as far as cookies, forms and their proof of origin go."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    draft: str = ""

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, **typed: Any) -> Answer:
        """Send a form."""
        if "csrftoken" not in self.cookies:
            self.get("/en/manage/")
        return self._ask("POST", path, {"csrfmiddlewaretoken": self.cookies["csrftoken"], **typed})

    def begin(self, persons: int = 1, service: str = "DOC") -> None:
        """Start a booking."""
        answer = self.post("/en/book/", service=service, persons=str(persons))
        found = re.search(r"/book/([0-9a-f-]{36})/", answer.location)
        assert found, answer
        self.draft = found[1]
        if persons > 1:
            self.send("services", **{f"person_{number}": service for number in range(1, persons + 1)})

    def see(self, step: str) -> Answer:
        """Look at a page of the booking."""
        return self.get(f"/en/book/{self.draft}/{step}/")

    def send(self, step: str, **typed: Any) -> Answer:
        """Send the form of a page of the booking."""
        return self.post(f"/en/book/{self.draft}/{step}/", **typed)

    def fill_in(self, *people: Mapping[str, str], email: str = "testa@example.org") -> None:
        """Answer everything after the time."""
        for number, typed in enumerate(people, start=1):
            self.send(f"person/{number}", **typed)
        self.send("contact", email=email, phone="", language="en")
        self.send("needs")

    def key(self) -> str:
        """Return the key of the link on the confirmation."""
        found = re.search(r"/appointment/([0-9a-f]{32})/", self.see("booked").text)
        assert found
        return found[1]

    def _ask(self, method: str, path: str, form: Mapping[str, Any] | None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX)
        headers = {"Host": f"localhost:{self.port}", "Accept-Language": "en", **self.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://localhost:{self.port}"
        body = urlencode(form) if form is not None else None
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: crumb.coded_value for name, crumb in SimpleCookie(line).items()}
        connection.close()
        return Answer(
            response.status,
            text,
            response.headers.get("Location", ""),
            response.headers.get("X-Request-ID", ""),
        )


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Carry out all acts at the same moment, each in a thread of its own."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        ready.wait(timeout=SECONDS_MAX)
        return act()

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))
