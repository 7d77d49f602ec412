"""Reading the record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from servicepoint.audit.models import Entry
from servicepoint.kit.actor import Actor, ActorKind

ENTRIES_MAX = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """One act as it stands in the record."""

    id: int
    at: datetime
    act: str
    subject: str
    actor: Actor
    facts: Mapping[str, object]


def entries_for(subject: str, *, limit: int = ENTRIES_MAX) -> tuple[Recorded, ...]:
    """Return what was done to `subject`, oldest first: the last `limit` acts (at most 500)."""
    newest_first = Entry.objects.filter(subject=subject).order_by("-id")[: min(limit, ENTRIES_MAX)]
    return tuple(_recorded(entry) for entry in reversed(newest_first))


def entries_about(subjects: Collection[str], *, limit: int = ENTRIES_MAX) -> tuple[Recorded, ...]:
    """Return what was done to any of these subjects, oldest first: the last `limit` acts (at most 500)."""
    rows = Entry.objects.filter(subject__in=subjects).order_by("-id")[: min(limit, ENTRIES_MAX)]
    return tuple(_recorded(entry) for entry in reversed(rows))


def _recorded(entry: Entry) -> Recorded:
    kind: ActorKind = entry.actor_kind  # type: ignore[assignment]  # only `record` writes it, from an Actor
    return Recorded(
        entry.id, entry.at, entry.act, entry.subject, Actor(kind, entry.actor_name), dict(entry.facts)
    )
