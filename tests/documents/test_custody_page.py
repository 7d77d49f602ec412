"""docs/custody.md says what the code does."""

import re

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from servicepoint.documents import balance, rules
from servicepoint.staff.safe_words import FAULTS
from tests.house.tree import text

PAGE = text("docs/custody.md")


def test_the_movements_are_those_of_the_rules() -> None:
    table = PAGE.split("## From where to where")[1].split("## The safe")[0]
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", table, flags=re.MULTILINE)
    assert {place: frozenset(re.findall(r"`(\w+)`", onward)) for place, onward in rows} == dict(rules.MOVES)


def test_the_sum_has_the_lines_of_the_code() -> None:
    table = PAGE.split("## The sum of a day")[1]
    plus, minus, here = (
        re.search(rf"^\| {sign}.*$", table, flags=re.MULTILINE)[0] for sign in (r"\+", "−", "=")
    )
    assert frozenset(re.findall(r"`(\w+)`", plus)) == balance.PLUS
    assert frozenset(re.findall(r"`(\w+)`", minus)) == frozenset(balance.LINES) - balance.PLUS
    assert tuple(re.findall(r"`(\w+)`", here)) == rules.HERE


def test_every_fault_of_a_history_is_named_and_has_words() -> None:
    assert [code for code in FAULTS if f"`{code}`" not in PAGE] == []


@pytest.mark.parametrize("address", sorted(set(re.findall(r"`(/staff/documents/[\w/]*)", PAGE))))
def test_every_address_it_names_is_a_page(address: str) -> None:
    try:
        assert resolve(address).app_name == "staff"
    except Resolver404:
        pytest.fail(f"{address} leads nowhere", pytrace=False)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Z]+_[A-Z_]+)`", PAGE))))
def test_every_setting_it_names_exists(name: str) -> None:
    assert hasattr(settings, name)
