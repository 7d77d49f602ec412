"""One command in the project's environment: `python -m launch.command manage.py shell`."""

import subprocess
import sys

from launch.database import database
from launch.environment import ROOT, LaunchError, data_folder, for_programs
from launch.run import PORT_DEFAULT, demonstration


def main() -> None:
    """Run a Python program or module with the local database and keys; end with its exit code."""
    folder = data_folder()
    try:
        with database(folder) as address:
            environment = demonstration(for_programs(folder, address), PORT_DEFAULT)
            done = subprocess.run([sys.executable, *sys.argv[1:]], cwd=ROOT, env=environment, check=False)
    except LaunchError as error:
        sys.exit(f"\n{error}")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
