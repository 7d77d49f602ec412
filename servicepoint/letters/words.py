"""The words of letters as their file has them: checked, and read once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from servicepoint.content.files import File, Place, read_folder, refuse_if_wrong
from servicepoint.letters.note import KINDS, Kind, Texts
from servicepoint.typeset.fonts import Direction, showable

FILES = ("letters",)
FILLED_IN = frozenset({"place", "until", "service", "link", "phone", "hours", "email", "day", "start", "end"})
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Language:
    """A language that letters speak; `machine_made` says so in that language, empty when it was checked."""

    code: str
    direction: Direction
    machine_made: str


@dataclass(frozen=True, slots=True)
class Words:
    """All texts of letters."""

    languages: Mapping[str, Language]
    subjects: Mapping[Kind, Texts]
    intros: Mapping[Kind, tuple[Texts, ...]]
    texts: Mapping[str, Texts]
    documents: Mapping[str, Texts]

    def spoken(self, language: str) -> Language:
        """Return the language a letter is written in for a reader of `language`: English when it has none."""
        return self.languages.get(language) or self.languages["en"]


@cache
def words() -> Words:
    """Return the words of `content/letters.yaml`, read once. Raises `ContentRefused`."""
    return read_words(settings.BASE_DIR / "content")


def read_words(folder: Path) -> Words:
    """Return the words of a content folder. Raises `ContentRefused` with all that is wrong."""
    file = read_folder(folder, FILES)["letters"]
    check(file)
    refuse_if_wrong([file])
    return _words(file.values)


def document_name(kind: str) -> Texts:
    """Return what letters call a document, by the code of the IND."""
    documents = words().documents
    return documents.get(kind) or documents["other"]


def check(file: File) -> None:
    """Note texts that lack a language, fill in other words than the Dutch one, or that no font can show."""
    if file.problems:
        return
    languages = frozenset(file.values["languages"])
    for place, texts in _texts(file.values, ()):
        if missing := sorted(languages - texts.keys()):
            file.refuse(place, f"{', '.join(missing)} is missing", "every language of this file")
        if unknown := sorted(texts.keys() - languages):
            file.refuse(place, f"{', '.join(unknown)} is no language here", "only languages of this file")
        _check_fillings(file, place, texts)


def _check_fillings(file: File, place: Place, texts: Texts) -> None:
    expected = fillings(texts["nl"])
    if unknown := sorted(set(expected) - FILLED_IN):
        file.refuse((*place, "nl"), f"{unknown[0]} is not filled in", f"of {', '.join(sorted(FILLED_IN))}")
    for language, text in texts.items():
        if sorted(fillings(text)) != sorted(expected):
            file.refuse((*place, language), "fills in other words than nl does", "the same { } as nl")
        if showable(text) != text:
            file.refuse((*place, language), "has characters that no font shows", "letters of our fonts")


def fillings(text: str) -> list[str]:
    """Return the names of what is filled in, in order."""
    return PLACEHOLDER.findall(text)


def _texts(values: Any, place: Place) -> Iterator[tuple[Place, Texts]]:
    if isinstance(values, dict) and isinstance(values.get("nl"), str):
        yield place, values
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from _texts(value, (*place, key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from _texts(value, (*place, number))


def _words(values: dict[str, Any]) -> Words:
    languages = {
        code: Language(code, one["direction"], one.get("machine_made", ""))
        for code, one in values["languages"].items()
    }
    return Words(
        languages=languages,
        subjects={kind: values["kinds"][kind]["subject"] for kind in KINDS},
        intros={kind: tuple(values["kinds"][kind]["intro"]) for kind in KINDS},
        texts=values["words"],
        documents=values["documents"],
    )
