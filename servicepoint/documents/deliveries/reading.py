"""The rows of a delivery one after the other, each checked, in portions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from servicepoint.documents.row import Row

from .csv_file import Sheet
from .rows import Basis, read_row

PORTION_ROWS = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """A row of a delivery: what it says, or its faults as a code by column."""

    line: int
    row: Row | None
    faults: Mapping[str, str]


def checked_sheet(sheet: Sheet, basis: Basis) -> Iterator[Checked]:
    """Yield each row of a file, checked."""
    return checked(((line.number, line.values) for line in sheet.lines()), basis)


def checked(rows: Iterable[tuple[int, Mapping[str, str] | None]], basis: Basis) -> Iterator[Checked]:
    """Yield each row, checked; a number that an earlier row has is a fault of the later one."""
    seen: set[str] = set()
    for line, values in rows:
        if values is None:
            yield Checked(line, None, {"": "field_count"})
            continue
        row, faults = read_row(values, basis)
        if row is not None and row.number in seen:
            row, faults = None, {"document_number": "number_twice"}
        if row is not None:
            seen.add(row.number)
        yield Checked(line, row, faults)


def portions(rows: Iterable[Checked], *, skip: int = 0) -> Iterator[Sequence[Checked]]:
    """Yield the rows in portions, without the first ones that are taken down already."""
    rest = islice(rows, skip, None)
    while portion := list(islice(rest, PORTION_ROWS)):
        yield portion
