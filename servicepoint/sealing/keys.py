"""The keys in use: one to seal with, and older ones that still open."""

from functools import lru_cache

from django.conf import settings

from servicepoint.sealing.rules import SealingKey, key_from


def sealing_key() -> SealingKey:
    """Return the key that new values are sealed with."""
    return _derived(settings.DATA_KEY)


def opening_keys() -> tuple[SealingKey, ...]:
    """Return every key that may open a value: the current one first."""
    return tuple(_derived(text) for text in (settings.DATA_KEY, *settings.DATA_KEYS_OLD))


@lru_cache(maxsize=8)
def _derived(data_key: str) -> SealingKey:
    return key_from(data_key)
