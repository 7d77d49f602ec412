"""References people read aloud, secrets that links carry, and digests that stand for them in the database."""

import hashlib
import hmac
import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: what is read over the telephone or off a letter cannot be mistaken.
CODE_ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
CODE_LENGTH = 6


def new_code() -> str:
    """Return a fresh code of six unmistakable characters, such as `H7KTQX`."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """Return 128 random bits as 32 lower-case hexadecimal characters."""
    return secrets.token_hex(16)


def normal_code(typed: str) -> str:
    """Return a typed code without spaces and dashes, in capitals."""
    return "".join(character for character in typed.upper() if character.isalnum())


def digest(secret: str) -> bytes:
    """Return the SHA-256 of a random secret: 32 bytes, safe to store and to look up."""
    return hashlib.sha256(secret.encode()).digest()


def keyed_digest(key: bytes, purpose: str, value: str) -> bytes:
    """Return 32 bytes that stand for a guessable value and tell nothing without `key`."""
    return hmac.digest(key, f"{purpose}\x00{value}".encode(), "sha256")
