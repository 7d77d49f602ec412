"""The worker as it runs: its own process, a real PostgreSQL and mail server; and killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from servicepoint.kit import clock
from servicepoint.notifications import tasks
from servicepoint.notifications.actions import Outgoing, queue_all, withdraw
from servicepoint.notifications.models import Message
from tests.notifications.samples import a_note

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
    pytest.mark.usefixtures("no_old_jobs"),
]
WAIT_SECONDS = 60


def database_of_the_tests() -> str:
    """Return the address that the tests were given, with the name of the database made for them."""
    address = urlsplit(os.environ["DATABASE_URL"])
    return address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def start(server) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": database_of_the_tests(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    environment.pop("MAIL_BACKEND", None)
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--fetch-job-polling-interval", "0.5"]
    return subprocess.Popen(command, cwd=site.BASE_DIR, env=environment)  # pytest shows what it says


@contextmanager
def worker(server) -> Iterator[subprocess.Popen[bytes]]:
    process = start(server)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < until, "the worker did not get there"
        time.sleep(0.1)


def announce(count: int) -> list[int]:
    """Queue one confirmation for each of so many appointments, each in its own transaction."""
    ids: list[int] = []
    for number in range(count):
        note = a_note(topic=f"appointment:{number}")
        message = Outgoing("confirmed", clock.now(), f"appointment:{number}:confirmed")
        with transaction.atomic():
            ids += queue_all([message], note=note, to="testa@example.org")
    return ids


def all_sent() -> bool:
    return not Message.objects.exclude(state="sent").exists()


def let_claims_run_out() -> None:
    Message.objects.filter(state="sending").update(claimed_until=clock.now())


def sweep_now() -> None:
    """What the worker's own timetable does each minute."""
    with suppress(AlreadyEnqueued):
        tasks.sweep.defer(timestamp=0)


def test_the_timetable_knows_the_sweep_the_purge_and_the_tidying():
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {"notifications.sweep", "notifications.purge", "worker.tidy"} <= names


def test_what_is_committed_arrives_and_what_is_not_does_not(open_server):
    with worker(open_server):
        announce(1)
        with transaction.atomic():
            queue_all([Outgoing("moved", clock.now(), "never")], note=a_note(), to="testa@example.org")
            transaction.set_rollback(True)
        wait_until(all_sent)
    assert open_server.ids == [Message.objects.get().message_id]


def test_a_worker_killed_while_the_mail_server_reads_loses_nothing_and_doubles_nothing(open_server):
    announce(3)
    open_server.may_answer.clear()
    first = start(open_server)
    assert open_server.has_taken.wait(WAIT_SECONDS)
    kill(first)
    open_server.may_answer.set()  # the server keeps the mail whose sender is dead
    let_claims_run_out()
    sweep_now()
    with worker(open_server):
        wait_until(all_sent)
    expected = set(Message.objects.values_list("message_id", flat=True))
    assert set(open_server.ids) == expected
    assert len(open_server.ids) == len(expected) + 1  # the control: one did arrive twice


def test_a_mail_server_that_comes_back_gets_everything(mail_server):
    announce(2)
    with worker(mail_server):
        wait_until(lambda: Message.objects.exclude(last_error="").count() == 2)
        with mail_server.running():
            Message.objects.update(due_at=clock.now())
            sweep_now()
            wait_until(all_sent)
    assert len(set(mail_server.ids)) == len(mail_server.ids) == 2


def test_what_is_withdrawn_before_the_worker_starts_never_leaves(open_server):
    kept, gone = announce(2)
    withdraw("appointment:1", ["confirmed"], clock.now())
    with worker(open_server):
        wait_until(lambda: Message.objects.get(id=kept).state == "sent")
        wait_until(no_jobs_left)
    assert len(open_server.ids) == 1
    assert Message.objects.get(id=gone).state == "withdrawn"


def no_jobs_left() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return bool(cursor.fetchone()[0] == 0)


def test_two_workers_share_a_hundred_mails_and_send_none_twice(open_server):
    announce(100)
    sweep_now()
    with worker(open_server), worker(open_server):
        wait_until(all_sent)
    assert Counter(open_server.ids).most_common(1)[0][1] == 1
    assert len(open_server.ids) == 100
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_a_reminder_that_no_job_announced_is_found_by_the_sweep(open_server):
    reminder = Outgoing("reminder", clock.now() - timedelta(minutes=1), "reminder")
    queue_all([reminder], note=a_note(), to="testa@example.org")
    assert no_jobs_left()
    sweep_now()
    with worker(open_server):
        wait_until(all_sent)
    assert len(open_server.ids) == 1
