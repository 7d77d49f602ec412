"""A service point with a safe, and documents that came in long enough ago for letters to be written."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from servicepoint.collection import actions
from tests.documents.shelf import KEEPER, in_safe
from tests.world import NOW, World, make_world

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    """One counter, open on Tuesday and Thursday."""
    return make_world()


@pytest.fixture
def called_in(world: World) -> Callable[..., int]:
    """Put these documents into the safe and invite their owners; return how many letters that made."""

    def put(*numbers: int, **changes: object) -> int:
        for number in numbers:
            in_safe(world, number, now=YESTERDAY, **changes)
        return actions.call_in(world.location_id, now=NOW, actor=KEEPER)

    return put
