"""A receiver with its own keys, running as the program it is; and sittings to fill."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from launch.environment import ROOT
from servicepoint.biometrics import actions
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.traps.real_server import free_port

NOW = datetime.combine(clock.now().date(), time(12), UTC)  # certificates are made today
ASSISTANT = Actor("staff", "assistant.voorbeeld")
LEAD = Actor("staff", "lead.voorbeeld")


@dataclass(frozen=True)
class Program:
    """A simulator that runs beside the test."""

    address: str
    certificate: Path | None = None

    def behave(self, behaviour: str, count: int = 0) -> None:
        """Tell it how to behave from now on, or for so many captures."""
        asked = {"behaviour": behaviour, "count": count}
        request = urllib.request.Request(f"{self.address}/control", json.dumps(asked).encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).close()

    def received(self) -> dict[str, Any]:
        """Return what a receiver tells of what came."""
        with urllib.request.urlopen(f"{self.address}/received", timeout=10) as answer:
            return json.load(answer)


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """Start a simulator on a free port; yield its address."""
    port = str(free_port())
    command = [sys.executable, "-m", *arguments, "--port", port]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "http" in process.stdout.readline(), "the simulator did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def receiver_program(tmp_path_factory) -> Iterator[Program]:
    """One receiver for the whole run: making its key takes a second."""
    folder = tmp_path_factory.mktemp("receiver")
    with running("simulators.receiver", "--folder", str(folder), "--token", "proef") as address:
        yield Program(address, folder / "certificate.pem")


@pytest.fixture
def receiver(receiver_program, settings) -> Program:
    """The receiver, well-behaved, and the site set up for it."""
    receiver_program.behave("good")
    settings.BIOMETRICS_CERTIFICATE = str(receiver_program.certificate)
    settings.BIOMETRICS_HANDOVER_URL = f"{receiver_program.address}/envelopes"
    settings.BIOMETRICS_HANDOVER_TOKEN = "proef"
    return receiver_program


@pytest.fixture
def open_sitting(db, receiver):
    """Open a sitting: `open_sitting(age=9)`."""

    def opened(subject: str = "visit:1/1", *, age: int = 34, **kind: Any):
        return actions.open_sitting(subject, age=age, actor=ASSISTANT, now=NOW, **kind)

    return opened
