"""The seal of a capture: CMS EnvelopedData (RFC 5652) to the receiver's certificate, AES-256, DER.

Inside is one line of JSON, a line feed, and the picture. The line names the capture and holds the SHA-256 of
the picture, so that the receiver finds out when an envelope was mixed up or changed.
"""

import hashlib
import json
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from servicepoint.biometrics.errors import SealingOff

KEY_BITS_MIN = 3072


def sealed_to(certificate: x509.Certificate, picture: bytes, about: dict[str, str | int]) -> bytes:
    """Return the picture sealed, with `about` (codes and numbers only) in the same envelope."""
    line = json.dumps(about | {"sha256": hashlib.sha256(picture).hexdigest()}, separators=(",", ":"))
    return (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(line.encode() + b"\n" + picture)
        .set_content_encryption_algorithm(AES256)
        .add_recipient(certificate)
        .encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )


def fitting_certificate(pem: bytes, now: datetime) -> x509.Certificate:
    """Return the certificate if it can be sealed to at `now`; else SealingOff says what is wrong with it."""
    try:
        certificate = x509.load_pem_x509_certificate(pem)
    except ValueError:
        raise SealingOff("certificate_unreadable") from None
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < KEY_BITS_MIN:
        raise SealingOff("certificate_weak")
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        raise SealingOff("certificate_not_valid_now")
    return certificate
