"""What gets installed is locked by hash, and its licence fits ours."""

import re
import tomllib
from importlib import metadata

import pytest

from tests.house.tree import text

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")
FITTING = re.compile(
    r"\b(MIT|MIT-0|BSD|Apache|PSF|PSFL|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser)", re.I
)
READ_BY_HAND = {"axe-playwright-python": "MIT"}  # says nothing in its metadata; its LICENSE file does
TOOLS_ONLY = {"djlint": "GPL-3.0: checks templates on a developer's machine, nothing of it is shipped"}
FOR_OTHER_SYSTEMS = {"colorama"}


def names(lock: str) -> list[str]:
    return re.findall(r"^([\w.-]+)==", text(lock), flags=re.MULTILINE)


def licence_of(package: str) -> str:
    if package in READ_BY_HAND:
        return READ_BY_HAND[package]
    about = metadata.metadata(package)
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License")]
    return " ".join([about.get("License-Expression") or (about.get("License") or "")[:100], *classifiers])


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_one_version_and_its_hashes(lock):
    entries = re.split(r"\n(?=\S)", re.sub(r"^ +#.*\n", "", text(lock), flags=re.MULTILINE).strip())
    assert len(entries) == len(names(lock)) > 0
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_place_to_load_from(lock):
    assert re.findall(r"://|^-", text(lock), flags=re.MULTILINE) == []


def test_what_the_project_asks_for_is_locked():
    project = tomllib.loads(text("pyproject.toml"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    asked_names = {re.match(r"[\w.-]+", line)[0].lower() for line in asked}
    assert asked_names <= {name.lower() for name in names("requirements-dev.lock")}


@pytest.mark.parametrize("package", sorted(set(names("requirements.lock"))))
def test_what_we_ship_with_has_a_fitting_licence(package):
    assert FITTING.search(licence_of(package)), licence_of(package)


@pytest.mark.parametrize(
    "package", sorted(set(names("requirements-dev.lock")) - set(names("requirements.lock")))
)
def test_what_we_test_with_has_a_fitting_licence(package):
    if package not in TOOLS_ONLY.keys() | FOR_OTHER_SYSTEMS:
        assert FITTING.search(licence_of(package)), licence_of(package)


def test_a_licence_that_asks_too_much_does_not_fit():
    assert not FITTING.search("License :: OSI Approved :: GNU General Public License v3 (GPLv3)")
    assert not FITTING.search("AGPL-3.0-only")
