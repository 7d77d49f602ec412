"""Statements whose answers nobody needs travel to the database in one message, not one by one.

A booking writes to six tables; sending and waiting six times would cost more than the writing itself.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection, models

_Execute = Callable[..., object]


class _Aside:
    """Writes in the order in which they were put aside, their values filled in."""

    def __init__(self) -> None:
        self._statements: list[str] = []

    def __call__(self, execute: _Execute, sql: str, params: Any, many: bool, context: Any) -> object:  # noqa: PLR0917 - Django's signature
        if sql.lstrip().startswith("SELECT"):
            for message in self.messages():
                execute(message, None, many, context)
            return execute(sql, params, many, context)
        self._statements.append(context["cursor"].mogrify(sql, params))
        return None

    def messages(self) -> Iterator[str]:
        """Yield what was put aside as one message, or nothing."""
        statements, self._statements = self._statements, []
        if statements:
            yield ";\n".join(statements)


@contextmanager
def sent_together() -> Iterator[None]:
    """Put the block's writes aside and send them all, in order, when it ends.

    In a transaction; whoever reads the answer of a write in the block gets an error. A question in between is
    asked at once, after what was put aside before it. When the block fails nothing more is sent, and the
    transaction undoes the rest.
    """
    aside = _Aside()
    with connection.execute_wrapper(aside):
        yield
    for message in aside.messages():
        with connection.cursor() as cursor:
            cursor.execute(message)


def insert(rows: Sequence[models.Model], *, ending: str = "") -> tuple[str, list[Any]]:
    """Return the INSERT for new rows of one table, `ending` behind it, and its values.

    The ORM's own insert says the same at five times the price, which every booking would pay.
    """
    statement, one_row, fields = _table(type(rows[0]))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    return f"{statement} {', '.join([one_row] * len(rows))} {ending}", values


@lru_cache(maxsize=32)
def _table(model: type[models.Model]) -> tuple[str, str, tuple[Any, ...]]:
    """Return what the INSERT for a table starts with, the marks for one row, and the fields behind them."""
    meta = model._meta
    fields = tuple(field for field in meta.concrete_fields if not (field.generated or field.primary_key))
    columns = ", ".join(str(field.column) for field in fields)
    return f"INSERT INTO {meta.db_table} ({columns}) VALUES", f"({', '.join(['%s'] * len(fields))})", fields
