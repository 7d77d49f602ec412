"""Model fields whose column holds sealed bytes only.

They can be read and written, not searched: of the look-ups only `isnull` works.
"""

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from servicepoint.sealing.keys import opening_keys, sealing_key
from servicepoint.sealing.rules import open_sealed, seal

if TYPE_CHECKING:
    TextBase = models.Field[str | None, str | None]
    JSONBase = models.Field[Any, Any]
else:
    TextBase = JSONBase = models.Field


class _Sealed(models.Field):  # type: ignore[type-arg]  # what the value is, the two fields below say
    empty_values = [None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def column_name(self) -> str:
        """Return what a value of this field is bound to: `table.column`."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django's signature
        prepared: bool = False,  # noqa: ARG002
    ) -> Any:
        if value is None:
            return None
        return seal(self.to_text(value).encode(), key=sealing_key(), column=self.column_name)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        if value is None:
            return None
        opened = open_sealed(bytes(value), keys=opening_keys(), column=self.column_name)
        return self.from_text(opened.decode())

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: it cannot be searched")
        return super().get_lookup(lookup_name)

    def to_text(self, value: Any) -> str:
        raise NotImplementedError

    def from_text(self, text: str) -> Any:
        raise NotImplementedError


class EncryptedTextField(_Sealed, TextBase):
    """Text such as a BSN, sealed in the column; `None` stays NULL."""

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> str:
        return text


class EncryptedJSONField(_Sealed, JSONBase):
    """Whatever JSON can say, sealed in the column; `None` stays NULL."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    def from_text(self, text: str) -> Any:
        return json.loads(text)
