"""What was answered, in rows for the summary list of the review page, and what each person brings."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from servicepoint.appointments.party import Contact, Party, Person
from servicepoint.appointments.telling import need_label
from servicepoint.kit import clock
from servicepoint.public.journey import CONTACT, NEEDS, TIMES, Journey, Step
from servicepoint.public.templatetags.content_texts import text
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Fee, Requirement


@dataclass(frozen=True, slots=True)
class Row:
    """A question, its answer, and the address at which the answer can be changed."""

    key: str
    value: str
    change_href: str


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """One person on the review page; `problem` says why they cannot have the appointment."""

    number: int
    title: str
    rows: tuple[Row, ...]
    requirements: tuple[Requirement, ...]
    fee: Fee | None
    problem: str = ""


def about_time(journey: Journey) -> tuple[Row, ...]:
    """Return when they come and for how long."""
    if journey.hold is None:
        return ()
    start = clock.dutch(journey.hold.starts_at)
    when = _("%(day)s at %(time)s (Dutch time), about %(minutes)d minutes") % {
        "day": date_format(start, "l j F Y"),
        "time": f"{start:%H:%M}",
        "minutes": journey.minutes,
    }
    return (Row(_("Day and time"), when, journey.address(TIMES)),)


def about_people(journey: Journey, party: Party, problems: dict[int, str]) -> Iterator[PersonSummary]:
    """Yield each person with what they bring; `problems` is by number."""
    for number, person in enumerate(party.people, start=1):
        service = journey.service(number)
        age = service_rules.age_on(person.birth_date, journey.day) if person.birth_date else None
        yield PersonSummary(
            number=number,
            title=journey.title_of(number),
            rows=tuple(_person_rows(journey, number, person)),
            requirements=service_rules.requirements_for(service, person.situation, age, journey.day),
            fee=service_rules.fee_on(service, journey.day),
            problem=problems.get(number, ""),
        )


def about_contact(journey: Journey, contact: Contact) -> Iterator[Row]:
    """Yield how they are reached."""
    address = journey.address(CONTACT)
    yield Row(_("E-mail address"), contact.email or _("None"), address)
    yield Row(_("Telephone number"), contact.phone or _("None"), address)
    yield Row(_("Language of our messages"), str(dict(settings.LANGUAGES)[contact.language]), address)


def about_needs(journey: Journey, party: Party) -> tuple[Row, ...]:
    """Return what helps during the visit, in one row."""
    words = [
        need_label(name) + (f": {_(value)}" if isinstance(value, str) else "")
        for name, value in party.needs.items()
    ]
    return (Row(_("What you need"), ", ".join(words) or _("Nothing special"), journey.address(NEEDS)),)


def _person_rows(journey: Journey, number: int, person: Person) -> Iterator[Row]:
    service, address = journey.service(number), journey.address(Step("person", number))
    situation_address = address if journey.situations_asked(number) or not journey.is_by_letter else ""
    address = "" if journey.is_by_letter else address  # what a letter says of them cannot be typed over
    yield Row(_("Comes for"), text(service.name), journey.address(journey.who))
    yield Row(_("First names"), person.first_name or "-", address)
    yield Row(_("Last name"), person.last_name, address)
    born = date_format(person.birth_date, "j F Y") if person.birth_date else _("None")
    yield Row(_("Date of birth"), born, address)
    yield Row(_("V-number"), person.v_number or _("None"), address)
    if service.asks_bsn:
        yield Row(_("BSN"), person.bsn or _("None"), address)
    for situation in service.situations:
        if situation.code == person.situation:
            yield Row(_("Situation"), text(situation.label), situation_address)
