"""The databases of a run: made on the PostgreSQL of this machine, filled in bulk, dropped at the end."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg import sql

from servicepoint.appointments import snapshot
from servicepoint.locations.queries import forget_locations
from servicepoint.services.queries import forget_catalogue

DROP_ATTEMPTS = 30


def renamed(address: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


class Databases:
    """Databases that exist for as long as a run, each a copy of the first."""

    def __init__(self, address: str) -> None:
        self._server = renamed(address, "postgres")
        self._run = f"bench_{secrets.token_hex(4)}"
        self._made: list[str] = []

    def new(self, label: str, *, like: str | None = None) -> str:
        """Make a database, empty or a copy of another of this run, and return its address."""
        name = f"{self._run}_{label}"
        template = urlsplit(like).path.lstrip("/") if like else "template1"
        self._do("CREATE DATABASE {} TEMPLATE {}", name, template)
        self._made.append(name)
        return renamed(self._server, name)

    def drop_all(self) -> None:
        """Drop every database of this run, whoever is still connected."""
        for attempt in range(DROP_ATTEMPTS):
            try:
                while self._made:
                    self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._made[-1])
                    self._made.pop()
            except psycopg.errors.InsufficientPrivilege:
                # PostgreSQL tidies up there just now, as a role that we may not stop; soon it has ended.
                if attempt == DROP_ATTEMPTS - 1:
                    raise
                time.sleep(1)

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def use(address: str) -> None:
    """Let this process work with another database, and remember nothing of the one before."""
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = urlsplit(address).path.lstrip("/")
    snapshot.forget_all()
    forget_catalogue()
    forget_locations()


@contextmanager
def databases(address: str) -> Iterator[Databases]:
    """Give databases on the server of `address` and drop them when the block ends, however it ends."""
    made = Databases(address)
    try:
        yield made
    finally:
        made.drop_all()
