"""Add a person to an appointment: first for what they come, then who they are."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from servicepoint.appointments import actions
from servicepoint.appointments.behalf import actor_of, limits_for
from servicepoint.appointments.errors import (
    AlreadyBooked,
    NoRoomForParty,
    NotAdmitted,
    NotEligible,
    SamePersonTwice,
)
from servicepoint.appointments.party import Person
from servicepoint.appointments.queries import AppointmentView
from servicepoint.kit import clock
from servicepoint.kit.reference import new_secret
from servicepoint.limits.http import spend_named, too_many
from servicepoint.limits.rules import Decision
from servicepoint.public import refusals
from servicepoint.public.forms.manage import ServiceForm
from servicepoint.public.forms.person import PersonForm
from servicepoint.public.managing import (
    REFUSED,
    UNFINISHED,
    SeeOther,
    address,
    open_only,
    standing,
    turned_away,
)
from servicepoint.public.newcomer import keep, newcomer_of
from servicepoint.services import queries as services
from servicepoint.services.catalogue import Service


@open_only
def add(request: HttpRequest, appointment: AppointmentView) -> HttpResponseBase:
    """Ask for the service, then for the person; on POST add them, or say why not and what can be done."""
    state = standing(appointment, clock.now(), limits_for(request))
    if request.method != "POST" and (state.change_refusal or not state.has_room):
        return turned_away(request, appointment, state.change_refusal or "party_size_wrong")
    is_asked = "service" in request.GET or "asked" in request.GET
    chosen = ServiceForm(request.GET if is_asked else None)
    if not chosen.is_valid():
        status = UNFINISHED if chosen.errors else 200
        context = {"appointment": appointment, "form": chosen}
        return render(request, "public/managing/add_service.html", context, status=status)
    service = services.catalogue().services[chosen.cleaned_data["service"]]
    if request.method != "POST":
        return _page(request, appointment, _form(request, appointment, service))
    form = _form(request, appointment, service)
    if not form.is_valid():
        return _page(request, appointment, form)
    refused = _spent(form.person())
    return too_many(request, refused) if refused else _add(request, appointment, form)


def _spent(person: Person) -> Decision | None:
    """Count a try of this V-number, as booking does: the answer tells whether it has an appointment."""
    if not person.v_number:
        return None
    decision = spend_named("book.v_number", person.v_number, now=clock.now())
    return None if decision.allowed else decision


def _form(request: HttpRequest, appointment: AppointmentView, service: Service) -> PersonForm:
    """Return the form; it does not look at who is in already, so that it may be sent twice."""
    waiting = newcomer_of(appointment, _uuid(request.GET.get("newcomer", "")))
    return PersonForm(
        request.POST if request.method == "POST" else None,
        service=service,
        day=clock.dutch_day(appointment.starts_at),
        initial=waiting.answers if waiting else None,
    )


def _add(request: HttpRequest, appointment: AppointmentView, form: PersonForm) -> HttpResponseBase:
    sent_as = request.POST.get("sent_as") or new_secret()
    try:
        actions.add_person(
            appointment.id,
            form.person(),
            now=clock.now(),
            actor=actor_of(request),
            idempotency_key=f"{appointment.id}:{sent_as}",
            limits=limits_for(request),
        )
    except NoRoomForParty:
        return _no_room(request, appointment, form)
    except (AlreadyBooked, NotAdmitted, NotEligible, SamePersonTwice) as refused:
        form.add_error(None, _why(refused, form.person(), appointment))
        return _page(request, appointment, form)
    messages.success(request, _("We added this person. The start time is the same."))
    return SeeOther(address(appointment))


def _no_room(request: HttpRequest, appointment: AppointmentView, form: PersonForm) -> HttpResponse:
    """Say that the place is kept as it was, and keep what was typed for whoever moves to a longer place."""
    waiting = keep(appointment, form.service.code, form.cleaned_data)
    state = standing(appointment, clock.now(), limits_for(request))
    context = {"appointment": appointment, "standing": state, "newcomer": waiting}
    context["move_href"] = "" if state.move_refusal else address(appointment, "move_with", waiting.id)
    return render(request, "public/managing/no_room.html", context, status=REFUSED)


def _why(
    refused: AlreadyBooked | NotAdmitted | NotEligible | SamePersonTwice,
    person: Person,
    appointment: AppointmentView,
) -> str:
    if isinstance(refused, NotEligible):
        return refusals.reason(refused.reason)
    if person.v_number in {each.v_number for each in appointment.people if each.v_number}:
        return _("This person is in this appointment already")
    if isinstance(refused, AlreadyBooked) and refused.starts_at:
        local = clock.dutch(refused.starts_at)
        return _("This person has an appointment for the same service already: on %(day)s at %(time)s") % {
            "day": date_format(local, "l j F Y"),
            "time": f"{local:%H:%M}",
        }
    return refusals.sentence(refused)


def _page(request: HttpRequest, appointment: AppointmentView, form: PersonForm) -> HttpResponse:
    context = {"appointment": appointment, "form": form, "service": form.service}
    # The same form sent twice adds one person: also when an error was mended in between.
    context["sent_as"] = request.POST.get("sent_as") or new_secret()
    status = UNFINISHED if form.errors else 200
    return render(request, "public/managing/add.html", context, status=status)


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
