"""Refusals as `application/problem+json` (RFC 9457): one shape, a stable code, and all errors at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from servicepoint.limits.rules import Decision

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


def method_not_allowed() -> HttpResponse:
    """Answer 405; the header Allow says what may be asked."""
    title = _("This cannot be done at this address")
    return problem(405, "method_not_allowed", title=title, detail=_("The header Allow says what can."))


def too_often(decision: Decision) -> HttpResponse:
    """Answer 429 with the seconds to wait."""
    seconds = decision.retry_after_seconds
    detail = _("Try again in %(seconds)d seconds.") % {"seconds": seconds}
    answer = problem(429, "too_often", title=_("You asked too often"), detail=detail)
    answer.headers["Retry-After"] = str(seconds)
    return answer
