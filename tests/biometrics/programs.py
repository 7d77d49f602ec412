"""The simulators as the programs they are, and the site set up to talk to them."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from launch.environment import ROOT
from tests.traps.real_server import free_port


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
def running(*arguments: str, port: int = 0) -> Iterator[str]:
    """Start a simulator on this port, or on a free one; yield its address."""
    port = port or free_port()
    command = [sys.executable, "-m", *arguments, "--port", str(port)]
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


@contextmanager
def scanner_for(site: str, port: int = 0) -> Iterator[Program]:
    """A scanner's agent that lets the pages of this site ask."""
    with running("simulators.scanner", "--allow", site, port=port) as address:
        yield Program(address)
