"""One appointment in one language: the words and their order, which mail, letter and plain text all show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servicepoint.kit.clock import dutch
from servicepoint.notifications.note import Note, NotePerson, text_in

# "address_changed" and "notice" have no sheet: rendering/warning.py and rendering/notice.py say why
Kind = Literal[
    "confirmed", "moved", "changed", "cancelled", "missed", "reminder", "address_changed", "notice"
]
OVER: frozenset[Kind] = frozenset({"cancelled", "missed"})  # nobody comes to this appointment any more


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """One person: what they come for, what they bring, what it costs (empty = nothing)."""

    name: str
    service: str
    bring: tuple[str, ...]
    fee: str


@dataclass(frozen=True, slots=True)
class SheetSteps:
    """What happens, in order; `service` is empty where everyone comes for the same."""

    service: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All texts of one message in one language. Empty texts and lists are left out by whoever shows it."""

    language: str
    subject: str
    heading: str
    intro: str
    when: str
    length: str
    place: str
    address: tuple[str, ...]
    route: str
    code: str
    people: tuple[SheetPerson, ...]
    needs: tuple[str, ...]
    steps: tuple[SheetSteps, ...]
    link: str
    phone: str
    email: str
    comes: bool  # False once it is cancelled or missed
    words: Mapping[str, str]


def sheets(note: Note, kind: Kind, language: str) -> list[Sheet]:
    """Return the words in `language` and below it in Dutch, so that the desk can read along; Dutch once."""
    spoken = [code for code, _name in settings.LANGUAGES if code == language]
    return [sheet(note, kind, each) for each in dict.fromkeys([*spoken, "nl"])]


def sheet(note: Note, kind: Kind, language: str) -> Sheet:
    """Return the words of a message of this kind in `language`; what is not translated is Dutch."""
    with translation.override(language):
        heading, intro = _opening(kind)
        comes = kind not in OVER
        place = note.location
        return Sheet(
            language=language,
            subject=_subject(kind) % {"moment": _moment(note.starts_at, language)},
            heading=heading,
            intro=intro,
            when=_when(note, language),
            length=_length(note) if comes else "",
            place=text_in(place.name, language),
            address=place.address,
            route=text_in(place.route, language) if comes else "",
            code=note.code,
            people=tuple(_person(person, language, comes) for person in note.people),
            needs=tuple(text_in(need, language) for need in note.needs) if comes else (),
            steps=_steps(note, language) if comes else (),
            link=note.manage_url if comes else settings.PUBLIC_URL,
            phone=place.phone,
            email=place.email,
            comes=comes,
            words=_words(comes),
        )


def _person(person: NotePerson, language: str, comes: bool) -> SheetPerson:
    return SheetPerson(
        name=person.name,
        service=text_in(person.service, language),
        bring=tuple(text_in(text, language) for text in person.requirements) if comes else (),
        fee=text_in(person.fee, language) if person.fee and comes else "",
    )


def _steps(note: Note, language: str) -> tuple[SheetSteps, ...]:
    told = [each for each in note.steps if each.texts]
    return tuple(
        SheetSteps(
            service=text_in(each.service, language) if len(told) > 1 else "",
            texts=tuple(text_in(step, language) for step in each.texts),
        )
        for each in told
    )


def _opening(kind: Kind) -> tuple[str, str]:
    return {
        "confirmed": (
            _("Your appointment is confirmed"),
            _("We expect you at the time below. Here you see what each person must bring."),
        ),
        "moved": (
            _("Your appointment has a new time"),
            _("Come at the time below, not at the earlier time."),
        ),
        "changed": (
            _("Your appointment has changed"),
            _("This is your appointment now. It replaces what we sent you before."),
        ),
        "cancelled": (_("Your appointment is cancelled"), _("You do not have to come to this appointment.")),
        "missed": (
            _("You missed your appointment"),
            _("You did not come to the appointment below. Do you still need it? Make a new one."),
        ),
        "reminder": (
            _("Your appointment is soon"),
            _("Check what each person must bring. You cannot come? Then cancel or choose another time."),
        ),
    }[kind]


def _subject(kind: Kind) -> str:
    return {
        "confirmed": _("Your IND appointment: %(moment)s"),
        "moved": _("New time for your IND appointment: %(moment)s"),
        "changed": _("Your IND appointment has changed: %(moment)s"),
        "cancelled": _("Your IND appointment is cancelled: %(moment)s"),
        "missed": _("You missed your IND appointment: %(moment)s"),
        "reminder": _("Reminder of your IND appointment: %(moment)s"),
    }[kind]


def _words(comes: bool) -> dict[str, str]:
    return {
        "code": _("Appointment code"),
        "when": _("When") if comes else _("It was planned for"),
        "length": _("How long"),
        "place": _("Where"),
        "route": _("How to get there"),
        "people": _("For whom, and what to bring") if comes else _("It was for"),
        "bring": _("Bring with you"),
        "fee": _("Costs"),
        "needs": _("What you asked for"),
        "steps": _("What happens at the appointment"),
        "next": _("What you can do now"),
        "come": _("Everyone named here must come. Bring the appointment code, on paper or on your phone."),
        "manage": _("Change or cancel your appointment") if comes else _("Make a new appointment"),
        "by_code": _(
            "Go to %(site)s. You need the appointment code and a date of birth. You can also call us."
        )
        % {"site": settings.PUBLIC_URL},
        "secret": _("Keep this link to yourself: whoever has it can change your appointment."),
        "questions": _("Questions"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "automatic": _("This is an automatic message. We do not read replies."),
        "qr": _("QR code of appointment"),
    }


def _when(note: Note, language: str) -> str:
    return _("%(day)s, %(start)s to %(end)s (Dutch time)") % {
        "day": format_date(dutch(note.starts_at), "EEEE d MMMM y", locale=_locale(language)),
        "start": f"{dutch(note.starts_at):%H:%M}",
        "end": f"{dutch(note.ends_at):%H:%M}",
    }


def _moment(moment: datetime, language: str) -> str:
    return _("%(day)s, %(time)s") % {
        "day": format_date(dutch(moment), "EEEE d MMMM y", locale=_locale(language)),
        "time": f"{dutch(moment):%H:%M}",
    }


def _length(note: Note) -> str:
    minutes = int((note.ends_at - note.starts_at).total_seconds()) // 60
    return ngettext("About %(minutes)d minute", "About %(minutes)d minutes", minutes) % {"minutes": minutes}


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("nl")
