"""docs/privacy.md names every column of every table that people's data passes through."""

import re

import pytest
from django.apps import apps
from django.conf import settings

from tests.house.tree import text

PAGE = text("docs/privacy.md")
ROOMS_WITH_PEOPLE = (
    *("appointments", "documents", "visits", "biometrics"),
    *("notifications", "limits", "audit", "accounts"),
)
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \|", flags=re.MULTILINE)


def _named() -> set[tuple[str, str]]:
    return {
        (table, column) for table, columns in ROW.findall(PAGE) for column in re.findall(r"`(\w+)`", columns)
    }


def _existing() -> set[tuple[str, str]]:
    models = (model for room in ROOMS_WITH_PEOPLE for model in apps.get_app_config(room).get_models())
    return {(model._meta.db_table, field.column) for model in models for field in model._meta.concrete_fields}


def test_every_column_is_named_and_no_column_that_is_gone() -> None:
    assert _named() == _existing()


def test_no_column_belongs_to_a_person_and_to_nobody() -> None:
    personal, nobody = PAGE.split("## What belongs to nobody")
    assert not set(ROW.findall(personal)) & set(ROW.findall(nobody))
    rows = [(table, column) for table, columns in ROW.findall(PAGE) for column in columns.split()]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Z_]+)`", PAGE))))
def test_every_setting_it_names_exists(name: str) -> None:
    assert hasattr(settings, name)
