"""`make check`: everything that needs no database and no browser. All of them run, then it fails."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from launch.environment import ROOT

PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "style": "ruff check .",
    "layout": "ruff format --check .",
    "walls between rooms": "lint-imports --no-logo --no-cache",
    "types": "mypy config servicepoint launch simulators manage.py",
    "templates": "djlint --quiet --lint templates",
    "house: sizes, texts, pages": "pytest -q --no-header tests/house",
    "settings of a real server": "python manage.py check --deploy --fail-level WARNING",
}


def main() -> None:
    """Run each check, show what a failing one says, and end with the number of failures."""
    environment = os.environ | like_a_real_server()
    failed = [name for name, command in CHECKS.items() if not _passes(name, command, environment)]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


def like_a_real_server() -> dict[str, str]:
    """Return an environment as on a public server. No check connects to the database."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATA_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1",
        "PUBLIC_URL": "https://appointments.example",
        "ALLOWED_HOSTS": "appointments.example",
        "PROXIES_TRUSTED": "1",
    }


def _passes(name: str, command: str, environment: dict[str, str]) -> bool:
    program, *arguments = command.split()
    started_at = time.monotonic()
    done = subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "failed" if done.returncode else "ok"
    print(f"{name:<28}{verdict:<8}{time.monotonic() - started_at:4.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
