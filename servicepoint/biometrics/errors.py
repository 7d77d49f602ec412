"""Refusals of this room. Each has a stable code and no prose."""


class BiometricsRefusal(Exception):
    """Any other refusal of this room."""

    code = "biometrics_refused"


class SealingOff(BiometricsRefusal):
    """Nothing can be sealed, so nothing is taken; `reason` says why."""

    code = "sealing_off"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SittingUnknown(BiometricsRefusal):
    """There is no such sitting."""

    code = "sitting_unknown"


class SittingClosed(BiometricsRefusal):
    """The sitting is closed: nothing is added to it any more."""

    code = "sitting_closed"


class NotAsked(BiometricsRefusal):
    """This photo or finger is not asked of this person now."""

    code = "not_asked"


class PictureRefused(BiometricsRefusal):
    """What was sent is not a picture that can be measured."""

    code = "picture_refused"


class NothingToAccept(BiometricsRefusal):
    """There is no capture that could be accepted like this, or not any more."""

    code = "nothing_to_accept"


class ReasonUnknown(BiometricsRefusal):
    """The reason is not one of the list."""

    code = "reason_unknown"


class SupervisorNeeded(BiometricsRefusal):
    """Somebody other than who took the print has to decide."""

    code = "supervisor_needed"


class SittingUnfinished(BiometricsRefusal):
    """Something that is asked is neither taken nor impossible yet."""

    code = "sitting_unfinished"
