"""One line of migrations per room, in order, without gaps or branches."""

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.house.tree import ROOT, rooms

WITH_MIGRATIONS = [room for room in rooms() if (ROOT / "servicepoint" / room / "migrations").exists()]


@pytest.mark.parametrize("room", WITH_MIGRATIONS)
def test_migrations_of_a_room_are_one_line(room):
    loader = MigrationLoader(None, ignore_no_migrations=True)
    names = sorted(name for app, name in loader.disk_migrations if app == room)
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert len(loader.graph.leaf_nodes(room)) == min(1, len(names))
