"""Asks the database one question, and gives up in time when there is no answer."""

from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from pathlib import Path
from pkgutil import iter_modules
from threading import Thread
from typing import Any, Literal

from django.apps import apps
from psycopg import Connection
from psycopg import Error as PsycopgError
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[Any]]
Reason = Literal["database_unreachable", "database_slow", "migrations_missing"]
ANSWER_SECONDS_MAX = 1.5
_CONNECT_SECONDS_MAX = 1.2


class Asker:
    """Asks in a thread of its own: a database that hangs cannot be interrupted, only left waiting.

    One question is under way at a time, so that checks do not pile up behind a database that hangs.
    """

    def __init__(self) -> None:
        self._asked: Future[Reason | None] = Future()
        self._asked.set_result(None)

    def trouble(self, pool: Pool) -> Reason | None:
        """Return why this process cannot serve, or None, in at most `ANSWER_SECONDS_MAX` seconds."""
        if self._asked.done():
            self._asked = Future()
            Thread(target=_answer, args=(self._asked, pool), name="health", daemon=True).start()
        try:
            return self._asked.result(timeout=ANSWER_SECONDS_MAX)
        except TookTooLong:
            return "database_slow"


def _answer(asked: Future[Reason | None], pool: Pool) -> None:
    reason: Reason | None = "database_unreachable"
    try:
        reason = _ask(pool)
    finally:
        asked.set_result(reason)


def _ask(pool: Pool) -> Reason | None:
    pool.open()
    try:
        with pool.connection(timeout=_CONNECT_SECONDS_MAX) as connection:
            applied = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    except PsycopgError:
        return "database_unreachable"
    return None if migrations_expected() <= set(applied) else "migrations_missing"


@cache
def migrations_expected() -> frozenset[tuple[str, str]]:
    """Return the migrations this version of the program comes with, as (app, name).

    Their files are listed, not loaded: loading all takes a second, which the first answer does not have.
    """
    return frozenset(
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in iter_modules([str(Path(app.path) / "migrations")])
        if not module.ispkg and module.name[0] not in "_~"
    )
