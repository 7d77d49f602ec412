"""One line of migrations per room, in order, without gaps or branches."""

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.house.tree import ROOT, rooms

WITH_MIGRATIONS = [room for room in rooms() if (ROOT / "servicepoint" / room / "migrations").exists()]


@pytest.mark.parametrize("room", WITH_MIGRATIONS)
def test_migrations_of_a_room_are_one_line(room):
    loader = MigrationLoader(None, ignore_no_migrations=True)
    names = sorted(name for app, name in loader.disk_migrations if app == room)
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert len(loader.graph.leaf_nodes(room)) == min(1, len(names))


def test_the_migrations_make_the_tables_that_the_models_describe():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):  # as the migrations were written: names of models in no language
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        missing = detector.changes(loader.graph)
    assert {app: [str(each.operations) for each in missing[app]] for app in missing} == {}
