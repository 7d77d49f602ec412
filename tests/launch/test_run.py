"""`make run` for real: it answers, it stops, it leaves nothing, and it says what is wrong."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress

import pytest

from launch.environment import ROOT
from launch.run import demonstration, web, with_letters
from tests.launch.conftest import processes_with

START_SECONDS_MAX = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(port: int, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "launch.run"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def status_of(address: str) -> int | None:
    try:
        return urllib.request.urlopen(address, timeout=5).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def wait_for(address: str, running: subprocess.Popen) -> int | None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and running.poll() is None:
        if status := status_of(address):
            return status
        time.sleep(0.3)
    return None


@pytest.fixture
def site(data):
    """The running service point, and its port; stopped after the test if the test did not."""
    port = free_port()
    running = start(port)
    try:
        yield running, port
    finally:
        running.terminate()
        sys.stdout.write(running.communicate(timeout=60)[0] or "")  # pytest shows it when the test failed


def test_it_answers_and_stops_on_ctrl_c_without_leaving_a_process(site, data):
    running, port = site
    assert wait_for(f"http://127.0.0.1:{port}/healthz", running) == 200
    assert status_of(f"http://127.0.0.1:{port}/nl/") == 200
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=60) == 0
    assert processes_with(str(data)) == []


def test_when_a_part_dies_all_of_it_stops_and_says_so(site, data):
    running, port = site
    assert wait_for(f"http://127.0.0.1:{port}/healthz", running) == 200
    worker = next(pid for pid in processes_with("procrastinate\0worker") if pid in processes_with(str(data)))
    os.kill(worker, signal.SIGKILL)
    said = running.communicate(timeout=60)[0]
    assert running.returncode == 1
    assert "The worker program ended by itself" in said
    assert processes_with(str(data)) == []


def test_when_it_is_killed_its_programs_end_and_the_next_start_works(site, data):
    running, port = site
    assert wait_for(f"http://127.0.0.1:{port}/healthz", running) == 200
    running.kill()
    running.wait()
    wait_until_free(port)
    again = start(port)
    assert wait_for(f"http://127.0.0.1:{port}/healthz", again) == 200
    again.terminate()
    said = again.communicate(timeout=60)[0]
    assert again.returncode == 0, said
    assert processes_with(str(data)) == []


def is_served(port: int) -> bool:
    with socket.socket() as probe:
        return not probe.connect_ex(("127.0.0.1", port))


def may_be_taken(port: int) -> bool:
    """Ask as the next start does: who is on the way out does not answer any more, and still has the port."""
    with socket.socket() as probe, suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return True
    return False


def wait_until_free(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not is_served(port) and may_be_taken(port):
            return
        time.sleep(0.2)
    pytest.fail("the web server outlived the program that started it")


def test_a_taken_port_is_refused_at_once(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = start(port)
        said = refused.communicate(timeout=30)[0]
    assert refused.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in said
    assert f"make run PORT={port + 1}" in said


@pytest.mark.parametrize("port", ["0", "http", "70000", "-1"])
def test_a_port_that_is_no_port_is_refused(data, port):
    refused = start(0, PORT=port)
    assert "a port is a number from 1 to 65535" in refused.communicate(timeout=30)[0]
    assert refused.returncode == 1


def test_the_web_server_writes_no_addresses():
    assert "--no-access-log" in web("127.0.0.1", 8000)


def test_a_demonstration_sends_no_mail_unless_a_server_is_named():
    assert demonstration({}, 8000)["MAIL_BACKEND"].endswith("demo_mail.Backend")
    assert "MAIL_BACKEND" not in demonstration({"EMAIL_URL": "smtp://mail.example"}, 8000)


def test_letters_go_to_a_folder_of_the_demonstration_unless_a_print_service_is_named(tmp_path):
    assert with_letters(tmp_path, {})["PRINT_FOLDER"] == str(tmp_path / "letters")
    assert with_letters(tmp_path, {"PRINT_FOLDER": "/elsewhere"}) == {"PRINT_FOLDER": "/elsewhere"}
    assert "PRINT_FOLDER" not in with_letters(tmp_path, {"PRINT_URL": "http://127.0.0.1:8767/batches"})
