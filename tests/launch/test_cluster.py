"""The local database: the machine's PostgreSQL and the one from the packages, for root and for others."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from launch.binaries import choose
from launch.cluster import Cluster
from launch.database import database, database_for_tests
from launch.environment import ROOT, LaunchError
from tests.launch.conftest import processes_with

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can start it as somebody else")
SLEEPER = "from pathlib import Path; from launch.cluster import Cluster; import sys, time\n"
SLEEPER += "with Cluster(Path(sys.argv[1])).running() as address: print(address, flush=True); time.sleep(60)"


def ask(address: str, question: str):
    with psycopg.connect(address, connect_timeout=5) as connection:
        return connection.execute(question).fetchone()[0]


def write(address: str) -> None:
    with psycopg.connect(address, connect_timeout=5) as connection:
        connection.execute("CREATE TABLE kept (line text)")


def user_of_the_cluster(data: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", SLEEPER, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_it_starts_serves_and_leaves_nothing_running(data, either_database):
    with database(data) as address:
        assert ask(address, "SELECT 1") == 1
        assert processes_with(str(data))
    assert processes_with(str(data)) == []


def test_what_was_written_is_there_after_a_restart(data):
    with database(data) as address:
        write(address)
    with database(data) as address:
        assert ask(address, "SELECT count(*) FROM kept") == 0


def test_the_role_of_the_site_is_no_superuser_and_listens_to_no_network(data):
    with database(data) as address:
        assert ask(address, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert ask(address, "SHOW listen_addresses") == ""


def test_without_the_password_nobody_gets_in(data):
    with database(data) as address:
        password = address.split(":")[2].split("@")[0]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            ask(address.replace(password, "guessed"), "SELECT 1")


def test_two_at_once_share_it_and_the_last_one_stops_it(data):
    with database(data) as address:
        other = user_of_the_cluster(data)
        assert other.stdout.readline().strip() == address
    assert ask(address, "SELECT 1") == 1
    other.send_signal(signal.SIGINT)
    other.wait(timeout=20)
    assert processes_with(str(data)) == []


def test_a_server_that_a_killed_program_left_running_is_found_again(data):
    killed = user_of_the_cluster(data)
    address = killed.stdout.readline().strip()
    killed.kill()
    killed.wait()
    assert ask(address, "SELECT 1") == 1
    with database(data) as found:
        assert found == address
    assert processes_with(str(data)) == []


def test_a_start_that_was_cut_off_is_done_over(data):
    half_made = data / "postgres" / "cluster"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("15\n")
    with database(data) as address:
        assert ask(address, "SELECT 1") == 1


def test_a_folder_too_deep_for_a_socket_still_works(data):
    deep = data / ("deep" * 15) / ("deeper" * 10)
    deep.mkdir(parents=True)
    with database(deep) as address:
        assert ask(address, "SELECT 1") == 1


def test_runs_of_the_tests_have_a_database_each(data):
    with database_for_tests(data) as one, database_for_tests(data) as other:
        assert one != other
        assert one.split("?")[1] == other.split("?")[1]


def test_the_cluster_for_tests_starts_empty_each_time(data):
    cluster = Cluster(data, name="tests", throwaway=True)
    for _ in range(2):
        with cluster.running() as address:
            write(address)


def test_a_given_address_is_used_as_it_is(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@somewhere/given?sslmode=require")
    with database(data) as address:
        assert address == "postgresql://somebody@somewhere/given?sslmode=require"
    with database_for_tests(data) as address:
        assert address.startswith("postgresql://somebody@somewhere/run_")
        assert address.endswith("?sslmode=require")
    assert not (data / "postgres").exists()


def test_the_embedded_one_is_used_when_the_machine_has_none(monkeypatch):
    monkeypatch.setattr("launch.binaries.DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    assert choose().embedded


def test_a_cluster_of_a_version_that_is_gone_is_explained():
    with pytest.raises(LaunchError, match="made by PostgreSQL 9, which is not here any more"):
        choose(made_by=9)


def test_no_postgresql_at_all_is_explained(monkeypatch):
    monkeypatch.setattr("launch.binaries.DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("LAUNCH_DATABASE", "machine")
    with pytest.raises(LaunchError, match="apt-get install postgresql"):
        choose()


@AS_ROOT
def test_below_a_folder_that_only_root_can_enter_it_runs_elsewhere(data, either_database):
    data.chmod(0o700)
    with database(data) as address:
        assert ask(address, "SELECT 1") == 1
        place = Path((data / "postgres.place").read_text())
        assert place.stat().st_mode & 0o777 == 0o700
    with database(data) as address:
        assert f"host={place}" in address
    shutil.rmtree(place)


@AS_ROOT
def test_somebody_who_is_not_root_can_start_it(either_database):
    """A child process gives its rights away for good, and starts a cluster in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="launch-") as folder:
        os.chown(folder, 65534, 65534)
        child = multiprocessing.get_context("fork").Process(target=_as_nobody, args=(Path(folder),))
        child.start()
        child.join(60)
        assert child.exitcode == 0
        assert (Path(folder) / "postgres" / "cluster" / "made").stat().st_uid == 65534


def _as_nobody(folder: Path) -> None:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    with Cluster(folder).running() as address:
        sys.exit(0 if ask(address, "SELECT 1") == 1 else 3)
