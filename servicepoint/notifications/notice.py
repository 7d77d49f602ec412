"""A message about something that is no appointment: what it says is written by the caller."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """A subject and paragraphs in the reader's language; the Dutch part is empty when that is Dutch."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    dutch_subject: str = ""
    dutch_paragraphs: tuple[str, ...] = ()


def notice_to_json(notice: Notice) -> dict[str, Any]:
    """Return the notice as values that JSON knows."""
    return asdict(notice)


def notice_from_json(fields: Mapping[str, Any]) -> Notice:
    """Return the notice that `notice_to_json` wrote; KeyError or TypeError when it is none."""
    rest = dict(fields)
    return Notice(
        paragraphs=tuple(rest.pop("paragraphs")),
        dutch_paragraphs=tuple(rest.pop("dutch_paragraphs")),
        **rest,
    )
