"""Refusals of this room. Each has a stable code and no prose."""


class NotificationRefusal(Exception):
    code = "notification_refused"


class NothingToResend(NotificationRefusal):
    """The message is not one that failed, or its content is no longer kept."""

    code = "nothing_to_resend"
