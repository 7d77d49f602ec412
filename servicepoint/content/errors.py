"""What is wrong with a content file, said so that its author can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: where (file, line from 1, key), what, and what was expected."""

    file: str
    line: int
    key: str
    wrong: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", {self.key}" if self.key else "")
        return f"{where}: {self.wrong}; expected {self.expected}"


class ContentRefused(Exception):
    """The content has problems; nothing of it was loaded. All of them are in `problems`, in order."""

    code = "content_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
