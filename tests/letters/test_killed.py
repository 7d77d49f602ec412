"""A worker killed at any point of a batch, and the next one: each letter once, in what the printer has."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings as site

from servicepoint.kit import clock
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.rules import reference_of
from tests.letters.composing import wanted
from tests.notifications.test_worker import database_of_the_tests

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
KILLED_AFTER_SECONDS = (0.02, 0.1, 0.18, 0.26, 0.34, 0.42, 0.5, 0.6)
LETTERS = 12


def start(**environment: str) -> subprocess.Popen[str]:
    own = os.environ | {"DATABASE_URL": database_of_the_tests(), "LETTERS_PER_BATCH": "3"} | environment
    command = [sys.executable, "-m", "tests.letters.press_ahead"]
    process = subprocess.Popen(command, cwd=site.BASE_DIR, env=own, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def let_claims_run_out() -> None:
    Batch.objects.filter(state="making").update(claimed_until=clock.now(), due_at=clock.now())


def killed_again_and_again(**environment: str) -> int:
    """Kill a worker at every point of its work, then let one finish; return how many were killed at work."""
    killed = 0
    for seconds in KILLED_AFTER_SECONDS:
        process = start(**environment)
        time.sleep(seconds)
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        let_claims_run_out()
    process = start(**environment)
    assert process.wait(120) == 0
    return killed


def everything_went() -> bool:
    return not Letter.objects.exclude(state="handed_over").exists()


def all_references() -> set[str]:
    return {reference_of(letter_id) for letter_id in Letter.objects.values_list("id", flat=True)}


@pytest.mark.parametrize("form", ["one_file", "single_files"])
def test_a_folder_gets_each_letter_once(world, tmp_path, form):
    wanted(world, LETTERS)
    assert killed_again_and_again(PRINT_FOLDER=str(tmp_path), PRINT_FORM=form) >= 4
    manifests = [json.loads(path.read_text()) for path in tmp_path.glob("*.json")]
    got = Counter(line["reference"] for each in manifests for line in each["letters"])
    assert got == Counter(all_references())
    assert everything_went()
    for each in manifests:
        here = {path.name for path in (tmp_path / each["batch"]).iterdir()}
        assert here == {file["name"] for file in each["files"]}


def test_a_print_service_gets_each_letter_once(world, print_service):
    wanted(world, LETTERS)
    environment = {"PRINT_URL": f"{print_service.address}/batches", "PRINT_TOKEN": "proef"}
    assert killed_again_and_again(**environment) >= 4
    got = Counter(each for batch in print_service.received().values() for each in batch)
    assert got == Counter(all_references())
    assert everything_went()


def test_one_killed_between_the_receipt_and_the_note_of_it_is_the_control(world, print_service):
    """Without the question before the second attempt this batch would be sent twice."""
    wanted(world, 3)
    print_service.control(behaviour="slow")
    process = start(PRINT_URL=f"{print_service.address}/batches", PRINT_TOKEN="proef")
    until = time.monotonic() + 60
    while not print_service.received():
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)  # the service has it, and we have not written so down
    process.wait()
    Batch.objects.update(state="making", handed_over_at=None)
    Letter.objects.update(state="in_batch")
    let_claims_run_out()
    print_service.control(behaviour="good")
    start(PRINT_URL=f"{print_service.address}/batches", PRINT_TOKEN="proef").wait(60)
    assert [len(each) for each in print_service.received().values()] == [3]
    assert everything_went()
