"""Whether captures can be taken at all: the receiver's certificate and address, as the settings name them."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from django.conf import settings

from servicepoint.biometrics.envelope import fitting_certificate
from servicepoint.biometrics.errors import SealingOff


def certificate_at(now: datetime) -> x509.Certificate:
    """Return the certificate to seal to. Raises SealingOff, whose reason says what is missing.

    Read anew each time: it is small, and whoever replaces it need not restart anything.
    """
    if not settings.BIOMETRICS_CERTIFICATE:
        raise SealingOff("no_certificate")
    if not settings.BIOMETRICS_HANDOVER_URL:
        raise SealingOff("no_receiver")
    try:
        pem = Path(settings.BIOMETRICS_CERTIFICATE).read_bytes()
    except OSError:
        raise SealingOff("certificate_unreadable") from None
    return fitting_certificate(pem, now)


def reason_off(now: datetime) -> str:
    """Return why nothing can be taken, as a code; empty when all is ready."""
    try:
        certificate_at(now)
    except SealingOff as off:
        return off.reason
    return ""
