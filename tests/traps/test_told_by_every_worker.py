"""A change is told by every web worker within a second, through the server as it runs."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest

from servicepoint.appointments import actions
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT
from tests.notifications.test_worker import database_of_the_tests
from tests.traps.real_server import running
from tests.world import World, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
PATH = "/smart/slots/proefstad/DOC.ndjson"
CONNECTIONS = 16  # each stays with the worker that took it; all with one of two: once in 32,000 times
ROUNDS = 4
SECONDS_MAX = 1.0
SLACK_SECONDS = 1.0  # this machine does other things too
PATIENCE_SECONDS = 20


class Reader:
    """A client on one connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)

    def starts(self) -> list[datetime]:
        """Return the times that its worker tells."""
        self._connection.request("GET", PATH)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200
        return [datetime.fromisoformat(json.loads(line)["start"]) for line in body.splitlines()]


@pytest.fixture
def world(transactional_db: None) -> World:
    """One counter: who holds a time there takes it from everyone."""
    return make_world()


@pytest.fixture
def readers(tmp_path: Path, world: World) -> Iterator[list[Reader]]:
    """Clients of a server that remembers its catalogue as it does in production."""
    with running(database_of_the_tests(), tmp_path / "web.log", CATALOGUE_SECONDS="5") as port:
        yield [Reader(port) for _ in range(CONNECTIONS)]


def seconds_until(readers: Sequence[Reader], true: Callable[[list[datetime]], bool]) -> float:
    """Return how long it takes until all of them read what they should."""
    began, waiting = time.monotonic(), list(readers)
    while waiting:
        waiting = [reader for reader in waiting if not true(reader.starts())]
        assert time.monotonic() - began < PATIENCE_SECONDS, "some worker never told of it"
    return time.monotonic() - began


def test_a_hold_and_its_end_are_told_by_every_worker_within_a_second(readers, world):
    free = readers[0].starts()
    assert all(reader.starts() == free for reader in readers)
    for number in range(ROUNDS):
        start, secret = free[number * 3], str(number) * 32
        actions.hold(world.ask(), starts_at=start, secret=secret, now=clock.now(), actor=RESIDENT)
        gone = seconds_until(readers, lambda told, start=start: start not in told)
        actions.release(secret, now=clock.now(), actor=RESIDENT)
        back = seconds_until(readers, lambda told: told == free)
        assert max(gone, back) < SECONDS_MAX + SLACK_SECONDS
