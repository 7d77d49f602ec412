"""What programs get of the rooms' values."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from servicepoint.api.v1.schemas import appointments, catalogue, holds
from servicepoint.api.v1.tokens import appointment_id, hold_id
from servicepoint.appointments.actions import Hold
from servicepoint.appointments.bring import what_to_bring
from servicepoint.appointments.queries import AppointmentView, AttendeeView
from servicepoint.appointments.telling import manage_path
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.locations.queries import Location
from servicepoint.services import queries as services
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Fee, Requirement, Service
from servicepoint.services.catalogue import Text as ByLanguage
from servicepoint.services.triage import NextStep, Outcome, Question, Step

PAGE = "page:"


def text(words: Mapping[str, str]) -> catalogue.Text:
    """Return a text in both languages."""
    return catalogue.Text(nl=words["nl"], en=words["en"])


def text_or_none(words: ByLanguage | None) -> catalogue.Text | None:
    """Return a text in both languages, or None where there is none."""
    return text(words) if words else None


def location(known: Location) -> catalogue.Location:
    """Return a service point."""
    return catalogue.Location(
        slug=known.slug,
        name=text(known.name),
        street=known.street,
        postcode=known.postcode,
        city=known.city,
        phone=known.phone,
        email=known.email,
        route=text_or_none(known.route),
        access=[text(each) for each in known.access],
    )


def service(known: Service) -> catalogue.Service:
    """Return a service with everything a program needs to choose it and to fill in a person."""
    return catalogue.Service(
        code=known.code,
        slug=known.slug,
        name=text(known.name),
        summary=text(known.summary),
        who_may_book=text(known.who_may_book),
        lengths=[
            catalogue.Length(
                valid_from=each.valid_from,
                first_minutes=each.first_minutes,
                further_minutes=each.further_minutes,
            )
            for each in known.lengths
        ],
        lead_minutes=known.lead_minutes,
        horizon_days=known.horizon_days,
        v_number=known.v_number,
        asks_bsn=known.asks_bsn,
        situations=[
            catalogue.Situation(
                code=each.code, label=text(each.label), hint=text_or_none(each.hint), refusal=each.refusal
            )
            for each in known.situations
        ],
        requirements=[_requirement(each) for each in known.requirements],
        fees=[_fee(each) for each in known.fees],
        steps=[text(each) for each in known.steps],
    )


def triage(answers: list[str], step: Step) -> catalogue.Triage:
    """Return where the answers lead."""
    return catalogue.Triage(
        answers=answers,
        question=_question(step.question) if step.question else None,
        outcome=_outcome(step.outcome) if step.outcome else None,
    )


def hold(kept: Hold, token: str) -> holds.NewHold:
    """Return a hold with its token."""
    return holds.NewHold(
        id=hold_id(token),
        services=list(kept.basket),
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
        expires_at=kept.expires_at,
        extensions_left=kept.extensions_left,
        token=token,
    )


def appointment(known: AppointmentView) -> appointments.OpenAppointment:
    """Return an appointment with what opens it, and for each person what to bring."""
    return appointments.OpenAppointment(
        id=appointment_id(known),
        code=known.code,
        status="cancelled" if known.status == "cancelled" else "booked",
        location=locations.location_lately(known.location_id).slug,
        starts_at=known.starts_at,
        ends_at=known.ends_at,
        persons=[_attendee(each, known) for each in known.people],
        contact=appointments.ContactTold(
            language=known.language, has_email=bool(known.email), has_phone=bool(known.phone)
        ),
        visits=_visits(known.basket),
        moves_left=known.moves_left,
        token=known.key,
        manage_url=manage_url(known),
    )


def manage_url(known: AppointmentView) -> str:
    """Return the whole address at which the party manages the appointment."""
    return str(settings.PUBLIC_URL) + manage_path(known.key, known.language)


def _requirement(each: Requirement) -> catalogue.Requirement:
    return catalogue.Requirement(
        code=each.code,
        text=text(each.text),
        detail=text_or_none(each.detail),
        situations=sorted(each.situations),
        age_min=each.age_min,
        age_max=each.age_max,
        valid_from=each.valid_from,
        valid_until=each.valid_until,
    )


def _fee(each: Fee) -> catalogue.Fee:
    return catalogue.Fee(valid_from=each.valid_from, amount_cents=each.amount_cents, note=text(each.note))


def _question(asked: Question) -> catalogue.Question:
    return catalogue.Question(
        code=asked.code,
        title=text(asked.title),
        hint=text_or_none(asked.hint),
        answers=[
            catalogue.Answer(slug=each.slug, label=text(each.label), hint=text_or_none(each.hint))
            for each in asked.answers
        ],
    )


def _outcome(reached: Outcome) -> catalogue.Outcome:
    return catalogue.Outcome(
        code=reached.code,
        kind=reached.kind,
        title=text(reached.title),
        why=text(reached.why),
        next=[_next_step(each) for each in reached.next],
        service=reached.service,
        situation=reached.situation,
    )


def _next_step(step: NextStep) -> catalogue.NextStep:
    link = catalogue.Text(nl=_link(step.link, "nl"), en=_link(step.link, "en")) if step.link else None
    return catalogue.NextStep(text=text(step.text), link=link, link_text=text_or_none(step.link_text))


def _link(link: str, language: str) -> str:
    """Return where a link of the content leads for a reader; `page:` names a page of this site."""
    if not link.startswith(PAGE):
        return link
    with translation.override(language):
        return str(settings.PUBLIC_URL) + reverse(f"public:{link.removeprefix(PAGE)}")


def _attendee(person: AttendeeView, known: AppointmentView) -> appointments.Attendee:
    day = clock.dutch_day(known.starts_at)
    asked = services.catalogue().services[person.service]
    fee = service_rules.fee_on(asked, day)
    return appointments.Attendee(
        position=person.position,
        service=person.service,
        situation="" if person.situation == service_rules.NOT_ASKED else person.situation,
        first_name=person.first_name,
        last_name=person.last_name,
        requirements=[text(each) for each in what_to_bring(asked, person.situation, person.birth_date, day)],
        fee=_fee(fee) if fee else None,
    )


def _visits(basket: Iterable[str]) -> list[appointments.Visit]:
    known = services.catalogue().services
    return [
        appointments.Visit(service=code, steps=[text(each) for each in known[code].steps])
        for code in dict.fromkeys(basket)
    ]
