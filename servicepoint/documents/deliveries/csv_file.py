"""A delivery as text: its header, and its rows with the line on which each begins."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from servicepoint.documents.errors import DeliveryUnreadable

from .columns import BY_NAME, BYTES_MAX, COLUMNS, ROWS_MAX, SEPARATORS
from .found import Found

FIRST_LINE = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands in the file; `values` is None when it has too many or too few fields."""

    number: int
    values: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was opened: faults of its first line, or else how many rows it has."""

    text: str
    faults: tuple[Found, ...]
    rows: int = 0

    def lines(self) -> Iterator[Line]:
        """Yield the rows in their order, empty lines left out."""
        rows = _rows(self.text)
        _number, header = next(rows)
        names = [_name(title) for title in header]
        for number, row in rows:
            whole = len(row) == len(names)
            values = {name: each.strip() for name, each in zip(names, row, strict=True)} if whole else None
            yield Line(number, values)


def text_of(content: bytes) -> str:
    """Return the text of a file. Raises DeliveryUnreadable: too large, not UTF-8, or nothing in it."""
    if len(content) > BYTES_MAX:
        raise DeliveryUnreadable("too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DeliveryUnreadable("not_utf8") from None
    if "\x00" in text:
        raise DeliveryUnreadable("not_utf8")
    if not text.strip():
        raise DeliveryUnreadable("empty")
    return text


def open_sheet(text: str) -> Sheet:
    """Look through a file once, so that we know how long it is.

    Raises DeliveryUnreadable when it has no rows, too many, or one that no program can tell the end of.
    """
    try:
        rows = _rows(text)
        _number, header = next(rows, (FIRST_LINE, []))
        count = sum(1 for _row in rows)
    except csv.Error:
        raise DeliveryUnreadable("quotes") from None
    if count > ROWS_MAX:
        raise DeliveryUnreadable("too_many_rows")
    faults = tuple(_faults_of(header))
    if not count and not faults:
        raise DeliveryUnreadable("empty")
    return Sheet(text, faults, count)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the line on which they begin; a quoted field may go on over several lines."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    begins = FIRST_LINE
    for row in reader:
        if any(field.strip() for field in row):
            yield begins, row
        begins = reader.line_num + 1


def _separator(text: str) -> str:
    """Return the separator that the header has most of."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=header.count)


def _name(title: str) -> str:
    return "_".join(title.strip().lower().split())


def _faults_of(header: Sequence[str]) -> Iterator[Found]:
    """Yield what is wrong with the first line; of an unknown column only its place is told.

    Who leaves the header out has a person's data there.
    """
    seen: set[str] = set()
    for position, title in enumerate(header, start=1):
        name = _name(title)
        if name not in BY_NAME:
            yield Found(FIRST_LINE, f"column_{position}", "column_unknown")
        elif name in seen:
            yield Found(FIRST_LINE, f"column_{position}", "column_twice")
        seen.add(name)
    for column in COLUMNS:
        if column.is_required and column.name not in seen:
            yield Found(FIRST_LINE, column.name, "column_missing")
