"""What the party is told: an appointment as a note, and the messages that follow from what happened."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache

from babel.numbers import format_currency
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.notifications.actions import Kind, Outgoing, post_all, withdraw
from servicepoint.notifications.note import Note, NotePerson, NotePlace, NoteSteps, Texts
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Fee

from . import keys
from .bring import what_to_bring
from .models import Appointment, Attendee

REMINDER_AT = time(9, 0)  # Dutch time


def tell(
    appointment: Appointment, kind: Kind, now: datetime, *, people: Sequence[Attendee] | None = None
) -> None:
    """Queue what the party is to get now and later, in the caller's transaction; nothing without an address.

    Reminders of an earlier state are withdrawn, so none follows a cancellation or names a time that is gone.
    `people` are the persons where the caller knows them, in their order.
    """
    topic = topic_of(appointment)
    if kind != "confirmed":
        withdraw(topic, ["reminder"], now)
    if not appointment.email:
        return
    key = f"{topic}:{appointment.sequence}"
    messages = [Outgoing(kind, now, f"{key}:{kind}")]
    if kind != "cancelled":
        messages += _reminders(appointment, key, now)
    post_all(messages, note=note_of(appointment, people), to=appointment.email)


def tell_again(appointment: Appointment, now: datetime, *, nonce: str) -> None:
    """Send the confirmation once more; the same nonce sends it once."""
    if appointment.email:
        message = Outgoing("confirmed", now, f"{topic_of(appointment)}:again:{nonce}")
        post_all([message], note=note_of(appointment), to=appointment.email)


def tell_missed(appointment: Appointment, now: datetime) -> bool:
    """Say that nobody came, and how to book again: once, however often; False without an address."""
    if appointment.email:
        message = Outgoing("missed", now, f"{topic_of(appointment)}:missed")
        post_all([message], note=note_of(appointment), to=appointment.email)
    return bool(appointment.email)


def warn_earlier_address(appointment: Appointment, earlier: str, now: datetime) -> None:
    """Tell the earlier address that it was replaced: whoever did not want that can call."""
    if earlier:
        key = f"{topic_of(appointment)}:{appointment.sequence}:address_changed"
        post_all([Outgoing("address_changed", now, key)], note=note_of(appointment), to=earlier)


def topic_of(appointment: Appointment) -> str:
    """Return what ties this appointment's messages together."""
    return f"appointment:{appointment.id}"


def note_of(appointment: Appointment, people: Sequence[Attendee] | None = None) -> Note:
    """Return the appointment as its party is told of it: what each person brings, by situation and age."""
    place = locations.location_lately(appointment.location_id)
    people = open_attendees(appointment) if people is None else people
    catalogue = services.catalogue()
    link = manage_url(appointment)
    return Note(
        topic=topic_of(appointment),
        uid=keys.calendar_uid(appointment),
        sequence=appointment.sequence,
        code=appointment.code,
        manage_url=link,
        qr_text=appointment.code,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        location=NotePlace(
            name=place.name,
            address=(place.street, f"{place.postcode} {place.city}"),
            route=place.route,
            phone=place.phone,
            email=place.email,
        ),
        people=tuple(_note_person(each, appointment) for each in people),
        needs=_needs_in_words(appointment.needs),
        steps=tuple(
            NoteSteps(catalogue.services[code].name, catalogue.services[code].steps)
            for code in dict.fromkeys(each.service for each in people)
            if catalogue.services[code].steps
        ),
        language=appointment.language,
        cancelled=appointment.status == "cancelled",
    )


def open_attendees(appointment: Appointment) -> list[Attendee]:
    """Return the persons who were not dropped, in their order."""
    rows = Attendee.objects.filter(appointment=appointment, dropped_at=None)
    return list(rows.order_by("position"))


def manage_url(appointment: Appointment) -> str:
    """Return the whole address at which the party manages the appointment, in its language."""
    return str(settings.PUBLIC_URL) + manage_path(keys.manage_key(appointment), appointment.language)


def manage_path(key: str, language: str) -> str:
    """Return the path of the manage page for a key: what the door `public` answers, as a test makes sure."""
    return f"/{language}/appointment/{key}/"


def _note_person(attendee: Attendee, appointment: Appointment) -> NotePerson:
    service = services.catalogue().services[attendee.service]
    day = clock.dutch_day(appointment.starts_at)
    fee = service_rules.fee_on(service, day)
    return NotePerson(
        name=f"{attendee.first_name} {attendee.last_name}",
        service=service.name,
        requirements=what_to_bring(
            service, attendee.situation, attendee.birth_date, day, only=attendee.only_requirements
        ),
        fee=_fee_in_words(fee) if fee else None,
    )


def _fee_in_words(fee: Fee) -> Texts:
    """Return amount and note in every language: `€ 197 per persoon.` and what else the reader should know."""
    if fee.amount_cents == 0:
        return fee.note
    words: dict[str, str] = {}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            amount = format_currency(fee.amount_cents / 100, "EUR", locale=code).replace("\xa0", " ")
            words[code] = gettext("%(amount)s for each person.") % {"amount": amount}
        words[code] += " " + fee.note.get(code, fee.note["nl"])
    return words


def _reminders(appointment: Appointment, key: str, now: datetime) -> list[Outgoing]:
    day = clock.dutch_day(appointment.starts_at)
    dues = (
        (days, clock.moment_on(day - timedelta(days=days), REMINDER_AT)) for days in settings.REMINDER_DAYS
    )
    return [
        Outgoing("reminder", due_at, f"{key}:reminder:{days}", expires_at=appointment.starts_at)
        for days, due_at in dues
        if due_at > now
    ]


def _needs_in_words(needs: dict[str, str | bool]) -> tuple[Texts, ...]:
    return tuple(
        _in_every_language(name, str(value) if isinstance(value, str) else "")
        for name, value in needs.items()
        if value
    )


@lru_cache(maxsize=256)
def _in_every_language(name: str, detail: str) -> Texts:
    words: dict[str, str] = {}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            words[code] = need_label(name) + (f": {gettext(detail)}" if detail else "")
    return words


def need_label(name: str) -> str:
    """Return a need in the current language."""
    labels = {
        "interpreter": gettext("Interpreter"),
        "wheelchair": gettext("Wheelchair access"),
        "quiet_room": gettext("A quiet room"),
        "guardian": gettext("A parent or guardian comes along"),
        "lawyer": gettext("A lawyer comes along"),
        "infant": gettext("A baby or small child comes along"),
    }
    return labels[name]
