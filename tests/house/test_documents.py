"""The documents agree with the code beside them."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT, text

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PARTS = ["What we faced", "What we chose", "Why", "What it costs", "What holds it"]
VERSION = tomllib.loads(text("pyproject.toml"))["project"]["version"]
GUIDES = ["README.md", "CONTRIBUTING.md", "docs/running.md"]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_command_that_a_guide_names_exists(guide):
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|^\s*)make ([a-z-]+)", text(guide), flags=re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_five_short_parts_and_names_what_holds_it(path):
    parts = re.findall(r"^## (.+)$", path.read_text(), flags=re.MULTILINE)
    assert parts == PARTS
    assert len(path.read_text().split()) <= 400
    held_by = re.findall(
        r"`([\w./-]+/[\w.-]+|pyproject\.toml)`", path.read_text().split("## What holds it")[1]
    )
    assert held_by
    assert [name for name in held_by if not (ROOT / name).exists()] == []


def test_no_number_of_a_decision_is_given_twice():
    numbers = [path.name[:4] for path in DECISIONS]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_index_leads_to_every_document():
    index = text("docs/index.md")
    documents = [path for path in (ROOT / "docs").glob("*.md") if path.name != "index.md"]
    assert [path.name for path in documents if f"({path.name})" not in index] == []


def test_the_version_is_the_same_everywhere():
    assert f"\nsoftwareVersion: {VERSION}\n" in text("publiccode.yml")
    assert f"\n## {VERSION}" in text("CHANGELOG.md")


def test_the_licence_is_whole():
    licence = text("LICENSE")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence
    assert (
        licence.index("## 1. Definitions")
        < licence.index("## 15. Applicable Law")
        < licence.index("## Appendix")
    )


def test_no_leftover_notes_in_the_sources():
    notes = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    sources = [path for path in ROOT.glob("servicepoint/**/*.py")] + list(ROOT.glob("launch/*.py"))
    assert [str(path.relative_to(ROOT)) for path in sources if notes.search(path.read_text())] == []
