"""Bring tables in line with content files, and keep what officials changed since the last load."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db import models as tables

from servicepoint.content.models import LoadedRow


@dataclass(frozen=True, slots=True)
class Wish:
    """One row as the content has it, by column. `unique`: the columns that find a row made by hand."""

    key: str
    values: Mapping[str, Any]
    unique: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """What a load did, as `table key`. `kept`: rows that officials made, changed or deleted."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def touched(self) -> int:
        """How many rows came, changed or went."""
        return len(self.added) + len(self.changed) + len(self.removed)


class Load:
    """One run of loading in the caller's transaction. With `overwrite` the content wins over officials."""

    def __init__(self, *, overwrite: bool = False) -> None:
        self.overwrite = overwrite
        self.report = Report()

    def begin(self) -> None:
        """Wait for another load to end; two at once would make everything twice."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE content_loadedrow IN SHARE ROW EXCLUSIVE MODE")

    def bring(self, table: type[tables.Model], wishes: Sequence[Wish]) -> dict[str, int]:
        """Bring a table in line with its wishes; return row ids by key, without what officials deleted."""
        kind = table._meta.label_lower
        records = {record.key: record for record in LoadedRow.objects.filter(kind=kind)}
        # Locked, so that no official's edit falls between the look at a row and its change.
        rows = table._default_manager.select_for_update().in_bulk([each.row_id for each in records.values()])
        ids = {}
        for wish in wishes:
            record = records.pop(wish.key, None)
            row = rows.get(record.row_id) if record is not None else None
            brought = self._bring_one(table, wish, record, row)
            if brought is not None:
                ids[wish.key] = int(brought.pk)
        for record in records.values():
            self._drop(record, rows.get(record.row_id))
        return ids

    def _bring_one(
        self, table: type[tables.Model], wish: Wish, record: LoadedRow | None, row: tables.Model | None
    ) -> tables.Model | None:
        label = f"{table._meta.label_lower} {wish.key}"
        if row is None and record is not None and not self.overwrite:
            self.report.kept.append(f"{label} (deleted by an official)")
            return None
        if row is None:
            same = {name: wish.values[name] for name in wish.unique}
            row = table._default_manager.filter(**same).first()
        if row is None:
            row = table._default_manager.create(**wish.values)
            self.report.added.append(label)
        elif _has(row, wish.values):
            self.report.unchanged += 1
        elif self.overwrite or (record is not None and bytes(record.digest) == digest_of(row)):
            _write(row, wish.values)
            self.report.changed.append(label)
        else:
            self.report.kept.append(f"{label} (edited by an official)")
            return row
        _remember(wish.key, row, record)
        return row

    def _drop(self, record: LoadedRow, row: tables.Model | None) -> None:
        """The content no longer has this row: retire or delete it, unless officials made it their own."""
        label = f"{record.kind} {record.key}"
        if row is None:
            record.delete()
        elif not self.overwrite and bytes(record.digest) != digest_of(row):
            self.report.kept.append(f"{label} (edited by an official, gone from the content)")
        elif not hasattr(row, "active"):
            row.delete()
            record.delete()
            self.report.removed.append(label)
        elif row.active:  # appointments may point at it: out of use, never deleted
            _write(row, {"active": False})
            _remember(record.key, row, record)
            self.report.removed.append(label)


def digest_of(row: tables.Model) -> bytes:
    """Return the SHA-256 of a row's values in columns that people can edit: 32 bytes."""
    columns = [each.attname for each in row._meta.concrete_fields if each.editable and not each.primary_key]
    return hashlib.sha256(_canonical({name: getattr(row, name) for name in columns}).encode()).digest()


def _canonical(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, default=str)


def _has(row: tables.Model, values: Mapping[str, Any]) -> bool:
    return _canonical({name: getattr(row, name) for name in values}) == _canonical(values)


def _write(row: tables.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _remember(key: str, row: tables.Model, record: LoadedRow | None) -> None:
    kept = record or LoadedRow(kind=row._meta.label_lower, key=key)
    digest = digest_of(row)
    if kept.pk is None or (kept.row_id, bytes(kept.digest)) != (row.pk, digest):
        kept.row_id, kept.digest = row.pk, digest
        kept.save()
