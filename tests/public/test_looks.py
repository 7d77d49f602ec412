"""The built stylesheet fits the templates, the size and the rules of the house."""

import gzip
import re

import pytest

from tests.house.tree import ROOT, tracked

CSS = (ROOT / "static/css/site.css").read_text()
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
STYLED = set(re.findall(r"\.([a-z][\w-]*)", "".join(path.read_text() for path in SHEETS)))
LOCK = (ROOT / "frontend/package-lock.json").read_text()
GZIP_MAX = 20 * 1024
FIRST_PAGE_MAX = 100 * 1000
OURS = re.compile(r"\b(?:utrecht|ind)-[a-z0-9_-]*[a-z0-9]\b")
TEMPLATES = [path for path in tracked(".html") if "templates" in path.parts and "mail" not in path.parts]


def classes_in(source: str) -> set[str]:
    """Return the classes of our two families that a template names; one put together is cut at the tag."""
    values = re.findall(r'class="([^"]*)"', source)
    return {name for value in values for name in OURS.findall(re.sub(r"\{\{.*?\}\}", "…", value))}


def is_styled(name: str) -> bool:
    """Say whether a rule names the class, or a variant of it."""
    return name in STYLED or any(one.startswith(f"{name}--") for one in STYLED)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_uses_only_classes_that_the_stylesheet_has(path):
    assert [name for name in classes_in(path.read_text()) if not is_styled(name)] == []


def test_a_class_without_a_rule_is_noticed():
    assert classes_in('<p class="ind-nothing utrecht-paragraph">') == {"ind-nothing", "utrecht-paragraph"}
    assert not is_styled("ind-nothing")


def test_the_stylesheet_is_small():
    assert len(gzip.compress(CSS.encode())) <= GZIP_MAX


def test_the_stylesheet_loads_nothing_but_our_fonts():
    addresses = set(re.findall(r"url\(([^)]*)\)", CSS))
    assert addresses
    for address in addresses:
        assert (ROOT / "static/css" / address.strip("\"'")).resolve().is_file() or address.startswith("data:")


def test_the_first_page_is_light(client, real_content):
    page = len(gzip.compress(client.get("/nl/").content))
    files = [ROOT / "static/css/print.css", ROOT / "static/js/page.js", ROOT / "static/img/mark.svg"]
    packed = sum(len(gzip.compress(path.read_bytes())) for path in files) + len(gzip.compress(CSS.encode()))
    font = (ROOT / "static/fonts/source-sans-3-latin-wght-normal.woff2").stat().st_size
    assert page + packed + font < FIRST_PAGE_MAX


def test_the_lock_names_no_registry_and_the_marks_of_the_state_stay_out():
    assert '"resolved"' not in LOCK
    assert "rijkshuisstijl" not in LOCK.lower()
    assert "@nl-rvo" not in LOCK
    assert "rijks" not in CSS.lower()
