"""Whatever is shipped or installed with the project is named with its licence."""

import json
import re

from tests.house.tree import ROOT

NOTICES = (ROOT / "THIRD-PARTY-NOTICES.md").read_text()
LOCK = (ROOT / "requirements.lock").read_text()
PACKAGES = json.loads((ROOT / "frontend/package.json").read_text())["devDependencies"]


def test_every_python_library_of_the_lock_has_its_licence():
    locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==", LOCK, re.MULTILINE)}
    named = {name.lower().replace("_", "-") for name in re.findall(r"^\| (\S+) \| \S", NOTICES, re.MULTILINE)}
    assert locked - named == set()


def test_every_package_of_the_stylesheet_is_named():
    families = {name for name in PACKAGES if not name.startswith("@utrecht/")} | {"@utrecht/*-css"}
    packed_as = {"@fontsource-variable/source-sans-3": "Source Sans 3"}
    assert [name for name in families if packed_as.get(name, name) not in NOTICES] == []


def test_every_font_has_its_licence_beside_it():
    folders = {path.parent for path in ROOT.glob("s*/**/*.[tw][to]f*") if "LICENSE" not in path.name}
    assert folders
    assert [folder for folder in folders if not list(folder.glob("*LICENSE*"))] == []
