"""The chain over the record: what tampering it shows, when whoever tampers has switched the triggers off."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from servicepoint.audit import linking
from servicepoint.audit.actions import record
from servicepoint.audit.chain import Head, Written, head_in, linked
from servicepoint.audit.models import Entry, Link
from servicepoint.kit.actor import SYSTEM
from tests.world import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def write(count=1, *, now=NOW):
    for number in range(count):
        record("appointments.held", actor=SYSTEM, subject=f"claim:{number}", now=now)


def tamper(statement, *values):
    """Change the record as somebody could who owns the tables."""
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(statement, values)
        for table in ("audit_entry", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only")


def entry_at(position):
    return Link.objects.get(position=position).entry_id


def found(kept=None):
    broken = linking.verify(kept).broken
    return broken and (broken.damage, broken.position, broken.entry_id)


@pytest.fixture
def five(db):
    """Five entries, linked, and an hour later two more."""
    write(5)
    linking.link_entries(NOW)
    write(2, now=LATER)
    linking.link_entries(LATER)


def test_a_record_that_nobody_touched_holds(five):
    verdict = linking.verify()
    assert (verdict.broken, verdict.head.position, verdict.waiting) == (None, 7, 0)


def test_what_is_not_linked_yet_is_counted_and_no_damage(five):
    write(3, now=LATER)
    assert (found(), linking.verify().waiting) == (None, 3)


def test_linking_again_changes_nothing(five):
    before = list(Link.objects.values_list("position", "digest"))
    assert linking.link_entries(LATER, search_all=True) == 0
    assert list(Link.objects.values_list("position", "digest")) == before


def test_more_than_one_batch_is_linked_in_one_go(db):
    Entry.objects.bulk_create(
        Entry(at=NOW, act="a.b", subject="c:1", actor_kind="system", facts={}) for _ in range(4_500)
    )
    assert linking.link_entries(NOW) == 4_500
    assert linking.verify().head.position == 4_500


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-11-23 08:00:00.000001+00"),
        ("act", "appointments.hel"),
        ("subject", "claim:2x"),
        ("actor_kind", "staff"),
        ("actor_name", "x"),
        ("facts", '{"count": 1}'),
    ],
)
def test_a_changed_entry_is_named_whichever_column_was_changed(five, column, value):
    entry_id = entry_at(3)
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, entry_id)
    assert found() == ("changed", 3, entry_id)


def test_letters_cannot_be_moved_from_one_column_to_the_next(five):
    entry_id = entry_at(3)
    tamper("UPDATE audit_entry SET act = act || 'c', subject = substr(subject, 2) WHERE id = %s", entry_id)
    assert found() == ("changed", 3, entry_id)


def test_a_removed_entry_is_named(five):
    entry_id = entry_at(2)
    tamper("DELETE FROM audit_entry WHERE id = %s", entry_id)
    assert found() == ("removed", 2, entry_id)


def test_an_entry_removed_with_its_link_leaves_a_gap(five):
    entry_id = entry_at(2)
    tamper("DELETE FROM audit_entry WHERE id = %s", entry_id)
    tamper("DELETE FROM audit_link WHERE position = 2")
    assert found() == ("link_missing", 2, None)


@pytest.mark.parametrize("is_linked", [False, True])
def test_an_entry_slipped_in_with_an_earlier_time_is_named_before_and_after_it_is_linked(five, is_linked):
    with connection.cursor() as cursor:  # no trigger refuses that
        cursor.execute(
            "INSERT INTO audit_entry (at, act, subject, actor_kind, actor_name, facts)"
            " VALUES (%s, 'appointments.cancelled', 'appointment:1', 'resident', '', '{}') RETURNING id",
            [NOW],
        )
        entry_id = cursor.fetchone()[0]
    if is_linked:
        linking.link_entries(LATER + timedelta(minutes=1))
    damage, _position, named = found()
    assert (damage, named) == ("inserted", entry_id)


def test_an_entry_that_committed_late_is_linked_late_and_no_damage(five):
    write(1, now=LATER - timedelta(minutes=5))
    linking.link_entries(LATER + timedelta(minutes=1))
    assert found() is None


def test_entries_that_changed_places_are_named(five):
    first, second = entry_at(2), entry_at(3)
    tamper("UPDATE audit_entry SET id = -id WHERE id IN (%s, %s)", first, second)
    tamper(
        "UPDATE audit_entry SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id < 0", -first, second, first
    )
    assert found() == ("changed", 2, first)


def test_links_that_changed_places_are_named(five):
    tamper("UPDATE audit_link SET position = position + 100 WHERE position IN (2, 3)")
    tamper("UPDATE audit_link SET position = 105 - position WHERE position > 100")
    damage, position, _entry = found()
    assert (damage, position) == ("link_broken", 2)


def test_a_chain_that_was_mended_behind_a_change_no_longer_meets_the_head_that_was_kept(five):
    kept = linking.head()
    tamper("UPDATE audit_entry SET act = 'appointments.released' WHERE id = %s", entry_at(3))
    tamper("DELETE FROM audit_link WHERE position > 2")
    linking.link_entries(LATER, search_all=True)
    assert found(kept) == ("link_broken", 7, entry_at(7))


def test_a_mended_digest_breaks_the_next_link(five):
    entry_id = entry_at(3)
    tamper("UPDATE audit_link SET digest = sha256('x') WHERE position = 3")
    assert found() == ("changed", 3, entry_id)
    tamper("UPDATE audit_link SET previous = sha256('x') WHERE position = 2")
    assert found() == ("link_broken", 2, entry_at(2))


def test_a_tail_cut_off_with_its_links_is_seen_by_the_head_that_was_kept_only(five):
    kept = linking.head()
    tamper("DELETE FROM audit_entry WHERE id >= %s", entry_at(6))
    tamper("DELETE FROM audit_link WHERE position >= 6")
    assert found() is None
    assert found(kept) == ("cut_off", 6, None)


@pytest.mark.parametrize("statement", ["UPDATE audit_link SET position = 9", "DELETE FROM audit_link"])
def test_the_database_refuses_to_change_the_chain(five, statement):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_to_empty_the_chain_where_the_trigger_is_on_as_the_migration_leaves_it(five):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_link ENABLE ALWAYS TRIGGER audit_link_no_truncate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE audit_link")


def test_the_same_parts_cut_elsewhere_have_another_digest():
    one = linked(Head(), [Written(1, NOW, ("ab", "c"))], NOW)[0]
    other = linked(Head(), [Written(1, NOW, ("a", "bc"))], NOW)[0]
    assert one.digest != other.digest


def command(*arguments):
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_head_that_it_takes_later(five):
    head = command().splitlines()[-1].partition(": ")[2]
    assert head_in(head).position == 7
    assert "7 entries linked" in command("--head", head)


def test_the_command_fails_and_names_the_entry(five):
    entry_id = entry_at(4)
    tamper("UPDATE audit_entry SET act = 'x' WHERE id = %s", entry_id)
    with pytest.raises(CommandError, match=rf"entry {entry_id} \(link 4\) was changed"):
        command()


@pytest.mark.parametrize("head", ["x", "3", "3:zz", "0:" + "00" * 32, "3:00"])
def test_the_command_refuses_what_is_no_head(db, head):
    with pytest.raises(CommandError, match="--head"):
        command("--head", head)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_entries_that_commit_in_any_order_while_others_link_are_all_linked_once():
    held_back, may_commit = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            write(1)
            held_back.set()
            may_commit.wait(10)
        connections.close_all()

    def busy():
        for _ in range(20):
            write(1)
            linking.link_entries(NOW)
        connections.close_all()

    threads = [threading.Thread(target=late), *(threading.Thread(target=busy) for _ in range(3))]
    threads[0].start()
    held_back.wait(10)
    for thread in threads[1:]:
        thread.start()
    for thread in threads[1:]:
        thread.join()
    linking.link_entries(NOW)
    assert (linking.verify().head.position, Entry.objects.count()) == (60, 60)
    may_commit.set()
    threads[0].join()
    linking.link_entries(NOW)
    assert (linking.verify().head.position, linking.verify().broken, linking.verify().waiting) == (
        61,
        None,
        0,
    )
