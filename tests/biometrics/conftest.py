"""A receiver with its own keys, running as the program it is; and sittings to fill."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from servicepoint.biometrics import actions
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.biometrics.programs import receiver, receiver_program

__all__ = ["receiver", "receiver_program"]

NOW = datetime.combine(clock.now().date(), time(12), UTC)  # certificates are made today
ASSISTANT = Actor("staff", "assistant.voorbeeld")
LEAD = Actor("staff", "lead.voorbeeld")


@pytest.fixture
def open_sitting(db, receiver):
    """Open a sitting: `open_sitting(age=9)`."""

    def opened(subject: str = "visit:1/1", *, age: int = 34, **kind: Any):
        return actions.open_sitting(subject, age=age, actor=ASSISTANT, now=NOW, **kind)

    return opened
