"""A line of the counter's screen: one question with a few answers, each answer is one key.

A choice is sent as `position/what/about/answer/reason`, such as `1/check/passport/seen/`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """An answer; with `more` it asks which of these, without it is sent as `value`."""

    label: str
    value: str = ""
    is_chosen: bool = False
    more: tuple["Option", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its answers; `state` is open, settled or missing."""

    id: str
    label: str
    options: tuple[Option, ...]
    state: str = "open"
    detail: str = ""
    found: str = ""
    large: str = ""  # what is read from a step away, such as a place in the safe
    stays: bool = False  # another answer follows here, so the keys stay
