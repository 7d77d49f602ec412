"""Logs as JSON lines on standard error that cannot hold a person's details.

What other libraries write is reduced to the text in their source, without the values they would fill in:
Django puts paths and host names there, and a path may hold a code. An exception is told as types, places in
the source, and for the database the names of the constraint and table; its message is left out, for
PostgreSQL and Python repeat the very values people typed.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog

FRAMES_MAX = 40
CHAIN_MAX = 5
# These put neither what people typed nor their addresses into messages, and say little without the values.
TOLD_IN_FULL = ("servicepoint", "config", "psycopg.pool", "_granian")
_DIAGNOSIS = ("sqlstate", "constraint_name", "schema_name", "table_name", "column_name")


def told_safely(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace a foreign record's filled-in message by its text alone (a structlog processor)."""
    record: logging.LogRecord = event["_record"]
    if record.name.startswith("django.security"):
        event["event"] = "refused: " + record.name.rpartition(".")[2]
    elif record.name == "django.request":
        event["event"] = "crash" if record.exc_info else "refused"
    elif not record.name.startswith(TOLD_IN_FULL):
        event["event"] = str(record.msg)
    return event


def exception_told_safely(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace the exception by where it came from (a structlog processor)."""
    error = _exception_in(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = [_told(link) for link in _chain(error)]
    event.pop("stack_info", None)
    return event


def _exception_in(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        error: BaseException | None = exc_info[1]
        return error
    return sys.exc_info()[1] if exc_info else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what caused it, five at most."""
    link: BaseException | None = error
    for _ in range(CHAIN_MAX):
        if link is None:
            return
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    told: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    diagnosis = getattr(error, "diag", None)
    told |= {name: value for name in _DIAGNOSIS if (value := getattr(diagnosis, name, None))}
    told["frames"] = _frames(error.__traceback__)
    return told


def _frames(trace: TracebackType | None) -> list[str]:
    """Return `file:line function` of the innermost frames; never a variable."""
    frames = traceback.extract_tb(trace)[-FRAMES_MAX:]
    return [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    ]


_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*_shared, told_safely],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                exception_told_safely,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"},
    },
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        # Django's own handlers off: config.request_log tells each request once, django.request a crash.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "fido2": {"level": "WARNING"},  # else it names the keys of people
        "procrastinate.periodic": {"level": "WARNING"},  # else each start lists every task
        "procrastinate.blueprints": {"level": "WARNING"},
    },
}
