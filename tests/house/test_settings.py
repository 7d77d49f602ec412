"""docs/running.md lists every variable the code reads, and none that it does not."""

import ast
import re

from django.conf import settings

from tests.house.tree import ROOT, code, text


def read_by_the_settings() -> set[str]:
    calls = (node for node in ast.walk(ast.parse(text("config/settings.py"))) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def read_by(folder: str) -> set[str]:
    sources = (path.read_text() for path in code() if path.relative_to(ROOT).parts[0] == folder)
    return {name for source in sources for name in re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', source)}


def test_every_variable_is_documented_and_every_documented_one_is_read():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text("docs/running.md"), flags=re.MULTILINE))
    assert documented == read_by_the_settings() | read_by("launch")


def test_only_the_settings_read_the_environment_of_the_site():
    assert read_by("servicepoint") == set()


def test_the_policy_for_content_allows_nothing_from_elsewhere_and_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    values = {value for values in directives.values() for value in values}
    assert directives["default-src"] == ["'none'"]
    assert values <= {"'none'", "'self'"}
