"""Find a PostgreSQL: DATABASE_URL, else our own cluster by this machine's PostgreSQL or the embedded one."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from launch.cluster import Cluster


@contextmanager
def database(data: Path) -> Iterator[str]:
    """Give a database address for as long as the block runs."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    with Cluster(data).running() as address:
        yield address


@contextmanager
def database_for_tests(data: Path) -> Iterator[str]:
    """Give the address of a server for tests, with a database name that no other run of the tests uses.

    The database itself does not exist: the test runner makes `test_<name>` and drops it at the end.
    """
    if os.environ.get("DATABASE_URL"):
        yield _renamed(os.environ["DATABASE_URL"])
        return
    with Cluster(data, name="postgres-tests", throwaway=True).running() as address:
        yield _renamed(address)


def _renamed(address: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/run_{secrets.token_hex(4)}"))
