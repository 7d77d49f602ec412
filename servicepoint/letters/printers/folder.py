"""A folder that the print service watches.

Each file is written under another name, forced to disk and renamed, the manifest last: whatever kills us,
the folder holds a whole batch or none.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicepoint.letters.printers.answer import Answer, answer_from


@dataclass(frozen=True, slots=True)
class FolderPrinter:
    """`{batch}/` with the files, `{batch}.json` the manifest, `{batch}.status.json` what the service says."""

    folder: Path

    def receipt(self, batch: str) -> Answer:
        """Say whether the manifest is there, and what the service wrote beside it."""
        try:
            manifest = (self.folder / f"{batch}.json").read_bytes()
        except FileNotFoundError:
            return Answer("unknown")
        except OSError:
            return Answer("failed", "folder_unwritable")
        own = {"batch": batch, "sha256": hashlib.sha256(manifest).hexdigest()}
        return answer_from(batch, self._status(batch) | own)

    def begin(self, batch: str) -> Answer:
        """Make the batch's own folder anew: what a killed worker left there is not part of it."""
        try:
            shutil.rmtree(self.folder / batch, ignore_errors=True)
            (self.folder / batch).mkdir(parents=True)
        except OSError:
            return Answer("failed", "folder_unwritable")
        return Answer("taken")

    def put_file(self, batch: str, name: str, pdf: bytes) -> Answer:
        """Write one file."""
        return _written(self.folder / batch / name, pdf)

    def put_manifest(self, batch: str, manifest: bytes) -> Answer:
        """Write the manifest: the service may begin."""
        written = _written(self.folder / f"{batch}.json", manifest)
        return self.receipt(batch) if written.outcome == "taken" else written

    def _status(self, batch: str) -> dict[str, Any]:
        try:
            status = json.loads((self.folder / f"{batch}.status.json").read_bytes())
        except (OSError, ValueError):  # none yet, or half written: it is read again
            return {}
        return status if isinstance(status, dict) else {}


def _written(path: Path, content: bytes) -> Answer:
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with hidden.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(path)
        _sync_folder(path.parent)
    except OSError:
        return Answer("failed", "folder_unwritable")
    return Answer("taken")


def _sync_folder(folder: Path) -> None:
    """A rename is on disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
