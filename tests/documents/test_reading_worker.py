"""The worker that reads a delivery, as it runs: its own process, killed in the middle."""

import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.documents.models import Delivery, Document
from servicepoint.kit import clock
from tests.documents.files import csv_of, fields, received
from tests.notifications.conftest import no_old_jobs as no_old_jobs  # noqa: PLC0414 - a fixture
from tests.notifications.test_worker import start
from tests.world import make_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.usefixtures("no_old_jobs"),
]
NO_MAIL = SimpleNamespace(port=9)
ROWS, WAIT_SECONDS = 4_000, 90


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again, for a bounded time."""
    end = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait(20)


def test_a_worker_killed_in_the_middle_is_followed_by_another_and_nothing_is_doubled():
    world, now = make_world(), clock.now()
    delivery_id = received(world, csv_of(fields(number) for number in range(1, ROWS + 1)), now=now)

    def view():
        return queries.delivery(delivery_id)

    first = start(NO_MAIL)
    try:
        wait_until(lambda: view().rows_read > 0)
    finally:
        end(first, signal.SIGKILL)
    left = view()
    assert (left.state, left.is_finished) == ("reading", False)
    assert Document.objects.count() == left.added == left.rows_read < ROWS
    Delivery.objects.update(claimed_until=now)  # the minutes of its claim are over
    assert actions.queue_unread(now + timedelta(seconds=1)) == 1
    second = start(NO_MAIL)
    try:
        wait_until(lambda: view().is_finished)
    finally:
        end(second, signal.SIGTERM)
    assert (view().state, view().added, view().unchanged) == ("done", ROWS, 0)
    assert Document.objects.count() == ROWS
    assert Entry.objects.filter(act="documents.delivered").count() == ROWS
