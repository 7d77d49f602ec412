"""The code of a letter: derived from the data key, so that it can be printed again and is kept nowhere."""

from django.conf import settings

from servicepoint.kit.reference import CODE_ALPHABET, keyed_digest, normal_code

LENGTH = 8  # of 23 letters: 78 thousand million, and useless without a birth date
PURPOSE = "letter code"


def code_of(invitation_id: int, version: int, *, data_key: str = "") -> str:
    """Return the code of an invitation, eight unmistakable characters."""
    key = (data_key or settings.DATA_KEY).encode()
    number = int.from_bytes(keyed_digest(key, PURPOSE, f"{invitation_id}:{version}"))
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    return "".join(letters)


def digest_of(code: str, *, data_key: str = "") -> bytes:
    """Return what the table keeps of a typed code: 32 bytes that a list of all codes does not open."""
    return keyed_digest((data_key or settings.DATA_KEY).encode(), PURPOSE, normal_code(code))


def digests_of(code: str) -> list[bytes]:
    """Return the digests of a typed code under the data key and every earlier one."""
    return [digest_of(code, data_key=key) for key in (settings.DATA_KEY, *settings.DATA_KEYS_OLD)]


def code_behind(invitation_id: int, version: int, digest: bytes) -> str:
    """Return the code that this digest was made of, also when the data key has changed since.

    Raises ValueError when it was made with a key that is not known any more: give a new code then.
    """
    for key in (settings.DATA_KEY, *settings.DATA_KEYS_OLD):
        code = code_of(invitation_id, version, data_key=key)
        if digest_of(code, data_key=key) == digest:
            return code
    raise ValueError("the code was made with a data key that is gone")


def in_groups(code: str) -> str:
    """Return a code as it is printed and read aloud: two groups of four."""
    return f"{code[:4]}-{code[4:]}"
