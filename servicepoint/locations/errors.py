"""What this room refuses; each has a stable `code`."""


class LocationError(Exception):
    """A refusal of this room."""

    code = "location_error"


class LocationUnknown(LocationError):
    """There is no such location."""

    code = "location_unknown"


class RangeTooLong(LocationError):
    """More days were asked for than anyone plans ahead, or the last day lies before the first."""

    code = "range_too_long"
