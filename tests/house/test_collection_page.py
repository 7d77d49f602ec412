"""docs/collection.md names actions and settings that exist, and forgets none that run by themselves."""

import ast
import re

from django.conf import settings

from tests.house.tree import ROOT, text

PAGE = text("docs/collection.md")
BY_THEMSELVES = {"call_off", "call_in", "write_missing", "remind", "assign"}


def _functions(folder: str) -> set[str]:
    files = (ROOT / "servicepoint" / folder).rglob("*.py")
    trees = (ast.parse(path.read_text()) for path in files)
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_act_it_names_exists() -> None:
    named = set(re.findall(r"\| `([a-z_]+)` \|$", PAGE, flags=re.MULTILINE))
    assert named > BY_THEMSELVES
    assert named <= _functions("collection") | _functions("documents")


def test_what_the_worker_does_by_itself_is_on_the_page() -> None:
    called = set(re.findall(r"actions\.([a-z_]+)\(", text("servicepoint/collection/tasks.py")))
    assert called - {"print_due"} == BY_THEMSELVES


def test_every_setting_it_names_exists() -> None:
    named = set(re.findall(r"`([A-Z_]{6,})`", PAGE))
    assert named
    assert [name for name in named if not hasattr(settings, name)] == []
