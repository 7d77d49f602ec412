"""The database goes away in the middle of a booking: a page says so, nothing is lost or done twice."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread

import psycopg
import pytest
from django.db import connection

from servicepoint.appointments.models import Appointment, Claim
from servicepoint.notifications.models import Message
from tests.notifications.test_worker import database_of_the_tests
from tests.traps.real_server import Caller, wait_until
from tests.traps.test_real_server import nine, quiet_days, ready_to_book, server, somebody

__all__ = ["quiet_days", "server"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CONNECTIONS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
END = f"SELECT pg_terminate_backend(pid) FROM ({CONNECTIONS}) AS others"


@contextmanager
def beside_the_database() -> Iterator[tuple[psycopg.Connection, str]]:
    """Yield a connection to another database of the same server, and the name of the tests' own."""
    name = connection.settings_dict["NAME"]
    address = database_of_the_tests().replace(f"/{name}", "/postgres")
    with psycopg.connect(address, autocommit=True) as beside:
        yield beside, str(name)


@contextmanager
def database_away() -> Iterator[None]:
    """End every connection to the database of the tests and let nobody in."""
    connection.close()
    connection.close_pool()  # our own pool would go on trying, ever more slowly, long after the return
    with beside_the_database() as (beside, name):
        beside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            beside.execute(END, [name])
            yield
        finally:
            beside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def is_well(port: int) -> bool:
    return Caller(port).get("/healthz").status == 200


def test_whoever_books_meanwhile_reads_a_reference_and_goes_on_where_they_were(
    server: int, quiet_days: list[date]
) -> None:
    caller = Caller(server)
    caller.begin()
    caller.send("times", starts_at=nine(quiet_days[0]))
    caller.send("person/1", **somebody(1))
    contact = {"email": "testa@example.org", "phone": "", "language": "en"}
    with database_away():
        started = time.monotonic()
        answer = caller.send("contact", **contact)
        assert answer.status in (500, 503)
        assert time.monotonic() - started < 20
        assert answer.reference and answer.reference in answer.text
        assert Caller(server).get("/healthz").status == 503
        assert "Traceback" not in answer.text
    wait_until(lambda: is_well(server))
    assert caller.send("contact", **contact).status == 303
    caller.send("needs")
    assert "Voorbeeld-1" in caller.see("review").text
    assert caller.send("review").status == 303
    assert (Appointment.objects.count(), Claim.objects.count()) == (1, 1)


def test_connections_cut_again_and_again_while_the_last_button_is_pressed_make_one_appointment(
    server: int, quiet_days: list[date]
) -> None:
    caller = ready_to_book(server, nine(quiet_days[0]), 1)
    connection.close()

    def cut() -> None:
        with beside_the_database() as (beside, name):
            for _ in range(60):
                beside.execute(END, [name])
                time.sleep(0.02)

    cutter = Thread(target=cut)
    cutter.start()
    seen = [caller.send("review").status for _ in range(8)]
    cutter.join()
    assert set(seen) <= {303, 500, 503}
    wait_until(lambda: is_well(server))
    assert caller.send("review").status == 303
    assert "Your appointment" in caller.see("booked").text
    assert (Appointment.objects.count(), Claim.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="confirmed").count() == 1
