"""The calendar entry, by RFC 5545 (iCalendar) and RFC 5546 (iTIP).

The same UID and a rising SEQUENCE make calendars follow a move or a cancellation. No names and no V-number in
it: calendars are shared with families, employers and assistants.
"""

from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from servicepoint.kit import clock
from servicepoint.notifications.note import Note, text_in

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event, vCalAddress

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
ALARM_BEFORE = timedelta(hours=2)


def calendar_file(note: Note, method: Method, *, attendee: str = "") -> bytes:
    """Return the appointment as an .ics file: PUBLISH to download, REQUEST or CANCEL to mail `attendee`."""
    from icalendar import Calendar  # noqa: PLC0415 - takes half a second to import

    with translation.override(note.language):
        event = _event(note, method)
    if attendee and method != "PUBLISH":
        event.add("attendee", _attendee(attendee))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//IND Consultation//Appointments//EN")
    calendar.add("method", method)
    calendar.add_component(event)
    _add_time_zone(calendar, note)
    file: bytes = calendar.to_ical()
    return file


def _event(note: Note, method: Method) -> "Event":
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", note.uid)
    event.add("sequence", note.sequence)
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("dtstart", clock.dutch(note.starts_at))
    event.add("dtend", clock.dutch(note.ends_at))
    place = text_in(note.location.name, note.language)
    event.add("summary", _("IND appointment, %(place)s") % {"place": place})
    event.add("location", ", ".join([place, *note.location.address]))
    event.add("organizer", _organizer(place))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    if method == "CANCEL" or note.cancelled:
        event.add("status", "CANCELLED")
        return event
    event.add("status", "CONFIRMED")
    event.add("description", _description(note))
    event.add_component(_alarm())
    return event


def _description(note: Note) -> str:
    # The manage link stays out: a shared calendar would hand it to others.
    return _("Appointment code: %(code)s. Your confirmation says what each person must bring.") % {
        "code": note.code
    }


def _organizer(place: str) -> "vCalAddress":
    from icalendar import vCalAddress, vText  # noqa: PLC0415

    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(place)
    return organizer


def _attendee(address: str) -> "vCalAddress":
    from icalendar import vCalAddress, vText  # noqa: PLC0415

    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")  # nobody reads the answers
    return attendee


def _alarm() -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("IND appointment"))
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm


def _add_time_zone(calendar: "Calendar", note: Note) -> None:
    day = clock.dutch_day(note.starts_at)
    calendar.add_missing_timezones(first_date=day - timedelta(days=366), last_date=day + timedelta(days=366))
