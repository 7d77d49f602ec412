"""What this room refuses; each has a stable `code`."""


class ServiceError(Exception):
    """A refusal of this room."""

    code = "service_error"


class ServiceUnknown(ServiceError):
    """There is no such service, or it cannot be booked now."""

    code = "service_unknown"


class PartySizeRefused(ServiceError):
    """A party is one to six people."""

    code = "party_size"


class LengthUnknown(ServiceError):
    """No length is valid for this service on that day."""

    code = "length_unknown"


class WindowEmpty(ServiceError):
    """The services of this party have no day in common on which they can be booked."""

    code = "window_empty"


class AnswerUnknown(ServiceError):
    """`answer` is not one of the choices of the question reached; `position` counts from 0."""

    code = "answer_unknown"

    def __init__(self, answer: str, position: int) -> None:
        super().__init__(self.code)
        self.answer = answer
        self.position = position
