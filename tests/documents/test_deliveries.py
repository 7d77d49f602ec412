"""A delivery file: received once, read in portions, good rows kept or nothing at all."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.documents.actions import bulk, receiving
from servicepoint.documents.actions import reading as reader
from servicepoint.documents.actions.receiving import Sent
from servicepoint.documents.deliveries import reading
from servicepoint.documents.errors import DeliveryRefused
from servicepoint.documents.models import Delivery, Document, Stay
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from tests.documents.files import DESK, SENDER, csv_of, fields, number_of, received
from tests.documents.shelf import KEEPER, OFFICE
from tests.world import NOW, World

COUNTS = ("added", "updated", "unchanged", "refused")


@pytest.fixture
def jobs(db: None) -> Callable[[], list[ProcrastinateJob]]:
    """Return the jobs that came since the test began; real workers of other tests may have left some."""
    before = set(ProcrastinateJob.objects.values_list("id", flat=True))
    return lambda: [each for each in ProcrastinateJob.objects.order_by("id") if each.id not in before]


@pytest.fixture(autouse=True)
def monday_morning():
    with clock.frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    """Read three rows at a time."""
    monkeypatch.setattr(reading, "PORTION_ROWS", 3)


def counts(delivery_id: UUID) -> tuple[int, ...]:
    view = queries.delivery(delivery_id)
    return tuple(getattr(view, name) for name in COUNTS)


def faults(delivery_id: UUID) -> list[tuple[int, str, str]]:
    return [(each.line, each.field, each.code) for each in queries.faults(delivery_id)]


def read_file(world: World, rows, **more) -> UUID:
    delivery_id = received(world, csv_of(rows), **more)
    actions.read(delivery_id)
    return delivery_id


def test_good_rows_are_announced_with_a_stay_and_an_entry_each(world):
    heard = []
    delivery_id = received(world, csv_of(fields(number) for number in range(1, 8)))
    actions.read(delivery_id, told=heard.append)
    assert heard == [0, 3, 6, 7]
    assert counts(delivery_id) == (7, 0, 0, 0)
    assert Stay.objects.filter(place="announced", ended_at=None).count() == 7
    entries = Entry.objects.filter(act="documents.delivered")
    assert {each.subject for each in entries} == {f"document:{each.id}" for each in Document.objects.all()}
    assert {(each.actor_kind, each.actor_name) for each in entries} == {("staff", SENDER.name)}
    assert queries.places_of_delivery(delivery_id) == {"announced": 7}


def test_what_is_kept_is_what_the_row_says(world):
    read_file(world, [fields(1, place="DH", replaces="VAAAAAAAA")])
    document = Document.objects.get()
    assert (document.number, document.v_number, document.elsewhere) == (number_of(1), "0000000001", "DH")
    assert document.address["street"] == "Voorbeeldstraat 1"
    assert document.household_digest is not None
    assert document.location_id == world.location_id


def test_bad_rows_are_told_by_line_field_and_code_and_good_ones_are_kept(world):
    rows = [fields(1), fields(2, kind="?", v_number="1"), fields(3), fields(3), fields(4)]
    delivery_id = read_file(world, rows)
    assert counts(delivery_id) == (3, 0, 0, 2)
    assert faults(delivery_id) == [
        (3, "kind", "kind_unknown"),
        (3, "v_number", "v_number_wrong"),
        (5, "document_number", "number_twice"),
    ]
    assert queries.delivery(delivery_id).state == "done"


def test_all_or_nothing_keeps_nothing_when_one_row_is_bad(world):
    rows = [fields(number) for number in range(1, 6)] + [fields(6, kind="?")]
    delivery_id = read_file(world, rows, all_or_nothing=True)
    assert Document.objects.count() == 0
    assert queries.delivery(delivery_id).state == "refused"
    assert counts(delivery_id) == (0, 0, 0, 1)
    assert faults(delivery_id) == [(7, "kind", "kind_unknown")]


def test_all_or_nothing_keeps_all_when_every_row_is_good(world):
    delivery_id = read_file(world, [fields(number) for number in range(1, 6)], all_or_nothing=True)
    assert counts(delivery_id) == (5, 0, 0, 0)
    assert Document.objects.filter(delivery_id=delivery_id).count() == 5


def test_a_number_of_another_person_is_a_fault_of_each_field_that_differs(world):
    read_file(world, [fields(1)])
    changed = fields(1, birth_date="1991-01-01", kind="II", email="")
    for all_or_nothing in (False, True):
        rows = [changed, fields(2 + all_or_nothing)]
        delivery_id = read_file(world, rows, all_or_nothing=all_or_nothing)
        found = faults(delivery_id)
        assert sorted(found) == [
            (2, "birth_date", "document_differs"),
            (2, "kind", "document_differs"),
        ]
    assert Document.objects.get(number=number_of(1)).email == "testa@example.org"
    assert Document.objects.count() == 2  # 1 and 2; the second file kept nothing


def test_the_same_file_again_is_the_same_delivery_and_changes_nothing(world):
    content = csv_of(fields(number) for number in range(1, 5))
    first = received(world, content)
    actions.read(first)
    before = Entry.objects.count()
    assert received(world, content, all_or_nothing=True) == first
    assert received(world, b"\xef\xbb\xbf" + content) == first
    actions.read(first)
    assert Entry.objects.count() == before
    assert Document.objects.count() == 4


def test_the_same_rows_in_another_file_are_unchanged_and_new_contact_details_are_taken(world):
    read_file(world, [fields(number) for number in range(1, 5)])
    moved = fields(2, street="Voorbeeldstraat 2", language="nl")
    delivery_id = read_file(world, [fields(1), moved, fields(5)])
    assert counts(delivery_id) == (1, 1, 1, 0)
    assert Document.objects.get(number=number_of(2)).address["street"] == "Voorbeeldstraat 2"
    entry = Entry.objects.get(act="documents.updated")
    assert entry.facts == {"fields": ["language", "address"]}


def test_a_refused_file_may_be_sent_again(world):
    content = csv_of([fields(1, kind="?")])
    first = received(world, content, all_or_nothing=True)
    actions.read(first)
    second = received(world, content)
    assert second != first
    actions.read(second)
    assert counts(second) == (0, 0, 0, 1)


def test_a_wrong_first_line_refuses_the_file_at_once(world, jobs):
    delivery_id = received(world, csv_of([fields(1)], names=["document_number", "Testa"]))
    view = queries.delivery(delivery_id)
    assert (view.state, view.refused) == ("refused", 1)
    assert (1, "column_2", "column_unknown") in faults(delivery_id)
    assert not jobs()


def test_the_database_itself_refuses_a_second_delivery_of_one_content(world):
    delivery = Delivery.objects.get(id=received(world, csv_of([fields(1)])))
    delivery.id = UUID(int=1)
    with pytest.raises(IntegrityError, match="one_delivery_per_content"), transaction.atomic():
        delivery.save(force_insert=True)


def test_the_job_is_queued_with_the_file_and_the_content_is_sealed_until_it_is_read(world, jobs):
    delivery_id = received(world, csv_of([fields(1)]))
    (job,) = jobs()
    assert (job.task_name, job.args) == ("documents.read_delivery", {"delivery_id": str(delivery_id)})
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT content FROM documents_delivery")
        assert b"Voorbeeld" not in bytes(cursor.fetchone()[0])
    actions.read(delivery_id)
    assert Delivery.objects.get().content is None


# --- workers that die or meet ----------------------------------------------------------------------------


class Killed(BaseException):
    """The worker is gone in the middle."""


def kill_after(monkeypatch, portions: int) -> None:
    """Let the worker die while it writes the portion after so many."""
    left, write = [portions], receiving.write_checked

    def dying(*args, **more):
        if not left[0]:
            write(*args, **more)
            raise Killed
        left[0] -= 1
        return write(*args, **more)

    monkeypatch.setattr(reader, "write_checked", dying)


@pytest.mark.parametrize(("all_or_nothing", "kept"), [(False, 6), (True, 0)])
def test_a_killed_worker_is_followed_by_another_and_nothing_is_doubled(
    world, monkeypatch, all_or_nothing, kept
):
    rows = [fields(number) for number in range(1, 11)]
    if not all_or_nothing:
        rows[1] = fields(2, kind="?")
    delivery_id = received(world, csv_of(rows), all_or_nothing=all_or_nothing)
    with monkeypatch.context() as dying:
        kill_after(dying, 2)
        with pytest.raises(Killed):
            actions.read(delivery_id)
    bad = 0 if all_or_nothing else 1
    assert Document.objects.count() == max(kept - bad, 0)
    actions.read(delivery_id)  # the claim of the dead one still stands
    assert queries.delivery(delivery_id).state == "reading"
    with clock.frozen(NOW + reader.CLAIM):
        actions.read(delivery_id)
    assert counts(delivery_id) == (10 - bad, 0, 0, bad)
    assert len(faults(delivery_id)) == bad
    assert Entry.objects.filter(act="documents.delivered").count() == 10 - bad
    assert Entry.objects.filter(act="documents.delivery_read").count() == 1


@pytest.mark.parametrize("all_or_nothing", [False, True])
def test_a_worker_that_was_overtaken_stops_and_nothing_is_doubled(world, all_or_nothing):
    delivery_id = received(world, csv_of([fields(1), fields(2)]), all_or_nothing=all_or_nothing)
    once = [True]

    def sleeps(_rows):
        if once and once.pop():  # meanwhile another one reads all of it
            with clock.frozen(NOW + reader.CLAIM * 2):
                actions.read(delivery_id)

    actions.read(delivery_id, told=sleeps)
    assert counts(delivery_id) == (2, 0, 0, 0)
    assert Entry.objects.filter(act="documents.delivered").count() == 2
    assert Entry.objects.filter(act="documents.delivery_read").count() == 1


def test_a_delivery_that_no_worker_took_is_queued_again(world, jobs):
    received(world, csv_of([fields(1)]))
    assert actions.queue_unread(NOW) == 0
    assert len(jobs()) == 1
    assert actions.queue_unread(NOW + timedelta(minutes=1)) == 1
    assert len(jobs()) == 2


def test_a_number_that_another_takes_down_meanwhile_is_looked_at_again(world, monkeypatch):
    read_file(world, [fields(1)])
    known, blind = bulk._known, [True]
    monkeypatch.setattr(bulk, "_known", lambda rows: {} if blind and blind.pop() else known(rows))
    assert counts(read_file(world, [fields(1), fields(2)])) == (1, 0, 1, 0)
    assert Document.objects.count() == 2


# --- what was promised and where it is -------------------------------------------------------------------


def test_what_was_promised_is_compared_with_what_the_safe_holds(world):
    rows = [fields(1), fields(2), fields(3), fields(4, place="DH")]
    delivery_id = read_file(world, rows)
    actions.put_in(number_of(1), location_id=world.location_id, spot=Spot("A", 1), now=NOW, actor=KEEPER)
    courier = Document.objects.get(number=number_of(2))
    actions.switch_to_courier(courier.id, now=NOW, actor=OFFICE)
    expected = {"in_safe": 1, "announced": 1, "elsewhere": 1, "courier": 1}
    assert queries.places_of_delivery(delivery_id) == expected
    assert [each.number for each in queries.not_here_yet(delivery_id, count_max=9)] == [number_of(3)]


# --- in a call ------------------------------------------------------------------------------------------


def taken(world, *rows, all_or_nothing=False):
    sent = Sent(world.location_id, DESK, all_or_nothing=all_or_nothing)
    return actions.take_call(rows, sent, now=NOW, actor=OFFICE)


def test_a_call_says_what_became_of_each_document(world):
    items = taken(world, fields(1), fields(2, kind="?"), fields(1))
    assert [(each.result, each.faults) for each in items] == [
        ("added", {}),
        ("refused", {"kind": "kind_unknown"}),
        ("refused", {"document_number": "number_twice"}),
    ]
    (view,) = queries.deliveries(world.location_id, count_max=9)
    assert (view.source, view.state, view.added, view.refused) == ("call", "done", 1, 2)


def test_a_call_again_is_one_delivery_and_changes_nothing(world):
    taken(world, fields(1))
    assert [each.result for each in taken(world, fields(1))] == ["unchanged"]
    assert len(queries.deliveries(world.location_id, count_max=9)) == 1


def test_a_call_for_all_or_nothing_keeps_nothing(world):
    with pytest.raises(DeliveryRefused) as refused:
        taken(world, fields(1), fields(2, kind="?"), all_or_nothing=True)
    assert refused.value.faults == ({}, {"kind": "kind_unknown"})
    assert not Document.objects.exists()
    assert not Delivery.objects.exists()
