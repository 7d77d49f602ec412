"""Many pages at once, in a program of its own.

typst keeps the last ten documents in memory, two megabytes a letter, and gives them back only when its
process ends. So a batch is made by a child: its memory comes back, its time is bounded, and a crash in it is
an error here.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from servicepoint.typeset.fonts import FOLDER
from servicepoint.typeset.pdf import STANDARD, all_showable

SECONDS_MAX = 300
_ROOT = Path(__file__).resolve().parents[2]


class PressFailed(Exception):
    """Nothing was made: the child took too long or ended."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """One file, and what the template noted in it under the label asked for."""

    pdf: bytes
    noted: Any


def pressed(template: Path, pages: Sequence[Any], *, label: str) -> Iterator[Pressed | None]:
    """Yield a file for each item of `pages`, made from `template` with these data, in order.

    None for one that cannot be set. `label` names a `metadata` of the template, such as `<pages>`.
    Raises PressFailed.
    """
    job = {"template": str(template), "label": label, "pages": [all_showable(each) for each in pages]}
    command = [sys.executable, "-m", "servicepoint.typeset.press"]
    try:
        child = subprocess.run(  # noqa: S603 - our own program
            command, input=json.dumps(job).encode(), capture_output=True, cwd=_ROOT, timeout=SECONDS_MAX,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PressFailed("timeout") from error
    if child.returncode != 0:
        raise PressFailed("ended")
    yield from _unpacked(child.stdout, len(pages))


def _unpacked(answer: bytes, count: int) -> Iterator[Pressed | None]:
    at = 0
    for _number in range(count):
        end = answer.index(b"\n", at)
        head = json.loads(answer[at:end])
        at = end + 1 + int(head["bytes"])
        yield Pressed(answer[end + 1 : at], head["noted"]) if head["bytes"] else None


def _work(source: IO[bytes], answer: IO[bytes]) -> None:
    """Read a job, and answer for each item with a line of JSON and the file."""
    import typst  # noqa: PLC0415

    job = json.load(source)
    for page in job["pages"]:
        compiler = typst.Compiler(
            job["template"],
            font_paths=[str(FOLDER)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(page)},
        )
        pdf, noted = b"", None
        with suppress(typst.TypstError):  # what it says may quote the data
            made = compiler.compile(format="pdf", pdf_standards=STANDARD)
            pdf = made if isinstance(made, bytes) else b""
            noted = json.loads(compiler.query(job["label"], field="value", one=True))
        answer.write(json.dumps({"bytes": len(pdf), "noted": noted}).encode() + b"\n" + pdf)


if __name__ == "__main__":
    _work(sys.stdin.buffer, sys.stdout.buffer)
