"""What a letter says, put together when it is printed: the code, the address and the papers of now."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from babel.dates import format_time, get_day_names
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from servicepoint.appointments import queries as appointments
from servicepoint.appointments.bring import what_to_bring
from servicepoint.appointments.people import Coming
from servicepoint.documents import queries as documents
from servicepoint.documents.actions import replace_code
from servicepoint.documents.codes import in_groups
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.queries import InvitationView, InvitedView, Whereabouts
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters.actions import Wanted
from servicepoint.letters.note import Kind, LetterNote, LetterPerson, LetterPlace, LetterVisit, Texts
from servicepoint.letters.words import document_name
from servicepoint.locations import queries as locations
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules

from .rules import ADULT_AGE
from .topics import invitation_of

FIRST_DOCUMENT = "no-document"  # the situation of who had no document before, as the content calls it
# Without hours in the tables; and the languages in which Babel is asked for the names of days.
WORKING_DAYS = {
    "nl": "op werkdagen",
    "en": "on working days",
    "ar": "في أيام العمل",
    "tr": "iş günlerinde",
    "uk": "у робочі дні",
    "fa": "در روزهای کاری",
    "fr": "les jours ouvrables",
    "es": "en días laborables",
}
WHY_NOT = {
    "document_courier": gettext_lazy("A courier brings it to you. You do not have to do anything"),
    "document_elsewhere": gettext_lazy("It is at another desk of the IND. Call us to hear where"),
    "document_blocked": gettext_lazy("You cannot collect it now. Call us to hear why"),
    "document_returned": gettext_lazy("It went back to the IND, because nobody collected it. Call us"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the letters of one round are made of: read at once, for all of them."""

    invitations: Mapping[int, InvitationView]
    codes: Mapping[int, str]
    documents: Mapping[int, Whereabouts]
    visits: Mapping[tuple[str, str], Coming]
    now: datetime


def compose(wanted: Sequence[Wanted]) -> dict[int, LetterNote | None]:
    """Return the content of each letter, None for one that is not needed any more. Six queries or so."""
    now = clock.now()
    numbers = {number for each in wanted if (number := invitation_of(each.topic)) is not None}
    renew_codes(numbers, now)
    known = known_of(documents.invitations_of(numbers), now)
    return {each.letter_id: _note(each, known) for each in wanted}


def known_of(invitations: Mapping[int, InvitationView], now: datetime) -> Known:
    """Read what the letters of these invitations need."""
    people = [person for view in invitations.values() for person in view.people]
    papers = documents.of_ids({each.document_id for each in people if each.document_id is not None})
    visits: dict[tuple[str, str], Coming] = {}
    for service in {view.service for view in invitations.values()}:
        found = appointments.booked_for({each.v_number for each in people}, service, now=now)
        visits |= {(number, service): coming for number, coming in found.items()}
    codes = documents.printed_codes(invitations)
    return Known(invitations, codes, {each.id: each for each in papers}, visits, now)


def renew_codes(numbers: Collection[int], now: datetime) -> None:
    """Give those of these invitations another code whose own was taken back, or is of a data key now gone."""
    for number in set(numbers) - set(documents.printed_codes(numbers)):
        with suppress(InvitationUnknown):
            replace_code(number, reason="none_left", now=now, actor=SYSTEM)


def note_of(view: InvitationView, kind: Kind, known: Known, *, language: str, reference: str) -> LetterNote:
    """Return what a letter of this kind about the invitation says now."""
    code = "" if kind == "called_off" else known.codes.get(view.id, "")
    people = _people_of(view, kind)
    visit = None
    if kind == "assigned":  # the newest: others of the family may have chosen a time of their own before
        coming = [_coming(each, view, known) for each in people]
        visit = max((each for each in coming if each), key=lambda each: each.appointment_id, default=None)
        people = [
            each
            for each, theirs in zip(people, coming, strict=True)
            if visit and theirs and theirs.appointment_id == visit.appointment_id
        ] or people
    return LetterNote(
        kind=kind,
        language=language,
        to=_to(view, people, known.now),
        place=_place(view.location_id, clock.dutch_day(known.now)),
        written_on=clock.dutch_day(known.now),
        reference=reference,
        service=services.catalogue().services[view.service].name,
        people=tuple(_person(each, view, known) for each in people),
        code=in_groups(code) if code else "",
        link=_without_scheme(f"{settings.PUBLIC_URL}/l/"),
        qr_text=f"{settings.PUBLIC_URL}/l/{code}" if code else "",
        until=view.closes_on,
        visit=_visit(visit, language) if visit else None,
    )


def is_needed(view: InvitationView, kind: str, known: Known) -> bool:
    """Say whether a letter that waits is still to be sent, as things stand now, and can be."""
    if not view.address.is_complete:
        return False  # whoever has only a mail address reads it there
    if kind == "called_off":
        return bool(_people_of(view, "called_off"))
    if view.revoked_at is not None or view.closes_on < clock.dutch_day(known.now):
        return False
    left = [each for each in view.people if each.is_open]
    booked = [each for each in left if (each.v_number, view.service) in known.visits]
    if kind == "assigned":
        return bool(booked)
    return len(booked) < len(left) if kind == "reminder" else bool(left)


def _note(wanted: Wanted, known: Known) -> LetterNote | None:
    view = known.invitations.get(invitation_of(wanted.topic) or 0)
    if view is None or not is_needed(view, wanted.kind, known):
        return None
    kind = cast("Kind", wanted.kind)
    return note_of(view, kind, known, language=wanted.language, reference=wanted.reference)


def _coming(person: InvitedView, view: InvitationView, known: Known) -> Coming | None:
    return known.visits.get((person.v_number, view.service))


def _people_of(view: InvitationView, kind: Kind) -> list[InvitedView]:
    if kind == "called_off":
        return [each for each in view.people if each.closed_reason.startswith("document_")]
    return [each for each in view.people if each.is_open] or list(view.people)


def _person(person: InvitedView, view: InvitationView, known: Known) -> LetterPerson:
    service = services.catalogue().services[view.service]
    document = known.documents.get(person.document_id or 0)
    situation = service_rules.NOT_ASKED
    if document and not document.replaces and any(s.code == FIRST_DOCUMENT for s in service.situations):
        situation = FIRST_DOCUMENT
    return LetterPerson(
        name=f"{person.first_name} {person.last_name}".strip(),
        v_number=person.v_number,
        what=_what(document, person.closed_reason) if document else service.name,
        bring=what_to_bring(service, situation, person.birth_date, view.closes_on),
    )


def _to(view: InvitationView, people: Sequence[InvitedView], now: datetime) -> tuple[str, ...]:
    """Return the lines of the address. Who delivers it reads Dutch, and a child's post is for its parents."""
    name = f"{people[0].first_name} {people[0].last_name}".strip()
    is_adult = any(_is_adult(each.birth_date, now) for each in people)
    lines = [name] if is_adult else ["Aan de ouders of verzorgers van", name]
    address = view.address
    lines += [address.street, f"{address.postcode}  {address.city}".strip(), address.country.upper()]
    return tuple(line for line in lines if line)


def _is_adult(birth_date: date | None, now: datetime) -> bool:
    return birth_date is None or service_rules.age_on(birth_date, clock.dutch_day(now)) >= ADULT_AGE


def _place(location_id: int, day: date) -> LetterPlace:
    place = locations.location_lately(location_id)
    return LetterPlace(
        name=place.name,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        phone=place.phone,
        phone_hours=hours_in_words(locations.telephone_week(day)),
        email=place.email,
    )


def hours_in_words(week: Sequence[tuple[int, time, time]]) -> Texts:
    """Return when the telephone is answered, by language: the days that follow each other together."""
    words = {}
    for language, otherwise in WORKING_DAYS.items():
        names = get_day_names("wide", locale=language)
        parts = []
        for days, opens_at, closes_at in _stretches(week):
            first, last = names[days[0] - 1], names[days[-1] - 1]
            spoken = first if first == last else f"{first} – {last}"
            times = (format_time(each, "HH:mm", locale="en") for each in (opens_at, closes_at))
            parts.append(f"{spoken}, {'–'.join(times)}")
        words[language] = "; ".join(parts) or otherwise
    return words


def _stretches(week: Sequence[tuple[int, time, time]]) -> list[tuple[list[int], time, time]]:
    found: list[tuple[list[int], time, time]] = []
    for weekday, opens_at, closes_at in week:
        if found and found[-1][1:] == (opens_at, closes_at) and found[-1][0][-1] == weekday - 1:
            found[-1][0].append(weekday)
        else:
            found.append(([weekday], opens_at, closes_at))
    return found


def _what(document: Whereabouts, closed_reason: str) -> Texts:
    """Return what lies ready; for a visit that is called off with why, in the languages of the site."""
    name = document_name(document.kind)
    if closed_reason not in WHY_NOT:
        return name
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = f"{name[code]}. {WHY_NOT[closed_reason]}"
    return words


def _visit(coming: Coming, language: str) -> LetterVisit:
    spoken = language if language in dict(settings.LANGUAGES) else "en"
    link = _without_scheme(f"{settings.PUBLIC_URL}/{spoken}/manage/")
    return LetterVisit(coming.starts_at, coming.ends_at, coming.code, link)


def _without_scheme(address: str) -> str:
    """Return an address as people type it."""
    return address.split("://", 1)[-1]
