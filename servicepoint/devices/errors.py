"""Why an act of this room is refused: one class per refusal, each with a stable code and no prose."""

from typing import ClassVar


class DeviceRefused(Exception):
    """An act that was not carried out; nothing was changed."""

    code: ClassVar[str] = "device_refused"


class DeviceUnknown(DeviceRefused):
    """There is no such device."""

    code = "device_unknown"


class EnrolmentUnknown(DeviceRefused):
    """No device waits for this code: it is mistyped, was used, or is older than a quarter of an hour."""

    code = "enrolment_unknown"


class KindUnknown(DeviceRefused):
    """A device is a kiosk or a display, and has a name."""

    code = "device_kind_unknown"
