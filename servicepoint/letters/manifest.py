"""The list that goes with a batch: which pages of which file are which letter. No names."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """One letter: its pages in the file, from 1, and how many sheets printed on both sides."""

    reference: str
    file: str
    first_page: int
    last_page: int
    sheets: int
    language: str


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of the batch."""

    name: str
    sha256: str


def manifest(
    batch: str, *, location: str, made_on: str, files: Sequence[ListedFile], letters: Sequence[ListedLetter]
) -> bytes:
    """Return the manifest as it is handed over."""
    content = {
        "batch": batch,
        "location": location,
        "made_on": made_on,
        "paper": "A4",
        "sides": 2,
        "files": [asdict(each) for each in files],
        "letters": [asdict(each) for each in letters],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def sha256_of(content: bytes) -> str:
    """Return the digest by which both sides know what was handed over."""
    return hashlib.sha256(content).hexdigest()
