"""Pages have a title and a language, and nothing inline that the content policy would refuse."""

import re

import pytest

from tests.house.tree import ROOT, tracked

TEMPLATES = [path for path in tracked(".html") if "templates" in path.parts]
FOR_MAIL = "mail"
EXTENDS = re.compile(r'{%\s*extends\s+"([^"]+)"')
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(
    r"""<(?:script|link|img|iframe)[^>]*\s(?:src|href)=["']?(?:https?:)?//""", re.IGNORECASE
)


def on_the_site() -> list:
    return [path for path in TEMPLATES if FOR_MAIL not in path.parts]


def name(path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", on_the_site(), ids=name)
def test_a_page_has_nothing_inline_and_nothing_from_elsewhere(path):
    source = path.read_text()
    assert INLINE.findall(source) == []
    assert FROM_ELSEWHERE.findall(source) == []


def parent_of(path):
    match = EXTENDS.search(path.read_text())
    return ROOT / "templates" / match[1] if match else None


def frames() -> set:
    return {parent for parent in map(parent_of, on_the_site()) if parent is not None}


@pytest.mark.parametrize("path", sorted(set(on_the_site()) - frames()), ids=name)
def test_a_page_has_its_own_title(path):
    if parent_of(path) is not None:
        assert re.search(r"{%\s*block title\s*%}\s*\S", path.read_text())


def test_every_whole_page_says_its_language():
    whole = [path for path in TEMPLATES if "<html" in path.read_text()]
    assert whole
    assert [name(path) for path in whole if not re.search(r"<html[^>]*\slang=", path.read_text())] == []


def test_an_inline_handler_is_noticed():
    assert INLINE.search('<button onclick="go()">')
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>go()</script>")
    assert not INLINE.search('<script src="/static/js/page.js" defer></script>')
