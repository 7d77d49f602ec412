"""The architecture page and the walls know every room, and no room that is not there."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT, rooms, text

CONTRACTS = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]


def rooms_on_the_page() -> set[str]:
    table = text("docs/architecture.md").split("## Rooms")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE))


def test_the_architecture_page_names_exactly_the_rooms_there_are():
    assert rooms_on_the_page() == set(rooms())


def test_the_walls_stand_on_exactly_the_floors_of_the_page():
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    drawing = text("docs/architecture.md").split("```")[1]
    for layer in layers:
        line = " ".join(room.strip() for room in layer.split("|"))
        assert re.search(rf"^ *floor \d +{line}\b", drawing, flags=re.MULTILINE), line


@pytest.mark.parametrize(
    "room", [room for room in rooms() if (ROOT / "servicepoint" / room / "models.py").exists()]
)
def test_the_tables_of_a_room_are_protected(room):
    protected = {
        module: contract["allowed_importers"]
        for contract in CONTRACTS
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    assert protected.get(f"servicepoint.{room}.models") == [f"servicepoint.{room}"]


def test_no_contract_makes_exceptions():
    assert [contract["name"] for contract in CONTRACTS if contract.get("ignore_imports")] == []
