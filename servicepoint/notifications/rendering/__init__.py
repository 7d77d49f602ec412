"""From a note to what people get: mail, letter, calendar entry."""

from servicepoint.notifications.rendering.calendar_entry import calendar_file
from servicepoint.notifications.rendering.letter import letter_pdf
from servicepoint.notifications.rendering.mail import mail

__all__ = ["calendar_file", "letter_pdf", "mail"]
