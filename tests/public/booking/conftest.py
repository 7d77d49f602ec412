"""A visitor at the real service point, on a Monday morning."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from servicepoint.kit import clock
from servicepoint.kit.period import minutes_after
from tests.documents.shelf import lies_ready
from tests.public.booking.walk import NOW, Visitor


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture(scope="module")
def content_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real content for all tests of a module: loading it takes longer than most of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def real_content(content_once: None, db: None) -> None:
    """The service point as it really is."""


@pytest.fixture(autouse=True)
def documents_lie_ready(real_content: None) -> None:
    """A document lies ready for everybody whom `walk.details` makes."""
    lies_ready(*(f"123456789{number}" for number in range(10)))


@pytest.fixture
def visitor(real_content: None) -> Visitor:
    """Someone who books in English."""
    return Visitor()


@pytest.fixture
def stranger(real_content: None) -> Visitor:
    """Someone else, in another browser."""
    return Visitor()


@pytest.fixture
def minutes_later() -> Iterator[Callable[[int], None]]:
    """Let time pass: `minutes_later(11)` counts from the start of the test."""
    frozen = []

    def pass_by(minutes: int) -> None:
        moment = clock.frozen(minutes_after(NOW, minutes))
        moment.__enter__()
        frozen.append(moment)

    yield pass_by
    for moment in reversed(frozen):
        moment.__exit__(None, None, None)
