"""One mail: plain text, HTML, the calendar entry, and the letter attached."""

from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from servicepoint.kit import clock
from servicepoint.notifications.note import Note
from servicepoint.notifications.rendering.calendar_entry import Method, calendar_file
from servicepoint.notifications.rendering.letter import letter_pdf
from servicepoint.notifications.rendering.plain import plain_text
from servicepoint.notifications.rendering.warning import warning
from servicepoint.notifications.sheet import OVER, Kind, sheets


def mail(
    note: Note, kind: Kind, language: str, *, to: str = "", message_id: str = ""
) -> EmailMultiAlternatives:
    """Return the mail in `language`, with the Dutch text below it when that is another one."""
    if kind == "address_changed":
        return warning(note, language, to=to, headers=headers_for(message_id))
    pages = sheets(note, kind, language)
    message = EmailMultiAlternatives(
        subject=pages[0].subject,
        body=plain_text(pages),
        to=[to] if to else [],
        headers=headers_for(message_id),
    )
    message.attach_alternative(render_to_string("mail/message.html", {"sheets": pages}), "text/html")
    if kind not in {"reminder", "missed"}:
        _add_calendar(message, note, kind, to)
    if kind not in OVER:
        message.attach(f"{note.code}.pdf", letter_pdf(note, language), "application/pdf")
    return message


def headers_for(message_id: str) -> dict[str, str]:
    """RFC 3834: an automatic message says so, and out-of-office replies stay away."""
    headers = {"Date": format_datetime(clock.now()), "Auto-Submitted": "auto-generated"}
    return headers | ({"Message-ID": message_id} if message_id else {})


def _add_calendar(message: EmailMultiAlternatives, note: Note, kind: Kind, to: str) -> None:
    """Add the entry twice: mail programs with a calendar read the part, all others offer the file."""
    method: Method = "CANCEL" if kind == "cancelled" else "REQUEST"
    entry = calendar_file(note, method, attendee=to).decode()
    message.attach_alternative(entry, f"text/calendar; method={method}")
    message.attach(f"{note.code}.ics", entry.encode(), "application/ics")
