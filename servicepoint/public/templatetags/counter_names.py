"""Counters as they are called: a number that is the same in every language."""

import re

from django import template

register = template.Library()
_NUMBER_AT_END = re.compile(r"\S*\d\S*\Z")


@register.filter
def counter_number(name: str) -> str:
    """Return `3` of `Balie 3`, `12b` of `Loket 12b`; a name without a number stays whole."""
    found = _NUMBER_AT_END.search(name.strip())
    return found[0] if found else name
