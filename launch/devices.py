"""What a demonstration lacks: a simulated scanner, and a simulated receiver of photos and prints."""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from launch.processes import step

SCANNER_PORT = 8765
RECEIVER_PORT = 8766
Command = list[str]


def with_devices(folder: Path, environment: dict[str, str]) -> tuple[dict[str, str], dict[str, Command]]:
    """Return the environment that names the simulators, and their command lines by name.

    Whatever the caller names, such as a real scanner or receiver, is used instead and not simulated.
    """
    named, programs = dict(environment), {}
    if "SCANNER_URL" not in environment:
        port = _free_port(SCANNER_PORT)
        named["SCANNER_URL"] = f"http://127.0.0.1:{port}"
        programs["scanner"] = _program("scanner", port, "--allow", environment["PUBLIC_URL"])
    if not {"BIOMETRICS_CERTIFICATE", "BIOMETRICS_HANDOVER_URL"} & environment.keys():
        port, keys = _free_port(RECEIVER_PORT), str(folder / "receiver")
        named["BIOMETRICS_CERTIFICATE"] = _certificate(keys, environment)
        named["BIOMETRICS_HANDOVER_URL"] = f"http://127.0.0.1:{port}/envelopes"
        programs["receiver"] = _program("receiver", port, "--folder", keys)
    return named, programs


def _certificate(keys: str, environment: Mapping[str, str]) -> str:
    """Have the receiver make its key, the first time; return where its certificate is."""
    command = [sys.executable, "-m", "simulators.receiver", "--set-up", "--folder", keys]
    return step(command, environment).strip()


def _program(name: str, port: int, *arguments: str) -> Command:
    return [sys.executable, "-m", f"simulators.{name}", "--port", str(port), *arguments]


def _free_port(wished: int) -> int:
    """Return the port if nobody has it, else another one: two demonstrations may run side by side."""
    for port in (wished, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wished
