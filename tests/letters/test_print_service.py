"""A print service that speaks HTTP: well-behaved, slow of tongue, and wrong."""

from datetime import timedelta

import pytest

from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import actions, queries
from servicepoint.letters.errors import BatchNotFailed, BatchUnknown
from servicepoint.letters.models import Batch, Letter
from servicepoint.letters.printers import HttpPrinter
from servicepoint.letters.printers.answer import answer_from
from servicepoint.letters.rules import reference_of
from simulators.printer import faults
from tests.letters.composing import compose, wanted
from tests.world import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=20)


def states():
    return list(Letter.objects.order_by("id").values_list("state", flat=True))


def test_it_takes_batches_with_a_receipt(world, print_service):
    ids = wanted(world, 4, language="ar")
    assert actions.print_due(compose, now=NOW) == 4
    got = sorted(each for batch in print_service.received().values() for each in batch)
    assert got == sorted(map(reference_of, ids))


@pytest.mark.parametrize("form", ["one_file", "single_files"])
def test_what_it_took_without_saying_so_is_not_sent_again(world, print_service, settings, form):
    settings.PRINT_FORM = form
    wanted(world, 2)
    print_service.control(behaviour="forget")
    assert actions.print_due(compose, now=NOW) == 0
    assert states() == ["in_batch"] * 2
    print_service.control(behaviour="good")
    assert actions.print_due(compose, now=LATER) == 2
    assert [len(each) for each in print_service.received().values()] == [2]


def test_what_is_on_its_way_without_an_answer_is_not_withdrawn(world, print_service):
    wanted(world, 1)
    print_service.control(behaviour="forget")
    actions.print_due(compose, now=NOW)
    assert actions.withdraw("invitation:1", now=NOW, actor=SYSTEM) == 0


def test_one_that_is_busy_is_asked_again(world, print_service):
    wanted(world, 1)
    print_service.control(behaviour="fail")
    assert actions.print_due(compose, now=NOW) == 0
    assert Batch.objects.get().last_error == "status_503"
    print_service.control(behaviour="good")
    assert actions.print_due(compose, now=NOW + timedelta(seconds=30)) == 0  # not yet
    assert actions.print_due(compose, now=LATER) == 1


def test_one_that_refuses_is_left_to_people(world, print_service):
    wanted(world, 1)
    print_service.control(behaviour="refuse")
    actions.print_due(compose, now=NOW)
    batch = Batch.objects.get()
    assert (batch.state, batch.last_error) == ("failed", "status_422")
    print_service.control(behaviour="good")
    assert actions.print_due(compose, now=LATER) == 0
    actions.hand_over_again(batch.id, now=LATER, actor=SYSTEM)
    assert actions.print_due(compose, now=LATER) == 1


def test_a_wrong_token_is_no_reason_to_lose_letters(world, print_service, settings):
    settings.PRINT_TOKEN = "wrong"
    wanted(world, 1)
    assert actions.print_due(compose, now=NOW) == 0
    assert Batch.objects.get().last_error == "status_401"


def test_one_that_is_away_stops_the_round(world, settings):
    settings.PRINT_URL, settings.LETTERS_PER_BATCH = "http://127.0.0.1:1/batches", 1
    wanted(world, 3)
    assert actions.print_due(compose, now=NOW) == 0
    assert Batch.objects.count() == 1
    assert states() == ["in_batch", "waiting", "waiting"]


def test_what_it_says_of_batch_and_letters_is_noted(world, print_service):
    first, _second = wanted(world, 2)
    actions.print_due(compose, now=NOW)
    batch = str(Batch.objects.get().id)
    assert actions.poll_status(now=LATER) == 0
    print_service.control(batch=batch, state="printed", letters={reference_of(first): "failed"})
    assert actions.poll_status(now=LATER + timedelta(minutes=5)) == 0  # not its turn yet
    assert actions.poll_status(now=LATER + timedelta(minutes=20)) == 1
    assert states() == ["failed", "printed"]
    print_service.control(batch=batch, state="posted", letters={reference_of(first): "failed"})
    assert actions.poll_status(now=LATER + timedelta(minutes=40)) == 1
    assert states() == ["failed", "posted"]
    assert queries.batches(world.location_id)[0].posted_at is not None
    assert actions.poll_status(now=LATER + timedelta(hours=2)) == 0


def test_what_it_did_not_print_goes_with_a_new_batch_when_staff_say_so(world, print_service):
    wanted(world, 2)
    actions.print_due(compose, now=NOW)
    batch = Batch.objects.get()
    print_service.control(batch=str(batch.id), state="failed")
    assert actions.poll_status(now=LATER) == 1
    assert states() == ["failed"] * 2
    assert queries.batch(batch.id).last_error == "not_printed"
    actions.hand_over_again(batch.id, now=LATER, actor=SYSTEM)
    assert states() == ["waiting"] * 2
    assert actions.print_due(compose, now=LATER) == 2
    assert Batch.objects.count() == 2


def test_only_a_failed_batch_is_handed_over_again(world, print_service):
    wanted(world, 1)
    actions.print_due(compose, now=NOW)
    with pytest.raises(BatchNotFailed):
        actions.hand_over_again(Batch.objects.get().id, now=NOW, actor=SYSTEM)
    with pytest.raises(BatchUnknown):
        actions.hand_over_again("b9b9c2f0-6f0e-4c0e-9d6e-2f6d1f0f7a11", now=NOW, actor=SYSTEM)


def test_a_receipt_for_other_bytes_is_not_believed(print_service):
    printer = HttpPrinter(f"{print_service.address}/batches", "proef")
    name = "b9b9c2f0-6f0e-4c0e-9d6e-2f6d1f0f7a11"
    assert printer.put_file(name, "letters.pdf", b"no pdf").outcome == "refused"
    assert printer.put_manifest(name, b"{}").outcome == "refused"
    assert printer.receipt(name).outcome == "unknown"


@pytest.mark.parametrize(
    "receipt",
    [
        None,
        [],
        {},
        {"batch": "b"},
        {"batch": "c", "sha256": "x"},
        {"batch": "b", "sha256": "x", "state": "eaten"},
    ],
)
def test_an_answer_that_is_no_receipt_is_a_failure(receipt):
    assert answer_from("b", receipt).outcome == "failed"


def a_manifest(**changes):
    line = {"reference": "L1", "file": "a.pdf", "first_page": 1, "last_page": 2, "sheets": 1}
    content = {"batch": "b", "files": [{"name": "a.pdf", "sha256": "x"}], "letters": [line]}
    return content | changes


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"batch": "c"}, 1),
        ({"files": [{"name": "a.pdf", "sha256": "y"}]}, 1),
        ({"letters": [a_manifest()["letters"][0] | {"first_page": 2}]}, 1),
        ({"letters": [a_manifest()["letters"][0] | {"last_page": 9, "sheets": 5}]}, 1),
        ({"letters": a_manifest()["letters"] * 2}, 2),
    ],
)
def test_the_simulator_sees_what_does_not_fit(changes, count):
    assert len(list(faults("b", a_manifest(**changes), {"a.pdf": ("x", 4)}))) == count
