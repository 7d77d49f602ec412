"""Every refusal has a stable code, and docs/errors.md says what it means and what helps."""

import ast
import re

import pytest
from django.utils import translation

from launch.messages import LANGUAGES, read
from servicepoint.appointments.errors import Refused
from servicepoint.public.refusals import SENTENCES
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


def refusals_of_a_booking() -> set[str]:
    kinds, codes = list(Refused.__subclasses__()), set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        codes.add(kind.code)
    return codes


def test_every_refusal_of_a_booking_has_a_sentence_of_its_own():
    assert set(SENTENCES) == refusals_of_a_booking()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_in_every_language(language):
    catalogue = read(language)
    with translation.override("en"):
        sentences = [str(sentence) for sentence in SENTENCES.values()]
    assert [each for each in sentences if not (catalogue.get(each) and catalogue.get(each).string)] == []
