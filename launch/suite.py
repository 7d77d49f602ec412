"""`make test`: all tests on a real PostgreSQL; `python -m launch.suite tests/kit -x` for some of them."""

import sys

from launch.database import database_for_tests
from launch.environment import LaunchError, data_folder, for_programs, only_one
from launch.processes import Stopped, children, stoppable
from launch.run import collect_files, compile_messages


def main() -> None:
    """Find a database, compile and collect what pages need, run pytest, and end with its exit code."""
    try:
        with stoppable():
            sys.exit(_run(sys.argv[1:]))
    except Stopped:
        sys.exit("Stopped.")
    except LaunchError as error:
        sys.exit(f"\n{error}")


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
