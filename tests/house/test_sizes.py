"""Small files and small functions: what does not fit in the head gets split."""

import ast

import pytest

from tests.house.tree import ROOT, code

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60


def too_long_functions(source: str) -> list[str]:
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > FUNCTION_LINES_MAX]


@pytest.mark.parametrize("path", code(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_and_no_function_is_longer_than_the_house_allows(path):
    source = path.read_text()
    assert len(source.splitlines()) <= FILE_LINES_MAX
    assert too_long_functions(source) == []


def test_a_function_of_one_line_too_many_is_noticed():
    body = "    x = 1\n" * FUNCTION_LINES_MAX
    assert too_long_functions(f"def long():\n{body}") == ["long"]
