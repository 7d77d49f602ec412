"""YAML files read with the line of every key, and checked against a JSON Schema.

Only `true`, `false`, whole numbers and empty mean themselves; everything else is text. So `13:00` stays a
time, `no` a word and `2026-01-01` a day that is checked here.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from servicepoint.content.errors import ContentRefused, Problem

BYTES_MAX = 2_000_000
DEPTH_MAX = 30
Place = tuple[str | int, ...]


_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_FastLoader):  # type: ignore[misc]  # which of the two depends on the machine
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]*)$"), list("-0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])

_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@_formats.checks("time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or time.fromisoformat(value).tzinfo is None


@dataclass(slots=True)
class File:
    """One content file: its values, the line of each place in them, and what is wrong so far."""

    name: str
    values: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, place: Place, wrong: str, expected: str) -> None:
        """Note a problem at a place, or at the nearest place above it that has a line."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, 1)
        self.problems.append(Problem(self.name, line, _spelled(place), wrong, expected))


def read(path: Path, schema: Path) -> File:
    """Read and check one file. Problems are in the answer; `values` is None when it cannot be used at all."""
    file = File(f"content/{path.name}")
    node = _composed(path, file)
    if node is None:
        return file
    file.values = _constructed(node, (), file)
    rules = json.loads(schema.read_text(encoding="utf-8"))
    for error in Draft202012Validator(rules, format_checker=_formats).iter_errors(file.values):
        _note(file, error)
    return file


def _note(file: File, error: ValidationError) -> None:
    """Note what the schema found; an unknown key at its own line."""
    place = tuple(error.absolute_path)
    if error.validator != "additionalProperties":
        file.refuse(place, _wrong(error), _expected(error))
        return
    given: Any = error.instance
    for key in given.keys() - set(_known(error)):
        file.refuse((*place, key), "is not a known key", f"only the keys {_quoted(_known(error))}")


def _composed(path: Path, file: File) -> yaml.Node | None:
    if not path.is_file() or path.stat().st_size > BYTES_MAX:
        file.refuse((), "cannot be read", f"a file of at most {BYTES_MAX:,} bytes")
        return None
    try:
        node: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        file.problems.append(Problem(file.name, line, "", str(error.problem), "valid YAML"))
        return None
    if node is None:
        file.refuse((), "is empty", "keys and values")
    return node


def _constructed(node: yaml.Node, place: Place, file: File) -> Any:
    file.lines.setdefault(place, node.start_mark.line + 1)
    if len(place) > DEPTH_MAX:
        file.refuse(place, "lies too deep", f"at most {DEPTH_MAX} levels")
        return None
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, place, file))
    if isinstance(node, yaml.SequenceNode):
        return [_constructed(each, (*place, number), file) for number, each in enumerate(node.value)]
    return _Loader("").construct_object(node)


def _pairs(node: yaml.MappingNode, place: Place, file: File) -> Iterator[tuple[str, Any]]:
    """Yield keys and values; those taken over with `<<` come first, so that a mapping's own win."""
    for key_node, value_node in node.value:
        if key_node.value == "<<" and isinstance(value_node, yaml.MappingNode):
            yield from _pairs(value_node, place, file)
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key == "<<" and isinstance(value_node, yaml.MappingNode):
            continue
        file.lines[(*place, key)] = key_node.start_mark.line + 1
        if key in seen:
            file.refuse((*place, key), "is there twice", "each key once")
        seen.add(key)
        yield key, _constructed(value_node, (*place, key), file)


def _spelled(place: Place) -> str:
    spelled = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return spelled.removeprefix(".")


def _wrong(error: ValidationError) -> str:
    given: Any = error.instance
    if error.validator == "required":
        return f"{_quoted(key for key in _rule(error) if key not in given)} is missing"
    return f"{json.dumps(given, ensure_ascii=False, default=str)[:80]} does not fit"


def _expected(error: ValidationError) -> str:
    schema: Any = error.schema
    if error.validator == "required":
        return f"the keys {_quoted(_rule(error))}"
    if "description" in schema:
        return str(schema["description"])
    if error.validator == "enum":
        return f"one of {_quoted(_rule(error))}"
    return f"{error.validator} {_rule(error)}"


def _rule(error: ValidationError) -> Any:
    return error.validator_value


def _known(error: ValidationError) -> list[str]:
    schema: Any = error.schema
    return list(schema.get("properties", {}))


def _quoted(words: Iterable[Any]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def read_folder(folder: Path, names: Iterable[str]) -> dict[str, File]:
    """Read these files of a content folder, each with its schema in `schemas/`."""
    return {name: read(folder / f"{name}.yaml", folder / "schemas" / f"{name}.json") for name in names}


def refuse_if_wrong(files: Iterable[File]) -> None:
    """Raise `ContentRefused` with all problems of these files, if there are any."""
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise ContentRefused(problems)
