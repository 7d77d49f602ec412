"""`make test`: all tests on a real PostgreSQL; `python -m launch.suite tests/kit -x` for some of them.

All of them run beside each other, each process with a database of its own and whole files at a time.
"""

import os
import sys

from launch.database import database_for_tests
from launch.environment import LaunchError, data_folder, for_programs, only_one
from launch.processes import Stopped, children, stoppable
from launch.run import collect_files, compile_messages

PROCESSES_MIN, PROCESSES_MAX = 2, 4


def main() -> None:
    """Find a database, compile and collect what pages need, run pytest, and end with its exit code."""
    try:
        with stoppable():
            sys.exit(_run(sys.argv[1:] or beside_each_other()))
    except Stopped:
        sys.exit("Stopped.")
    except LaunchError as error:
        sys.exit(f"\n{error}")


def beside_each_other() -> list[str]:
    """Return what makes pytest use the machine: while one test waits for a browser, another one works."""
    processes = min(max(os.cpu_count() or 1, PROCESSES_MIN), PROCESSES_MAX)
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder", "-q"]


def _run(arguments: list[str]) -> int:
    folder = data_folder()
    with database_for_tests(folder) as address:
        environment = {"DEMO": "1"} | for_programs(folder, address)
        with only_one(folder / "prepare.lock"):
            compile_messages(environment)
            collect_files(environment)
        with children({"tests": [sys.executable, "-m", "pytest", *arguments]}, environment) as family:
            return family.first_to_end()[1]


if __name__ == "__main__":
    main()
