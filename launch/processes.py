"""Programs we start and watch: none outlives us, and none dies unnoticed."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from launch.environment import ROOT, LaunchError

STOP_SECONDS_MAX = 15
LOOK_EVERY_SECONDS = 0.3
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, a closed terminal, or a signal."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first request to stop into `Stopped`; later ones do not disturb the tidying up."""
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def manage(*words: str) -> list[str]:
    """Return the command line of a Django command."""
    return [sys.executable, "manage.py", *words]


def step(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a program to its end, return its answer; raise LaunchError with all it said when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LaunchError(
            f"{done.stdout}{done.stderr}\nThis failed, its message is above: {' '.join(command[1:])}"
        )
    return done.stdout


@contextmanager
def children(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> Iterator["Children"]:
    """Start programs by name; stop them all when the block ends, however it ends."""
    family = Children()
    try:
        for name, command in commands.items():
            family.start(name, command, environment)
        yield family
    finally:
        family.stop()


class Children:
    """The programs that run beside each other."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a program in a process group of its own, so that Ctrl-C reaches only us."""
        self._running[name] = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            preexec_fn=_stop_when_parent_dies,  # noqa: PLW1509 - we have one thread, and prctl alone is safe
        )

    def first_to_end(self) -> tuple[str, int]:
        """Wait until a program ends; return its name and exit code."""
        while True:
            for name, process in self._running.items():
                if process.poll() is not None:
                    return name, process.returncode
            time.sleep(LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Ask all to end, wait, and end by force what does not listen and what they left behind."""
        deadline = time.monotonic() + STOP_SECONDS_MAX
        for process in self._running.values():
            process.terminate()  # the program itself: it asks its own workers, in its own order
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _kill_group(process)


def _stop(number: int, _frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(signal.Signals(number).name)


def _stop_when_parent_dies() -> None:
    """Let the system end the program when we are killed and cannot do it."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
