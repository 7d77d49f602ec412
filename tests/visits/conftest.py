import pytest

from tests.visits.hall import Hall, open_hall
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world(2)


@pytest.fixture
def hall(world: World) -> Hall:
    return open_hall(world)
