import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from servicepoint.appointments.models import Appointment
from servicepoint.appointments.together import insert, sent_together
from tests.world import NOW, World


@pytest.fixture
def notes(db: None) -> None:
    _write("CREATE TEMPORARY TABLE notes (id serial, said text UNIQUE) ON COMMIT DROP")


def _write(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _say(said: str) -> None:
    _write("INSERT INTO notes (said) VALUES (%s)", said)


def _said() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM notes ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_writes_arrive_in_order_and_in_one_message(notes) -> None:
    sent = []

    def watch(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        with sent_together():
            for said in ("first", "it's 100 %s; 'quoted'", "last"):
                _say(said)
        assert sent[-1].count("INSERT") == 3
    assert _said() == ["first", "it's 100 %s; 'quoted'", "last"]


def test_a_question_in_between_sees_what_was_written_before_it(notes) -> None:
    with sent_together():
        _say("before")
        assert _said() == ["before"]
        _say("after")
    assert _said() == ["before", "after"]


def test_when_one_write_fails_none_is_carried_out(notes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), sent_together():
        _say("new")
        _say("twice")
        _say("twice")
    assert _said() == []


def test_when_the_block_fails_nothing_is_sent(notes) -> None:
    with pytest.raises(ZeroDivisionError), sent_together():
        _say("never")
        raise ZeroDivisionError
    assert _said() == []


def test_the_answer_of_a_write_cannot_be_read_in_the_block(notes) -> None:
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        sent_together(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO notes (said) VALUES (%s) RETURNING id", ["x"])
        cursor.fetchone()


def test_a_row_inserted_plainly_is_the_row_the_orm_reads(world: World) -> None:
    row = Appointment(
        location_id=world.location_id,
        code="PLAIN1",
        key_digest=b"\x00" * 32,
        starts_at=NOW,
        ends_at=NOW.replace(hour=9),
        language="en",
        needs={"interpreter": "Arabic", "infant": True},
        booked_at=NOW,
    )
    _write(*_flat(insert([row])))
    read = Appointment.objects.get(code="PLAIN1")
    names = [field.attname for field in Appointment._meta.concrete_fields if field.attname != "id"]
    assert {name: _plain(read, name) for name in names} == {name: _plain(row, name) for name in names}


def _flat(statement: tuple[str, list[object]]) -> tuple[object, ...]:
    return (statement[0], *statement[1])


def _plain(row: Appointment, name: str) -> object:
    value = getattr(row, name)
    return bytes(value) if isinstance(value, memoryview) else value
