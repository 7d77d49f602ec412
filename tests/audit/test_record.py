import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from servicepoint.audit.actions import record, record_view
from servicepoint.audit.errors import FactRefused
from servicepoint.audit.models import Entry
from servicepoint.audit.queries import entries_for
from servicepoint.kit import clock
from servicepoint.kit.actor import RESIDENT, SYSTEM, Actor

pytestmark = pytest.mark.django_db
CLERK = Actor("staff", "testa.voorbeeld")


def _record(act="appointments.booked", subject="appointment:1", actor=RESIDENT, **facts):
    record(act, actor=actor, subject=subject, now=clock.now(), facts=facts)


def test_acts_of_one_subject_are_read_in_the_order_they_happened():
    _record("appointments.held")
    _record("appointments.booked", service="DOC", persons=2)
    _record("appointments.booked", subject="appointment:11")

    entries = entries_for("appointment:1")

    assert [entry.act for entry in entries] == ["appointments.held", "appointments.booked"]
    assert entries[1].facts == {"service": "DOC", "persons": 2}
    assert entries[1].actor == RESIDENT


def test_only_the_last_entries_are_read_when_there_are_many():
    for number in range(5):
        _record(attempt=number)

    assert [entry.facts["attempt"] for entry in entries_for("appointment:1", limit=2)] == [3, 4]


def test_recording_costs_one_insert(django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        _record(actor=SYSTEM)
    assert queries[0]["sql"].startswith("INSERT INTO audit_entry")


def test_a_view_of_personal_data_says_who_saw_whose_data_on_which_page():
    record_view("staff.day", actor=CLERK, subject="appointment:1", now=clock.now())

    (entry,) = entries_for("appointment:1")
    assert (entry.act, entry.actor, entry.facts) == ("personal_data.viewed", CLERK, {"page": "staff.day"})


def test_an_act_that_is_rolled_back_leaves_no_entry():
    with pytest.raises(FactRefused), transaction.atomic():
        _record()
        _record(name="anything")
    assert not entries_for("appointment:1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'appointments.cancelled'",
        "UPDATE audit_entry SET act = act WHERE false",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(statement):
    _record()
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.filter(act="appointments.booked").count() == 1


def test_who_may_switch_triggers_off_is_refused_too_and_who_may_not_cannot():
    _record()
    refusal = "append-only|permission denied to set parameter"  # a superuser gets past the second
    with (
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL session_replication_role = replica; DELETE FROM audit_entry")
    assert Entry.objects.filter(act="appointments.booked").count() == 1


def test_the_database_refuses_to_truncate_where_the_trigger_is_on_as_the_migration_leaves_it():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_no_truncate")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE audit_entry")


def test_the_database_refuses_facts_that_are_too_long_whoever_writes_them():
    with pytest.raises(IntegrityError, match="audit_entry_facts_small"), transaction.atomic():
        Entry.objects.create(
            at=clock.now(), act="a.b", subject="c:1", actor_kind="system", facts=["x" * 4000]
        )
