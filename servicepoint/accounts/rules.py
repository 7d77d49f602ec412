"""Six digits that change each half minute (RFC 6238), and which roles a provider's claim means. Pure."""

import base64
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
STEPS_OFF_MAX = 1  # a clock that is half a minute wrong, or digits typed just before they changed
DIGITS = 6
ISSUER = "IND Consultation"


def step_at(now: datetime) -> int:
    """Return the half minute since 1970 in which this moment lies."""
    return int(now.timestamp()) // STEP_SECONDS


def digits_at(secret: str, step: int) -> str:
    """Return the six digits of a secret (base 32) in a half minute."""
    key = base64.b32decode(secret)
    mac = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, typed: str, *, now: datetime, last_step: int) -> int | None:
    """Return the half minute to which the typed digits belong, or None.

    One step before and after now are accepted, and none up to `last_step`: digits are good once.
    """
    here, given = step_at(now), only_letters_and_digits(typed)
    for step in range(here - STEPS_OFF_MAX, here + STEPS_OFF_MAX + 1):
        if step > last_step and hmac.compare_digest(digits_at(secret, step).encode(), given.encode()):
            return step
    return None


def only_letters_and_digits(typed: str) -> str:
    """Return what was typed without spaces and dashes, in capitals."""
    return "".join(character for character in typed.upper() if character.isalnum())


def app_address(secret: str, account: str) -> str:
    """Return the address that an app reads from the QR code."""
    label = quote(f"{ISSUER}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER}, quote_via=quote)}"


def roles_of(claim: object, names: Mapping[str, str]) -> frozenset[str]:
    """Return our roles for a provider's claim: one name or a list; `names` maps theirs to ours."""
    theirs: Iterable[object] = claim if isinstance(claim, list) else [claim]
    return frozenset(names[each] for each in theirs if isinstance(each, str) and each in names)


def is_strong(claims: Mapping[str, object], acr: str) -> bool:
    """Say whether the provider asked for two factors: `amr` says so, or `acr` is the level agreed on."""
    methods = claims.get("amr")
    return (isinstance(methods, list) and "mfa" in methods) or (bool(acr) and claims.get("acr") == acr)
