"""`make run`: the whole service point on this machine, with invented people and a mailbox in the browser."""

import os
import socket
import sys
from pathlib import Path

from launch.database import database
from launch.devices import with_devices
from launch.environment import LaunchError, data_folder, for_programs, only_one
from launch.processes import Stopped, children, manage, step, stoppable

PORT_DEFAULT = 8000
WEB_WORKERS = 2  # measured: two workers with one thread each serve more than one with two
DEMO_MAIL = "servicepoint.notifications.demo_mail.Backend"
ADDRESSES = """
  Book an appointment   {url}/nl/   {url}/en/
  With a letter         {url}/nl/letter/   {url}/en/letter/   (codes and birth dates: above)
  For staff             {url}/staff/
  At the counter        {url}/staff/counter/   (log in as demo-assistant)
  The day board         {url}/staff/board/   (log in as demo-lead)
  Kiosk and display     {url}/kiosk/maastricht/   {url}/display/maastricht/
  A machine of yours    take a code at {url}/staff/devices/ (demo-lead), type it at {url}/device/
  Mails that were sent  {url}/demo/mail/
  Letters for printing  {letters}

  Stop with Ctrl-C.
"""


def main() -> None:
    """Start everything, stay until asked to stop or until a part dies, and stop everything."""
    try:
        with stoppable():
            _run(_host(), _port())
    except Stopped:
        print("Stopped.")
    except LaunchError as error:
        sys.exit(f"\n{error}")


def _run(host: str, port: int) -> None:
    _refuse_taken(host, port)
    folder = data_folder()
    print("Starting the database", flush=True)
    with database(folder) as address:
        environment = with_letters(folder, demonstration(for_programs(folder, address), port))
        environment, devices = with_devices(folder, environment)
        prepare(folder, environment)
        programs = {"web": web(host, port), "worker": worker()} | devices
        with children(programs, environment) as family:
            letters = environment.get("PRINT_FOLDER") or environment["PRINT_URL"]
            print(ADDRESSES.format(url=environment["PUBLIC_URL"], letters=letters), flush=True)
            name, code = family.first_to_end()
            raise LaunchError(
                f"The {name} program ended by itself (exit code {code}), so all has been stopped."
            )


def demonstration(environment: dict[str, str], port: int) -> dict[str, str]:
    """Return the environment for a demonstration on this machine; what the caller set wins."""
    here = {"DEMO": "1", "PUBLIC_URL": f"http://localhost:{port}"}
    if "EMAIL_URL" not in environment:
        here["MAIL_BACKEND"] = DEMO_MAIL
    return here | environment


def with_letters(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Return the environment with a folder in the place of a print service, unless one is named."""
    if environment.get("PRINT_FOLDER") or environment.get("PRINT_URL"):
        return environment
    return environment | {"PRINT_FOLDER": str(folder.resolve() / "letters")}


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """Bring tables, content, files and messages up to date; a second start at the same time waits."""
    print("Preparing tables, content and files", flush=True)
    with only_one(folder / "prepare.lock"):
        step(manage("migrate", "--no-input", "--verbosity", "0"), environment)
        compile_messages(environment)
        step(manage("load_content"), environment)
        accounts = step(manage("load_demo"), environment)
        collect_files(environment)
    print(accounts.rstrip())


def compile_messages(environment: dict[str, str]) -> None:
    """Compile the message catalogues; they are kept as text and never committed compiled."""
    step(
        [sys.executable, "-m", "babel.messages.frontend", "compile", "-d", "locale", "-D", "django"],
        environment,
    )


def collect_files(environment: dict[str, str]) -> None:
    """Copy and compress the style sheet, fonts and images to where the web server reads them."""
    step(manage("collectstatic", "--no-input", "--verbosity", "0"), environment)


def web(host: str, port: int) -> list[str]:
    """Return the web server's command line. Its access log stays off: addresses hold the keys of links."""
    return [
        *(
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--no-access-log",
            "--log-level",
            "warning",
        ),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", "1", "--workers-kill-timeout", "5"),
        *("--host", host, "--port", str(port), "config.wsgi:application"),
    ]


def worker() -> list[str]:
    """Return the command line of the worker: sends mail, clears what has expired."""
    return manage("procrastinate", "worker")


def _host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def _port() -> int:
    text = os.environ.get("PORT") or str(PORT_DEFAULT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT={text}: a port is a number from 1 to 65535.")
    return int(text)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LaunchError(
                f"Port {port} of {host} cannot be used: {error.strerror}. "
                f"Choose another: make run PORT={port + 1}"
            ) from error


if __name__ == "__main__":
    main()
