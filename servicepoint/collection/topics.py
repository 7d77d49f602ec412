"""How the letters and mails of an invitation are named. Pure."""

_PREFIX = "invitation:"


def topic_of(invitation_id: int) -> str:
    """Return what all letters and mails of an invitation are about."""
    return f"{_PREFIX}{invitation_id}"


def invitation_of(topic: str) -> int | None:
    """Return the id behind a topic of `topic_of`, or None for a topic of somebody else's."""
    number = topic.removeprefix(_PREFIX)
    return int(number) if topic.startswith(_PREFIX) and number.isdecimal() else None
