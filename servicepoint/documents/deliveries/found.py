"""What was found wrong in a delivery."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A fault of one field: the line as in the file, the column, and a code of `words.FAULTS`. No value.

    `field` is empty for what is wrong with the whole row, and `column_7` for a column without a name of ours.
    """

    line: int
    field: str
    code: str
