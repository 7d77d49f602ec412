import pytest

from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world(1)


@pytest.fixture
def two_counters(db: None) -> World:
    return make_world(2, name="tweebalie")
