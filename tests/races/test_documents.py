"""What happens when two people want the same document, or the same place of the safe, at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection

from servicepoint.documents import actions
from servicepoint.documents.actions import giving, moving
from servicepoint.documents.errors import DocumentRefused, MoveNotPossible
from servicepoint.documents.models import Document, HandOver, Stay
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from tests.documents.shelf import KEEPER, PROOF, delivered, in_safe, row
from tests.races.conftest import at_once
from tests.world import NOW, World, make_world

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("enough_connections")]

TODAY = clock.dutch_day(NOW)
RIVALS = 12


def _or_refusal(act):
    def tried() -> object:
        try:
            return act()
        except (DocumentRefused, Stay.MultipleObjectsReturned) as refusal:
            return refusal

    return tried


def _fetch(document_id: int, counter: int):
    act = partial(
        actions.fetch,
        document_id,
        reference=f"visit:{counter}/1",
        day=TODAY,
        now=NOW,
        actor=Actor("staff", f"assistant-{counter}"),
    )
    return _or_refusal(act)


@contextmanager
def _without_lock_and_constraints(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let movements run beside each other with nothing below: the control that shows the race is real."""

    def unlocked(document_id: int) -> Document:
        return Document.objects.get(id=document_id)

    for module in (moving, giving):
        monkeypatch.setattr(module, "locked", unlocked)
    names = ("one_place_per_document", "one_stay_per_number", "one_document_per_position_of_the_safe")
    known = [each for each in Stay._meta.constraints if each.name in names]
    with connection.schema_editor() as editor:
        for constraint in known:
            editor.remove_constraint(Stay, constraint)
    try:
        yield
    finally:
        Stay.objects.all().delete()
        with connection.schema_editor() as editor:
            for constraint in known:
                editor.add_constraint(Stay, constraint)


def test_of_twelve_assistants_who_take_the_same_document_one_has_it() -> None:
    document_id = in_safe(make_world())
    answers = at_once([_fetch(document_id, counter) for counter in range(RIVALS)])
    assert [type(each) for each in answers if each is not None] == [MoveNotPossible] * (RIVALS - 1)
    assert Stay.objects.filter(document_id=document_id, place="at_counter").count() == 1


def test_control_without_lock_and_constraints_several_have_it(monkeypatch) -> None:
    document_id = in_safe(make_world())
    with _without_lock_and_constraints(monkeypatch):
        at_once([_fetch(document_id, counter) for counter in range(RIVALS)])
        assert Stay.objects.filter(document_id=document_id, place="at_counter").count() > 1


def test_of_two_counters_that_hand_over_the_same_document_one_does() -> None:
    document_id = in_safe(make_world())
    actions.fetch(document_id, reference="visit:1/1", day=TODAY, now=NOW, actor=KEEPER)
    give = [
        _or_refusal(
            partial(
                actions.give,
                document_id,
                proof=PROOF,
                reference=f"visit:{counter}/1",
                now=NOW,
                actor=Actor("staff", f"assistant-{counter}"),
            )
        )
        for counter in (1, 2, 1, 2)
    ]
    answers = at_once(give)
    assert HandOver.objects.get().reference == "visit:1/1"
    assert sum(each is None for each in answers) == 1
    assert Stay.objects.filter(document_id=document_id, place="handed_over").count() == 1


def _put(world: World, number: int):
    act = partial(
        actions.put_in,
        row(number).number,
        location_id=world.location_id,
        spot=Spot("A"),
        now=NOW,
        actor=Actor("staff", f"assistant-{number}"),
    )
    return _or_refusal(act)


def test_twelve_assistants_fill_one_drawer_and_each_document_has_a_place_of_its_own() -> None:
    world = make_world()
    for number in range(RIVALS):
        delivered(world, number)
    answers = at_once([_put(world, number) for number in range(RIVALS)])
    assert sorted(each.spot.position for each in answers) == list(range(1, RIVALS + 1))


def test_two_who_scan_for_one_count_count_a_document_once() -> None:
    world = make_world()
    in_safe(world, 1)
    take_id = actions.start_stock_take(world.location_id, now=NOW, actor=KEEPER)
    scan = partial(actions.scan_stock, take_id, row(1).number, spot=Spot("A"), now=NOW, actor=KEEPER)
    answers = at_once([scan] * 6)
    assert sorted(answers) == [("here", False)] * 5 + [("here", True)]
