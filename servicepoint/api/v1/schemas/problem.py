"""Refusals, as the API description shows them; `servicepoint.api.problem` writes them."""

from typing import Any

from pydantic import ConfigDict, Field

from servicepoint.api.v1.values import Told


class InputError(Told):
    """One thing that is wrong with what was sent."""

    place: str = Field(serialization_alias="in")
    """A JSON pointer into the body, or `query/from`, `header/Idempotency-Key`."""
    code: str
    """Stable, for programs."""
    detail: str
    """How to mend it, in Dutch or English by Accept-Language."""


class Problem(Told):
    """A refusal (RFC 9457); `errors` and `reference` are there where they help."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    type: str
    title: str
    status: int
    detail: str
    code: str
    """Stable, for programs."""
    errors: list[InputError] = []
    """Every error there is in what was sent."""
    reference: str = ""
    """Under which our log tells what happened."""


def problems(*statuses: int) -> dict[int, Any]:
    """Return refusals for a route's `response`."""
    return dict.fromkeys(statuses, Problem)
