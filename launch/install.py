"""Install the locked dependencies into `.venv`, once per lock file: `python3 launch/install.py [--dev]`.

Runs on whatever Python the machine calls python3, so its grammar stays old enough for any of them to read it.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed"
OLDEST, NEWEST = (3, 11), (3, 13)


def main() -> None:
    """Make `.venv` hold what the lock file says; do nothing when it already does."""
    refuse_other_pythons()
    with (ROOT / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two `make` at once install one after the other
        dev = "--dev" in sys.argv or _installed().startswith("dev ")
        if _installed() != _wanted(dev):
            _install(dev)
            STAMP.write_text(_wanted(dev))


def refuse_other_pythons() -> None:
    """Stop with a sentence on a Python that the locked dependencies do not support."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"This needs Python 3.11, 3.12 or 3.13, and {sys.executable} is Python {_version()}. "
            "Name another one: make run PYTHON=python3.11"
        )


def _lock_file(dev: bool) -> Path:
    return ROOT / ("requirements-dev.lock" if dev else "requirements.lock")


def _wanted(dev: bool) -> str:
    content = _lock_file(dev).read_bytes() + (ROOT / "requirements-uv.lock").read_bytes()
    kind = "dev" if dev else "run"
    return f"{kind} {_version()} {hashlib.sha256(content).hexdigest()}"


def _installed() -> str:
    return STAMP.read_text() if STAMP.exists() and PYTHON.exists() else ""


def _install(dev: bool) -> None:
    print(f"Installing {_lock_file(dev).name} into .venv", flush=True)
    STAMP.unlink(missing_ok=True)
    again = ["--clear"] if _is_of_another_python() else []
    _do("This Python cannot make a .venv. On Debian: apt-get install python3-venv", [
        sys.executable, "-m", "venv", *again, str(VENV),
    ])  # fmt: skip
    _do("pip could not install uv; its message is above.", [
        str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--require-hashes", "-r", str(ROOT / "requirements-uv.lock"),
    ])  # fmt: skip
    _do("uv could not install the locked packages; its message is above.", [
        str(PYTHON), "-m", "uv", "pip", "sync", "--quiet", "--system-certs", "--python", str(PYTHON),
        "--require-hashes", str(_lock_file(dev)),
    ])  # fmt: skip


def _version() -> str:
    return "{}.{}".format(*sys.version_info)


def _is_of_another_python() -> bool:
    return not (VENV / "lib" / f"python{_version()}").exists()


def _do(failure: str, command: "list[str]") -> None:
    clean = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    if subprocess.run(command, check=False, cwd=str(ROOT), env=clean).returncode:
        sys.exit(failure)


if __name__ == "__main__":
    main()
