"""Linking what was written, and walking along the chain to see whether it holds.

A booking writes its entry and nothing else: bookings would wait for each other if each had to know the digest
of the one before. Linking comes after, by one process at a time, and looks for what has no link yet. So an
entry that commits late is linked late; none is skipped, whatever order they commit in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from servicepoint.audit.chain import LATE, Broken, Head, Link, Written, after, damage_at, linked

ONE_AT_A_TIME = 7_231_004  # the key of our advisory lock
BATCH = 2_000
BATCHES_MAX = 5_000
LOOK_BACK = 50_000  # ids; whatever commits later than so many others is found by the nightly search of all

_TEXT = "e.id, e.at, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.act, e.subject, \
e.actor_kind, e.actor_name, e.facts::text"
_HEAD = "SELECT position, digest, linked_at FROM audit_link ORDER BY position DESC LIMIT 1"
_LATELY = f"SELECT COALESCE(max(entry_id), 0) - {LOOK_BACK} FROM audit_link"  # noqa: S608 - a number of ours
_UNLINKED = f"""
    SELECT {_TEXT} FROM audit_entry e
     WHERE e.id > %(floor)s
       AND NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id AND l.entry_id > %(floor)s)
     ORDER BY e.id LIMIT {BATCH}
"""  # noqa: S608 - columns and a number of ours
_LINK = """
    INSERT INTO audit_link (position, entry_id, previous, digest, linked_at)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[], %s::timestamptz[])
"""
_WALK = f"""
    SELECT l.position, l.entry_id, l.previous, l.digest, l.linked_at, {_TEXT}
      FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
     WHERE l.position > %s ORDER BY l.position LIMIT {BATCH}
"""  # noqa: S608 - columns and a number of ours
_OVERLOOKED = """
    SELECT min(e.id) FILTER (WHERE e.at < %s), count(*) FROM audit_entry e
     WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.entry_id = e.id)
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the walk found: the first thing broken or None, the head, and how many entries wait for a link."""

    broken: Broken | None
    head: Head
    waiting: int = 0


def link_entries(now: datetime, *, search_all: bool = False) -> int:
    """Link what has no link yet, and return how many; 0 as well while another process is at it.

    Looks at the newest entries; with `search_all` at every one.
    """
    floor = 0 if search_all else _all(_LATELY, [])[0][0]
    count = 0
    for _ in range(BATCHES_MAX):
        links = _link_batch(floor, now)
        count += len(links)
        if len(links) < BATCH:
            break
        floor = links[-1].entry_id
    return count


def head() -> Head:
    """Return how far the chain reaches."""
    rows = _all(_HEAD, [])
    return Head(rows[0][0], bytes(rows[0][1]), rows[0][2]) if rows else Head()


def verify(kept: Head | None = None) -> Verdict:
    """Walk along the whole chain, and stop at the first thing that is wrong.

    `kept` is a head that was noted down earlier and lies elsewhere: without it nobody can tell whether the
    newest entries and their links were cut off together.
    """
    here = Head()
    for link, entry in _pairs():
        broken = damage_at(here, link, entry)
        if broken:
            return Verdict(broken, here)
        here = after(link)
        if kept and kept.position == here.position and kept.digest != here.digest:
            return Verdict(Broken("link_broken", here.position, link.entry_id), here)
    if kept and kept.position > here.position:
        return Verdict(Broken("cut_off", here.position + 1), here)
    overlooked, waiting = _overlooked(here)
    broken = Broken("inserted", here.position, overlooked) if overlooked else None
    return Verdict(broken, here, waiting)


def _link_batch(floor: int, now: datetime) -> list[Link]:
    with transaction.atomic():
        if not _all("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])[0][0]:
            return []
        entries = [_written(row) for row in _all(_UNLINKED, {"floor": floor})]
        links = linked(head(), entries, now)
        if links:
            columns = zip(
                *((one.position, one.entry_id, one.previous, one.digest, now) for one in links), strict=True
            )
            with connection.cursor() as cursor:
                cursor.execute(_LINK, [list(column) for column in columns])
    return links


def _pairs() -> Iterator[tuple[Link, Written | None]]:
    position = 0
    while rows := _all(_WALK, [position]):
        for row in rows:
            link = Link(row[0], row[1], bytes(row[2]), bytes(row[3]), row[4])
            yield link, None if row[5] is None else _written(row[5:])
        position = rows[-1][0]


def _written(row: tuple[Any, ...]) -> Written:
    return Written(row[0], row[1], tuple(row[2:]))


def _overlooked(here: Head) -> tuple[int | None, int]:
    limit = here.linked_at - LATE if here.linked_at else datetime.min.replace(tzinfo=UTC)
    overlooked, waiting = _all(_OVERLOOKED, [limit])[0]
    return overlooked, waiting


def _all(statement: str, values: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
