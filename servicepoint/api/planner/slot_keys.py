"""The keys of slots: 32 hexadecimal characters that hold the slot itself, and that only we can make.

A key is one block of AES over the location, the start, the number of persons and a mark of the service. So no
table keeps them, all workers make the same ones, and each party size has its own. It is public: it opens
nothing but the wish for this time. After a change of DATA_KEY the keys in people's programs go on working.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from struct import Struct

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings

from servicepoint.kit.period import moment_of, tick_of
from servicepoint.kit.reference import digest, keyed_digest

_BLOCK = Struct(">IIB7s")  # location, start tick, persons, mark of the service: 16 bytes
_MARK_BYTES = 7  # 56 bits that must be those of a service: a key made up by someone else holds none
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SlotName:
    """What a key stands for; `service` is a code, the moment is UTC."""

    location_id: int
    service: str
    persons: int
    starts_at: datetime


def keys_of(location_id: int, service: str, persons: int, starts: Iterable[datetime]) -> list[str]:
    """Return the key of each start, in order; all are made in one go."""
    mark = _mark(service)
    blocks = b"".join(_BLOCK.pack(location_id, tick_of(each), persons, mark) for each in starts)
    made = _cipher(settings.DATA_KEY).encryptor().update(blocks).hex()
    return [made[begin : begin + 32] for begin in range(0, len(made), 32)]


def looks_like_key(text: str) -> bool:
    """Say whether a text has the form of a key."""
    return bool(_KEY.fullmatch(text))


def opened(key: str, services: Iterable[str]) -> SlotName | None:
    """Return what a key stands for, if we made it for one of these services."""
    if not looks_like_key(key):
        return None
    marks = {_mark(code): code for code in services}
    return _opened(bytes.fromhex(key), marks, (settings.DATA_KEY, *settings.DATA_KEYS_OLD))


def _opened(block: bytes, marks: dict[bytes, str], data_keys: Sequence[str]) -> SlotName | None:
    for data_key in data_keys:
        plain = _cipher(data_key).decryptor().update(block)
        location_id, start_tick, persons, mark = _BLOCK.unpack(plain)
        if mark in marks:
            return SlotName(location_id, marks[mark], persons, moment_of(start_tick))
    return None


@lru_cache(maxsize=64)
def _mark(service: str) -> bytes:
    return digest(f"service {service}")[:_MARK_BYTES]


@lru_cache(maxsize=8)
def _cipher(data_key: str) -> Cipher[ECB]:
    key = keyed_digest(data_key.encode(), "slot key", "")[:16]
    # One block is all there ever is of a slot, and no two slots are equal: what is wanted is the permutation
    # itself. A mode with a nonce would make a key longer than 32 characters, and another one each time.
    return Cipher(AES(key), ECB())  # noqa: S305
