"""An ordinary Monday morning at a small service point, for what went wrong elsewhere."""

from collections.abc import Iterator

import pytest

from servicepoint.kit import clock
from tests.world import NOW, World, make_world


@pytest.fixture
def monday_morning() -> Iterator[None]:
    """Freeze the clock; not for tests that talk to a real server, whose clock nobody freezes."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def world(db: None, monday_morning: None) -> World:
    """One counter, open on Tuesday and Thursday."""
    return make_world(1)
