"""What may stand in the record: known keys, and values that cannot carry a person's details."""

import json
import re
from collections.abc import Mapping

from servicepoint.audit.errors import FactRefused

FACTS_BYTES_MAX = 2000
LIST_LENGTH_MAX = 60
NUMBER_MAX = 99_999_999  # eight digits: neither a BSN (nine) nor a V-number (ten)

# Each key is known to hold an id, a code, a count or a moment. Add yours here: the review of this list is the
# review of what the record may remember.
FACT_KEYS = frozenset(
    {
        "added", "refused", "unchanged", "updated",  # rows of a delivery
        "appointment", "attempt", "attendee", "channel", "closure", "code", "codes", "count", "counter",
        "days", "dedupe", "draft", "ends_at", "error", "fields", "from", "from_count", "from_ends_at",
        "from_starts_at", "hold", "id", "ids", "kind", "language", "location", "minutes", "model", "moves",
        "note", "on", "page", "persons", "reason", "sequence", "service", "services", "situation",
        "starts_at", "status", "to_count", "topic", "until", "version", "weekday", "withdrawn",
    }
)  # fmt: skip

_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,80}\Z")
_LONG_NUMBER = re.compile(r"(?:\d[ .]?){9}")


def checked_facts(facts: Mapping[str, object]) -> str:
    """Return the facts as compact JSON.

    Keys are in `FACT_KEYS`; values are None, booleans, numbers up to `NUMBER_MAX`, codes (letters, digits
    and `_.:+/-`, with no run of nine digits), or lists of those.
    Raises `FactRefused`, which names the key only.
    """
    for key, value in facts.items():
        if key not in FACT_KEYS:
            raise FactRefused(f"{key!r} is not a known fact: add it to audit.rules.FACT_KEYS or leave it out")
        if not _harmless(value):
            raise FactRefused(f"the value of {key!r} is not an id, a code, a number or a moment")
    text = json.dumps(facts, separators=(",", ":"), sort_keys=True)
    if len(text) > FACTS_BYTES_MAX:
        raise FactRefused(f"the facts are longer than {FACTS_BYTES_MAX} bytes")
    return text


def _harmless(value: object) -> bool:
    if isinstance(value, list | tuple):
        return len(value) <= LIST_LENGTH_MAX and all(_harmless_atom(item) for item in value)
    return _harmless_atom(value)


def _harmless_atom(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) <= NUMBER_MAX
    return isinstance(value, str) and bool(_CODE.match(value)) and not _LONG_NUMBER.search(value)
