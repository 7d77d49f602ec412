"""Refusals as `application/problem+json` (RFC 9457): one shape, a stable code, and all errors at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:ind-consultation:problem:"


@dataclass(frozen=True, slots=True)
class InputError:
    """One thing that is wrong with what was sent: `at` is a JSON pointer, or `header/…`, `query/…`."""

    at: str
    code: str
    detail: str


def problem(
    status: int,
    code: str,
    *,
    title: str,
    detail: str = "",
    errors: Sequence[InputError] = (),
    reference: str = "",
) -> HttpResponse:
    """Return a refusal; `code` is stable and for programs, `title` and `detail` are for who reads along."""
    values: dict[str, object] = {
        "type": TYPE + code,
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
    }
    if errors:
        values["errors"] = [{"in": each.at, "code": each.code, "detail": each.detail} for each in errors]
    if reference:
        values["reference"] = reference
    body = json.dumps(values, separators=(",", ":"), ensure_ascii=False).encode()
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response
