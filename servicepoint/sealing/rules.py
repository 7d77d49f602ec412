"""The seal: AES-256-GCM under a key derived from the data key, bound to one column.

A sealed value is: 1 byte form, 4 bytes key id, 12 bytes nonce, ciphertext, 16 bytes tag. The key id is
derived from the key, so that several data keys can be in use while values move from the old to the new one.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from servicepoint.sealing.errors import CannotOpen

_FORM = b"\x01"
_KEY_ID_LENGTH = 4
_NONCE_LENGTH = 12
_HEADER_LENGTH = len(_FORM) + _KEY_ID_LENGTH + _NONCE_LENGTH
_TAG_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A key and the id by which sealed values name it."""

    id: bytes
    key: bytes = field(repr=False)


def key_from(data_key: str) -> SealingKey:
    """Derive the key for columns from the data key of the settings (HKDF-SHA256, RFC 5869)."""
    return SealingKey(
        _derived(data_key, b"column key id", _KEY_ID_LENGTH), _derived(data_key, b"column key", 32)
    )


def seal(plain: bytes, *, key: SealingKey, column: str) -> bytes:
    """Return `plain` sealed for `column`, such as `appointments_attendee.bsn`; different each time."""
    nonce = os.urandom(_NONCE_LENGTH)
    header = _FORM + key.id + nonce
    return header + AESGCM(key.key).encrypt(nonce, plain, _bound_to(header, column))


def open_sealed(sealed: bytes, *, keys: Sequence[SealingKey], column: str) -> bytes:
    """Return what was sealed for `column` with one of `keys`, or raise `CannotOpen`."""
    header, ciphertext = sealed[:_HEADER_LENGTH], sealed[_HEADER_LENGTH:]
    if header[:1] != _FORM or len(ciphertext) < _TAG_LENGTH:
        raise CannotOpen("not a sealed value")
    key = next((key for key in keys if key.id == key_id_of(sealed)), None)
    if key is None:
        raise CannotOpen("sealed with a key that is not among DATA_KEY and DATA_KEYS_OLD")
    try:
        return AESGCM(key.key).decrypt(header[-_NONCE_LENGTH:], ciphertext, _bound_to(header, column))
    except InvalidTag:
        raise CannotOpen("sealed for another column, or changed") from None


def key_id_of(sealed: bytes) -> bytes:
    """Return the id of the key a value was sealed with."""
    return sealed[1 : 1 + _KEY_ID_LENGTH]


def _derived(data_key: str, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(data_key.encode())


def _bound_to(header: bytes, column: str) -> bytes:
    return header + column.encode()
