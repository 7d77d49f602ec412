"""From a note to what people get: mail, letter, calendar entry, QR code."""

from servicepoint.notifications.rendering.calendar_entry import calendar_file
from servicepoint.notifications.rendering.letter import letter_pdf
from servicepoint.notifications.rendering.mail import mail
from servicepoint.notifications.rendering.qr import qr_svg

__all__ = ["calendar_file", "letter_pdf", "mail", "qr_svg"]
