"""Starting things for real: each test has a data folder of its own, and no database is given."""

import os
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def data(monkeypatch):
    """A data folder that the database's own account can reach, unlike pytest's."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with tempfile.TemporaryDirectory(prefix="launch-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        path.chmod(0o711)
        monkeypatch.setenv("LAUNCH_DATA", str(path))
        yield path


@pytest.fixture(params=["machine", "embedded"])
def either_database(request, monkeypatch):
    monkeypatch.setenv("LAUNCH_DATABASE", request.param)
    if request.param == "embedded":
        monkeypatch.setenv("PATH", "/nowhere")
    return request.param


def processes_with(text: str) -> list[int]:
    """Return the ids of running programs whose command line or environment names `text`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if text.encode() in words:
                found.append(int(entry.name))
    return found
