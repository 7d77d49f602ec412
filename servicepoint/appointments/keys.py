"""The secret of the manage link: derived, so that a mail can repeat it; only its digest is stored."""

from django.conf import settings

from servicepoint.kit.reference import digest, keyed_digest

from .models import Appointment


def manage_key(appointment: Appointment) -> str:
    """Return the key that opens this appointment, until `key_version` rises: its digest is in the row.

    It follows from DATA_KEY and the code, so the database alone opens nothing. After a change of DATA_KEY the
    links that people have go on working: the earlier key is found among DATA_KEYS_OLD.
    """
    stored = bytes(appointment.key_digest)
    derived = (_derived(text, appointment) for text in settings.DATA_KEYS_OLD)
    return next((key for key in derived if digest(key) == stored), new_manage_key(appointment))


def new_manage_key(appointment: Appointment) -> str:
    """Return 32 hexadecimal characters for the code and the `key_version` that the appointment has now."""
    return _derived(settings.DATA_KEY, appointment)


def _derived(data_key: str, appointment: Appointment) -> str:
    value = f"{appointment.code}:{appointment.key_version}"
    return keyed_digest(data_key.encode(), "manage link", value).hex()[:32]


def calendar_uid(appointment: Appointment) -> str:
    """Return the identifier of the calendar entry; the same through every move and every change of keys.

    It opens nothing: it follows from the code alone, which stands in the entry as well.
    """
    return f"{digest(f'calendar entry {appointment.code}').hex()[:24]}@ind-consultation"
