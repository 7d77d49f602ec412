"""How the planner wraps what it says: a line that keeps browsers from running it, then one line of JSON."""

import json
from typing import Any, Literal

from django.http import HttpResponse

ErrorCode = Literal["APT_TAKEN", "SIMILAR_APT_EXISTS", "GENERAL", "INVALID_REQUEST"]
PREFIX = b")]}',\n"
CONTENT_TYPE = "application/json;charset=UTF-8"


def wrapped(data: Any) -> bytes:
    """Return the body of an answer: compact, `status` before `data`, letters as they are."""
    return _body({"status": "OK", "data": data})


def said(data: Any) -> HttpResponse:
    """Return an answer that is for its asker alone."""
    response = HttpResponse(wrapped(data), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def error(code: ErrorCode, status: int) -> HttpResponse:
    """Return a refusal with one of the planner's four codes and our HTTP status."""
    response = HttpResponse(
        _body({"status": "ERROR", "errorCode": code}), status=status, content_type=CONTENT_TYPE
    )
    response["Cache-Control"] = "no-store"
    return response


def _body(values: dict[str, Any]) -> bytes:
    """Write `'` as an escape: programs look for the prefix by its last marks, which stand nowhere else."""
    line = json.dumps(values, separators=(",", ":"), ensure_ascii=False).replace("'", "\\u0027")
    return PREFIX + line.encode()
