"""A service point that sends letters."""

import pytest

from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """One counter, open on Tuesday and Thursday."""
    return make_world()
