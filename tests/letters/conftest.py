"""A service point that sends letters, and a print service that takes them."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.biometrics.programs import running
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """One counter, open on Tuesday and Thursday."""
    return make_world()


@dataclass(frozen=True)
class PrintService:
    """The simulated print service, running beside the test."""

    address: str

    def control(self, **asked: Any) -> None:
        """Tell it how to behave, or move a batch on."""
        request = urllib.request.Request(f"{self.address}/control", json.dumps(asked).encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).close()

    def received(self) -> dict[str, list[str]]:
        """Return the references of each batch that it took."""
        with urllib.request.urlopen(f"{self.address}/received", timeout=10) as answer:
            return json.load(answer)["batches"]


@pytest.fixture
def print_service(settings) -> Iterator[PrintService]:
    """Start a print service, and set the site up to use it."""
    with running("simulators.printer", "--token", "proef") as address:
        settings.PRINT_URL, settings.PRINT_TOKEN = f"{address}/batches", "proef"
        settings.LETTERS_PER_BATCH = 3
        yield PrintService(address)
