"""What every print service can be asked, and what it answers. Plain values, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Outcome = Literal["taken", "unknown", "refused", "failed"]
STATES = ("taken", "printed", "posted", "failed")
UNREACHABLE = frozenset({"unreachable", "timeout", "tls", "folder_unwritable"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. `code` says why in one word; it never holds what the other side wrote.

    Of what was `taken`: `sha256` of its manifest, how it stands, and the letters that stand otherwise.
    """

    outcome: Outcome
    code: str = ""
    sha256: str = ""
    state: str = "taken"
    letters: Mapping[str, str] = field(default_factory=dict)


class Printer(Protocol):
    """A batch is files and then its manifest: only with the manifest it is there. Repeating is harmless."""

    def receipt(self, batch: str) -> Answer:
        """Say whether the batch is there, and how it stands."""

    def begin(self, batch: str) -> Answer:
        """Make room for the files of a batch whose manifest is not there."""

    def put_file(self, batch: str, name: str, pdf: bytes) -> Answer:
        """Hand over one file."""

    def put_manifest(self, batch: str, manifest: bytes) -> Answer:
        """Hand over the manifest: from now on the batch is there."""


def answer_from(batch: str, receipt: Any) -> Answer:
    """Return what a receipt says, when it is about this batch."""
    if not isinstance(receipt, dict) or receipt.get("batch") != batch:
        return Answer("failed", "receipt_wrong")
    sha256, state, letters = receipt.get("sha256"), receipt.get("state", "taken"), receipt.get("letters", {})
    if not isinstance(sha256, str) or state not in STATES or not isinstance(letters, dict):
        return Answer("failed", "receipt_wrong")
    known = {str(name): str(value) for name, value in letters.items() if value in STATES}
    return Answer("taken", sha256=sha256, state=state, letters=known)
