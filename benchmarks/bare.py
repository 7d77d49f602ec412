"""The least that PostgreSQL has to do for a place: one guarded INSERT, measured by its own pgbench."""

import re
import shutil
import subprocess
from pathlib import Path

import psycopg

from launch.binaries import DEBIAN

TABLE = """
    CREATE TABLE IF NOT EXISTS bare (
        id bigserial PRIMARY KEY, counter_id bigint NOT NULL, start_tick int NOT NULL, end_tick int NOT NULL,
        span int8range GENERATED ALWAYS AS (
            int8range(counter_id * 4294967296 + start_tick, counter_id * 4294967296 + end_tick)) STORED,
        EXCLUDE USING gist (span WITH &&)
    )
"""
# Places are drawn from so many that two callers hardly ever want the same one, as in the other measurements.
SCRIPT = """
\\set counter random(1, 200)
\\set start random(1, 1000000000)
INSERT INTO bare (counter_id, start_tick, end_tick) VALUES (:counter, :start, :start + 2)
    ON CONFLICT DO NOTHING RETURNING id;
"""


def pgbench() -> str | None:
    """Return the program, from the PATH or Debian's newest PostgreSQL; None when this machine has none."""
    debian = sorted(DEBIAN.glob("*/bin/pgbench"), key=lambda path: int(path.parts[-3]))
    return shutil.which("pgbench") or (str(debian[-1]) if debian else None)


def inserts_per_second(program: str, address: str, folder: Path, *, clients: int, seconds: float) -> float:
    """Return how many guarded inserts a second that many connections manage."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TABLE)
    script = folder / "bare.sql"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [program, "-n", "-f", script, "-c", str(clients), "-j", "2", "-T", str(round(seconds)), address],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said no rate:\n{done.stdout}")
    return float(found[1])
