"""The chain over the record: each link holds the digest of the one before it and of one entry. Pure.

A link's digest is SHA-256 over the digest before it and the entry's text, in which every part has its length
in front, so that no two different entries read the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

START = bytes(32)  # stands before the first link
# A transaction that wrote an entry has ended after this long, or the database ended it.
LATE = timedelta(minutes=10)

Damage = Literal["changed", "removed", "inserted", "link_missing", "link_broken", "cut_off"]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the database tells it in text; `at` is UTC with six digits of a second."""

    id: int
    at: datetime
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its place in the chain from 1, whose it is, the digest before it and its own."""

    position: int
    entry_id: int
    previous: bytes
    digest: bytes
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain reaches, and the digest of its last link. Kept elsewhere, it shows a cut-off end."""

    position: int = 0
    digest: bytes = START
    linked_at: datetime | None = None

    @property
    def text(self) -> str:
        """The head as people keep it: `1204:9f86d0…`."""
        return f"{self.position}:{self.digest.hex()}"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is wrong; `entry_id` is None where no entry can be named."""

    damage: Damage
    position: int
    entry_id: int | None = None


def head_in(text: str) -> Head:
    """Return the head that someone kept as text. Raises ValueError."""
    position, _, digest = text.strip().partition(":")
    head = Head(int(position), bytes.fromhex(digest))
    if head.position < 1 or len(head.digest) != len(START):
        raise ValueError("a head is a number, a colon and 64 hexadecimal digits")
    return head


def linked(head: Head, entries: Sequence[Written], linked_at: datetime) -> list[Link]:
    """Return the links that make these entries follow the head."""
    links: list[Link] = []
    for position, entry in enumerate(entries, start=head.position + 1):
        previous = links[-1].digest if links else head.digest
        links.append(Link(position, entry.id, previous, _digest(previous, position, entry), linked_at))
    return links


def after(link: Link) -> Head:
    """Return the head when this link is the last."""
    return Head(link.position, link.digest, link.linked_at)


def damage_at(head: Head, link: Link, entry: Written | None) -> Broken | None:
    """Return what is wrong with the link that follows the head and with its entry, or None.

    An entry from before the links that stand in front of it was slipped in: what was written then had been
    linked with them.
    """
    if link.position != head.position + 1:
        return Broken("link_missing", head.position + 1)
    if link.previous != head.digest:
        return Broken("link_broken", link.position, link.entry_id)
    if entry is None:
        return Broken("removed", link.position, link.entry_id)
    if link.digest != _digest(link.previous, link.position, entry):
        return Broken("changed", link.position, entry.id)
    if head.linked_at and head.linked_at < link.linked_at and entry.at < head.linked_at - LATE:
        return Broken("inserted", link.position, entry.id)
    return None


def _digest(previous: bytes, position: int, entry: Written) -> bytes:
    parts = (str(position), str(entry.id), *entry.parts)
    text = b"".join(b"%d:%b" % (len(part.encode()), part.encode()) for part in parts)
    return sha256(previous + text).digest()
