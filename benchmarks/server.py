"""The production server on this machine: granian with the command line that `make run` uses."""

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from launch.processes import children
from launch.run import web

HOST = "127.0.0.1"
READY_SECONDS_MAX = 60
# The server writes its log as always, and nobody reads it.
QUIETLY = ("sh", "-c", 'exec "$@" >/dev/null 2>&1', "sh")


@contextmanager
def running(address: str, *, bare: bool = False) -> Iterator[int]:
    """Serve the site with this database, and give the port; `bare` without any middleware."""
    port = _free_port()
    ours = {name: value for name, value in os.environ.items() if name != "MAIL_BACKEND"}
    environment: Mapping[str, str] = ours | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "benchmarks.site_settings",
        "PUBLIC_URL": f"http://localhost:{port}",
        "PROXIES_TRUSTED": "1",  # each client of ours says its own address: the rate limits stay on
        "DEMO": "0",  # and so without the demonstration's mailbox above; no worker runs, no mail leaves
        **({"BENCH_BARE": "1"} if bare else {}),
    }
    with children({"web": [*QUIETLY, *web(HOST, port)]}, environment):
        _wait_for(port)
        yield port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    ends = time.monotonic() + READY_SECONDS_MAX
    while True:
        try:
            socket.create_connection((HOST, port), timeout=5).close()
        except OSError as error:
            if time.monotonic() > ends:
                raise RuntimeError(f"the server did not answer on port {port}") from error
            time.sleep(0.2)
        else:
            return
