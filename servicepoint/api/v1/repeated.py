"""Idempotency-Key: what a repeated request is compared with."""

import json

from pydantic import BaseModel

from servicepoint.appointments.repeat import Attempt


def attempt(scope: str, key: str, content: BaseModel | None = None) -> Attempt:
    """Return one sending of an act with all that it asks for, however its JSON was written.

    `scope` is the token that the act needs: under it no other client can be answered with what is not theirs.
    """
    text = json.dumps(content.model_dump(mode="json"), sort_keys=True) if content else ""
    return Attempt(f"v1:{scope}:{key}", text)
