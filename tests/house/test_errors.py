"""Every refusal has a stable code, and docs/errors.md says what it means and what helps."""

import ast
import re

from tests.house.tree import ROOT, text


def codes_in_the_rooms() -> set[str]:
    found = set()
    for path in (ROOT / "servicepoint").glob("*/errors.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(target, ast.Name) and target.id == "code" and isinstance(node.value, ast.Constant):
                found.add(node.value.value)
    return found


def test_every_code_is_documented_and_every_documented_code_exists():
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", text("docs/errors.md"), flags=re.MULTILINE))
    assert documented == codes_in_the_rooms()


def test_codes_are_found():
    assert "slot_taken" in codes_in_the_rooms()
