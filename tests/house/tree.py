"""What the house tests look at: the files that belong to the project."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("config", "servicepoint", "launch", "simulators", "benchmarks", "tests")


def tracked(*endings: str) -> list[Path]:
    """Return the files under version control, and new ones that are not ignored; all, or by ending."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in sorted(set(listing.stdout.split("\0"))) if name]
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def code() -> list[Path]:
    """Return our Python files, without the migrations that Django wrote."""
    return [
        path
        for path in tracked(".py")
        if path.relative_to(ROOT).parts[0] in (*CODE, "manage.py") and "migrations" not in path.parts
    ]


def rooms() -> list[str]:
    """Return the names of the rooms of the house."""
    return sorted(path.parent.name for path in (ROOT / "servicepoint").glob("*/__init__.py"))


def text(name: str) -> str:
    """Return a file of the project, by its path from the root."""
    return (ROOT / name).read_text()
