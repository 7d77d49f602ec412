import shutil
from pathlib import Path

import pytest

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Folder:
    """A copy of the real content that a test may spoil."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def replace(self, name: str, old: str, new: str) -> int:
        """Replace the first `old` in a file; return the line it stands in, from 1."""
        file = self.path / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(CONTENT, tmp_path / "content")
    return Folder(tmp_path / "content")
