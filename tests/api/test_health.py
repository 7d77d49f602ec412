import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg_pool import ConnectionPool

from servicepoint.api.health import Asker, migrations_expected

SECONDS_MAX = 2.0


class Gate:
    """A door between us and the database: shut, nobody answers; frozen, nothing comes through."""

    def __init__(self, host, port):
        self._target = (host, port)
        self._open = threading.Event()
        self._open.set()
        self._sockets = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self):
        self._open.clear()

    def thaw(self):
        self._open.set()

    def shut(self):
        for one in (self._server, *self._sockets):
            with closing(one):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self):
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = self._dial()
            self._sockets += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _dial(self):
        folder, port = self._target
        if not folder.startswith("/"):
            return socket.create_connection(self._target)
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{folder}/.s.PGSQL.{port}")
        return far

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                self._open.wait()
                sink.sendall(data)
        except OSError:
            return


@contextmanager
def pool_through_gate():
    """A pool such as Django's, whose every connection goes through a gate we can shut."""
    params = connection.get_connection_params()
    gate = Gate(params["host"], int(params.get("port") or 5432))
    kwargs = {name: params[name] for name in ("dbname", "user", "password") if params.get(name)}
    kwargs |= {"host": "127.0.0.1", "port": gate.port, "autocommit": True}
    pool = ConnectionPool(
        kwargs=kwargs, min_size=1, max_size=2, open=False, check=ConnectionPool.check_connection
    )
    try:
        yield pool, gate
    finally:
        gate.thaw()
        pool.close(timeout=1)


def _timed(call):
    started = time.perf_counter()
    return call(), time.perf_counter() - started


@pytest.mark.django_db(transaction=True)
class TestTheSite:
    def test_it_is_well_when_the_database_answers_and_is_up_to_date(self, client):
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (200, b'{"status":"ok"}')
        assert response["Cache-Control"] == "no-store"

    def test_it_is_not_well_while_a_migration_is_missing(self, client):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' RETURNING app, name, applied")
            rows = cursor.fetchall()
        try:
            response = client.get("/healthz")
        finally:
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", rows
                )
        assert (response.status_code, response.json()["reason"]) == (503, "migrations_missing")

    def test_it_is_asked_by_reading_only(self, client):
        assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(transaction=True)
class TestTheDatabaseGoesAway:
    def test_a_database_that_was_there_and_stopped_is_reported_in_time_and_so_is_its_return(self):
        with pool_through_gate() as (pool, gate):
            asker = Asker()
            assert asker.trouble(pool) is None
            gate.shut()
            reason, seconds = _timed(lambda: asker.trouble(pool))
        assert reason == "database_unreachable"
        assert seconds < SECONDS_MAX

    def test_a_database_that_hangs_is_reported_in_time_and_is_well_again_afterwards(self):
        with pool_through_gate() as (pool, gate):
            asker = Asker()
            assert asker.trouble(pool) is None
            gate.freeze()
            for _ in range(2):  # the second check finds the first one still waiting
                reason, seconds = _timed(lambda: asker.trouble(pool))
                assert reason == "database_slow"
                assert seconds < SECONDS_MAX
            gate.thaw()
            assert asker.trouble(pool) is None


def test_a_site_started_without_its_database_says_so_in_time():
    """A process of its own, with an address where nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    program = (
        "import json, time, config.wsgi; from django.test import Client; client = Client();"
        "started = time.perf_counter(); answer = client.get('/healthz');"
        "print(json.dumps([answer.status_code, answer.json(), time.perf_counter() - started]))"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{port}/nothing",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    status, answer, seconds = json.loads(done.stdout)
    assert (status, answer) == (503, {"status": "unavailable", "reason": "database_unreachable"})
    assert seconds < SECONDS_MAX


def test_the_migrations_expected_are_those_that_django_would_apply():
    assert migrations_expected() == set(MigrationLoader(None).disk_migrations)
