"""The secret of the manage link: derived, so that a mail can repeat it; only its digest is stored."""

from django.conf import settings

from servicepoint.kit.reference import keyed_digest

from .models import Appointment


def manage_key(appointment: Appointment) -> str:
    """Return 32 hexadecimal characters that open this appointment until `key_version` rises.

    They follow from DATA_KEY and the code, so the database alone opens nothing.
    """
    value = f"{appointment.code}:{appointment.key_version}"
    return keyed_digest(settings.DATA_KEY.encode(), "manage link", value).hex()[:32]


def calendar_uid(appointment: Appointment) -> str:
    """Return the identifier of the calendar entry; the same through every move, and no key to anything."""
    digest = keyed_digest(settings.DATA_KEY.encode(), "calendar entry", appointment.code)
    return f"{digest.hex()[:24]}@ind-consultation"
