"""The only way into the record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from servicepoint.audit.rules import checked_facts
from servicepoint.kit.actor import Actor

_INSERT = (
    "INSERT INTO audit_entry (at, act, subject, actor_kind, actor_name, facts)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
_INSERT_EACH = (
    "INSERT INTO audit_entry (at, act, subject, actor_kind, actor_name, facts)"
    " SELECT %s, %s, each.subject, %s, %s, %s::jsonb FROM unnest(%s::text[]) WITH ORDINALITY"
    " AS each (subject, number)"
    " ORDER BY each.number"
)


def record(
    act: str, *, actor: Actor, subject: str, now: datetime, facts: Mapping[str, object] | None = None
) -> None:
    """Write down that `actor` did `act` to `subject` (such as `appointment:12`), in the caller's transaction.

    One INSERT. `act` reads `room.verb` (80 characters at most), `subject` `thing:id` (120). `facts` hold ids,
    codes, counts and moments only. Raises `FactRefused` for anything that could be a person's detail.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [now, act, subject, actor.kind, actor.name, checked_facts(facts or {})])


def record_each(
    act: str,
    *,
    actor: Actor,
    subjects: Sequence[str],
    now: datetime,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write down that `actor` did `act` to each of these, as `record` does: an entry each, one INSERT."""
    if not subjects:
        return
    checked = checked_facts(facts or {})
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_EACH, [now, act, actor.kind, actor.name, checked, list(subjects)])


def record_view(page: str, *, actor: Actor, subject: str, now: datetime) -> None:
    """Write down that `actor` saw the personal data of `subject` on `page`, a code such as `staff.day`."""
    record("personal_data.viewed", actor=actor, subject=subject, now=now, facts={"page": page})


def record_views(page: str, *, actor: Actor, subjects: Sequence[str], now: datetime) -> None:
    """Write down that `actor` saw the personal data of each of these on one page: a list. One INSERT each."""
    facts = checked_facts({"page": page})
    rows = [[now, "personal_data.viewed", each, actor.kind, actor.name, facts] for each in subjects]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
