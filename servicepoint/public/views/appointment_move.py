"""Choose another time. The old one is kept until the new one is sure."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from servicepoint.appointments import actions, queries
from servicepoint.appointments.behalf import actor_of, caller_of, limits_for
from servicepoint.appointments.errors import SlotTaken
from servicepoint.appointments.party import Ask, Slot
from servicepoint.appointments.queries import AppointmentView, Wish
from servicepoint.kit import clock
from servicepoint.public.forms.manage import MoveReasonForm
from servicepoint.public.managing import (
    UNFINISHED,
    SeeOther,
    address,
    open_only,
    standing,
    turned_away,
)
from servicepoint.public.newcomer import Newcomer, newcomer_of
from servicepoint.public.slot_list import slot_list, slot_value, start_in


@open_only
def move(
    request: HttpRequest, appointment: AppointmentView, newcomer: UUID | None = None
) -> HttpResponseBase:
    """Show the free times for the party and its `newcomer`, if any; what is chosen is confirmed next."""
    refusal = standing(appointment, clock.now(), limits_for(request)).move_refusal
    if refusal:
        return turned_away(request, appointment, refusal)
    waiting = newcomer_of(appointment, newcomer)
    if request.method != "POST":
        return _times(request, appointment, waiting)
    starts_at = start_in(request.POST.get("starts_at", ""))
    if starts_at is None:
        return _times(request, appointment, waiting, error=_("Choose a time"))
    return SeeOther(f"{_page(appointment, waiting, 'confirm')}?{urlencode({'to': slot_value(starts_at)})}")


@open_only
def confirm(
    request: HttpRequest, appointment: AppointmentView, newcomer: UUID | None = None
) -> HttpResponseBase:
    """Show the old and the new time; on POST move. A time that is gone leads back to the free ones.

    Sent twice, the second finds the appointment at the new time and leads to the same page.
    """
    waiting = newcomer_of(appointment, newcomer)
    if request.method == "POST":
        return _move(request, appointment, waiting)
    starts_at = start_in(request.GET.get("to", ""))
    slot = _slot_at(appointment, waiting, starts_at) if starts_at else None
    if slot is None:
        return _gone(request, appointment, waiting)
    state = standing(appointment, clock.now(), limits_for(request))
    if state.move_refusal:
        return turned_away(request, appointment, state.move_refusal)
    return _sure(request, appointment, slot, waiting=waiting)


def _sure(
    request: HttpRequest,
    appointment: AppointmentView,
    slot: Slot,
    *,
    waiting: Newcomer | None,
    form: MoveReasonForm | None = None,
) -> HttpResponse:
    """Show the old and the new time; an employee who goes beyond what visitors may says why."""
    if form is None and _needs_reason(request, appointment):
        form = MoveReasonForm()
    context = {
        "appointment": appointment,
        "slot": slot,
        "to": slot_value(slot.starts_at),
        "newcomer": waiting,
        "back": _page(appointment, waiting),
        "form": form,
    }
    status = UNFINISHED if form and form.errors else 200
    return render(request, "public/managing/move_confirm.html", context, status=status)


def _move(request: HttpRequest, appointment: AppointmentView, waiting: Newcomer | None) -> HttpResponseBase:
    starts_at = start_in(request.POST.get("to", ""))
    if starts_at is None:
        return SeeOther(_page(appointment, waiting))
    form = MoveReasonForm(request.POST) if _needs_reason(request, appointment) else None
    if form and not form.is_valid():
        slot = _slot_at(appointment, waiting, starts_at)
        return (
            _sure(request, appointment, slot, waiting=waiting, form=form)
            if slot
            else _gone(request, appointment, waiting)
        )
    try:
        actions.move(
            appointment.id,
            starts_at=starts_at,
            now=clock.now(),
            actor=actor_of(request),
            limits=limits_for(request, reason=form.cleaned_data["reason"] if form else ""),
        )
    except SlotTaken:
        return _gone(request, appointment, waiting)
    messages.success(request, _("Your appointment has a new time."))
    return SeeOther(waiting.add_href if waiting else address(appointment))


def _needs_reason(request: HttpRequest, appointment: AppointmentView) -> bool:
    """Say whether an employee is about to do what the visitor could not do any more."""
    return caller_of(request) is not None and bool(standing(appointment, clock.now()).move_refusal)


def _gone(request: HttpRequest, appointment: AppointmentView, waiting: Newcomer | None) -> HttpResponse:
    """Lead to the times that are free now."""
    taken = _("This time is not free any more. Your own time is kept. Choose another one")
    messages.error(request, taken)
    return SeeOther(_page(appointment, waiting))


def _times(
    request: HttpRequest, appointment: AppointmentView, waiting: Newcomer | None, *, error: str = ""
) -> HttpResponse:
    now = clock.now()
    context = {
        "appointment": appointment,
        "standing": standing(appointment, now, limits_for(request)),
        "newcomer": waiting,
        "slots": slot_list(_ask(appointment, waiting), request.GET, now=now),
        "time_error": error,
        "error_links": [{"text": error, "href": "#starts_at_0"}] if error else [],
    }
    return render(request, "public/managing/move.html", context, status=UNFINISHED if error else 200)


def _slot_at(appointment: AppointmentView, waiting: Newcomer | None, starts_at: datetime) -> Slot | None:
    day = clock.dutch_day(starts_at)
    wish = Wish(first_day=day, last_day=day)
    slots = queries.free_slots(_ask(appointment, waiting), now=clock.now(), wish=wish)
    return next((slot for slot in slots if slot.starts_at == starts_at), None)


def _ask(appointment: AppointmentView, waiting: Newcomer | None) -> Ask:
    extra = (waiting.service,) if waiting else ()
    return Ask(appointment.location_id, appointment.basket + extra, appointment.id)


def _page(appointment: AppointmentView, waiting: Newcomer | None, step: str = "") -> str:
    """Return the address of the free times, or with `confirm` of the page after them."""
    name = f"move_{step}" if step else "move"
    return address(appointment, f"{name}_with", waiting.id) if waiting else address(appointment, name)
