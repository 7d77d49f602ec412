"""The data folder, the secrets written into it once, and the environment our own programs start with."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRET_NAMES = ("SECRET_KEY", "DATA_KEY")


class LaunchError(Exception):
    """Something about this machine stops the start; the message says what, and what helps."""


def data_folder() -> Path:
    """Return the folder for everything this machine keeps: `data/`, or what LAUNCH_DATA says."""
    folder = Path(os.environ.get("LAUNCH_DATA") or ROOT / "data").resolve()
    # Others may walk through, not look around: the database's own account has to reach its cluster.
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Keep other processes out while the block runs; the system frees the lock if we are killed."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def local_secrets(folder: Path) -> dict[str, str]:
    """Return this machine's own random keys, written to `local.env` (0600) the first time."""
    path = folder / "local.env"
    with only_one(folder / "local.env.lock"):
        if not path.exists():
            _write_secrets(path)
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, _, value in lines}


def for_programs(folder: Path, database_url: str) -> dict[str, str]:
    """Return the environment for Django: what the caller set wins over what is kept in the data folder."""
    return {**local_secrets(folder), **os.environ, "DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}


def _write_secrets(path: Path) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={secrets.token_urlsafe(48)}\n" for name in SECRET_NAMES)
    unfinished.rename(path)
