"""The results as tables: on the screen, and in docs/benchmarks.md with what they mean."""

import os
import platform
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection

from launch.environment import ROOT
from servicepoint.kit import clock

PAGE = ROOT / "docs" / "benchmarks.md"
EXPLANATION = Path(__file__).parent / "explanation.md"


@dataclass(slots=True)
class Samples:
    """The same thing measured several times, in turn with other things."""

    values: list[float] = field(default_factory=list)

    def add(self, value: float) -> None:
        """Keep one more measurement."""
        self.values.append(value)

    @property
    def median(self) -> float:
        """The middle of all, which one disturbed measurement does not move."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{number(self.median)} ({number(min(self.values))}-{number(max(self.values))})"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading, and a line on how they were measured."""

    title: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def lines(self) -> Iterator[str]:
        """Yield the table as Markdown that reads well on a screen too."""
        widths = [max(len(row[at]) for row in [self.columns, *self.rows]) for at in range(len(self.columns))]
        yield from (f"### {self.title}", "", self.about, "")
        yield _row(self.columns, widths)
        yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        yield from (_row(row, widths) for row in self.rows)
        yield ""


@dataclass(frozen=True, slots=True)
class Aim:
    """Something the project set out to reach: what was measured, and whether it is enough."""

    what: str
    wanted: str
    measured: str
    is_met: bool

    @property
    def row(self) -> tuple[str, ...]:
        """The aim as a row of a table."""
        return (self.what, self.wanted, self.measured, "yes" if self.is_met else "**no**")


def aims_table(aims: Sequence[Aim]) -> Table:
    """Return all aims with their verdicts."""
    return Table(
        "What we aimed at",
        "Each ratio is of figures from this one run.",
        ("aim", "wanted", "measured", "met"),
        [aim.row for aim in aims],
    )


def number(value: float) -> str:
    """Return a figure with as many digits as mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def percent(part: float, whole: float) -> str:
    """Return a ratio in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def write(tables: Sequence[Table], began: datetime, load_before: float) -> None:
    """Write the results page anew."""
    facts = [f"- {name}: {value}" for name, value in _circumstances(began, load_before)]
    body = [line for table in tables for line in table.lines()]
    head = ["# Benchmarks", "", "Written by `make bench`; do not edit: run it again.", "", *facts, ""]
    PAGE.write_text("\n".join([*head, *body, EXPLANATION.read_text()]).rstrip() + "\n")


def _circumstances(began: datetime, load_before: float) -> Iterator[tuple[str, str]]:
    yield "date", f"{began:%Y-%m-%d %H:%M} UTC, {(clock.now() - began).total_seconds():.0f} seconds"
    yield "commit", _commit()
    yield "machine", f"{_processor()}, {os.cpu_count()} cores, {_memory_gib()} GiB, {platform.platform()}"
    yield "Python", platform.python_version()
    yield "PostgreSQL", _postgresql()
    yield (
        "noise",
        f"load average {load_before:.1f} before the run; figures are medians of rounds taken in turn, "
        "with the lowest and the highest in brackets",
    )


def _commit() -> str:
    asked = ["git", "-c", f"safe.directory={ROOT}", "describe", "--always", "--dirty", "--abbrev=10"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "not under version control"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    return f"{version}, fsync {fsync}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
