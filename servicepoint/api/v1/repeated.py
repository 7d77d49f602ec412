"""Idempotency-Key: what a repeated request is compared with."""

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from pydantic import BaseModel

from servicepoint.appointments.repeat import Attempt, answered_before, remember
from servicepoint.kit import clock


def attempt(scope: str, key: str, content: BaseModel | None = None) -> Attempt:
    """Return one sending of an act with all that it asks for, however its JSON was written.

    `scope` is the token that the act needs: under it no other client can be answered with what is not theirs.
    """
    text = json.dumps(content.model_dump(mode="json"), sort_keys=True) if content else ""
    return Attempt(f"v1:{scope}:{key}", text)


def once(sent: Attempt, act: str, carry_out: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Carry out an act of a room that knows no keys, or return what it was answered before.

    One transaction: what is refused leaves no trace, so its key may be tried again. Raises KeyReused.
    """
    with transaction.atomic():
        before = answered_before(sent, act, clock.now())
        if before is not None:
            return before
        answer = carry_out()
        remember(sent, answer)
        return answer
