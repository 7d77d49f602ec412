"""No drawers: a file is named after what it holds, in the words of docs/glossary.md."""

import pytest

from tests.house.tree import ROOT, code

NO_NAMES = {
    "utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager", "managers",
    "service", "session", "sessions", "constants", "lib", "shared", "stuff",
}  # fmt: skip


@pytest.mark.parametrize("path", code(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_or_folder_is_called_after_nothing(path):
    names = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    assert not names & NO_NAMES


def test_no_module_is_called_services():
    """`services` is the room of that name; a module of that name would be a drawer for everything."""
    assert [path for path in code() if path.name == "services.py"] == []
