"""What the pages of one appointment share: who may open them, and what can still be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.appointments import queries, rules
from servicepoint.appointments.actions.change import limits_of_settings
from servicepoint.appointments.behalf import as_seen, caller_of, limits_for
from servicepoint.appointments.errors import MoveLimitReached, Refused
from servicepoint.appointments.party import PARTY_MAX
from servicepoint.appointments.queries import AppointmentView
from servicepoint.audit.actions import record_view
from servicepoint.kit import clock
from servicepoint.limits.http import limited
from servicepoint.public import refusals

NOT_FOUND = 404
REFUSED = 409  # understood, but not possible now
UNFINISHED = 422  # something in the form is missing or wrong

View = Callable[..., HttpResponseBase]
METHODS = ["GET", "HEAD", "POST"]


class SeeOther(HttpResponseRedirect):
    """Answer 303 after an act, so that going back or refreshing does not repeat it."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class Standing:
    """What its party may do with an appointment now; a refusal is a stable code, empty for none."""

    is_cancelled: bool
    is_open: bool
    change_refusal: str
    move_refusal: str
    has_room: bool

    @property
    def is_over(self) -> bool:
        """The visit has begun or is over."""
        return not self.is_open and not self.is_cancelled


def standing(appointment: AppointmentView, now: datetime, limits: rules.Limits | None = None) -> Standing:
    """Return what may be done with the appointment at `now`, by the very rules that the actions ask."""
    is_wider = limits is not None
    limits = limits or limits_of_settings()
    status, starts_at = appointment.status, appointment.starts_at
    closed = _refusal(rules.check_open, status, starts_at, now)
    too_late = closed or _refusal(rules.check_in_time, starts_at, now, limits)
    used_up = "" if appointment.moves_left or is_wider else MoveLimitReached.code
    return Standing(
        is_cancelled=status == "cancelled",
        is_open=not closed,
        change_refusal=too_late,
        move_refusal=too_late or used_up,
        has_room=len(appointment.people) < PARTY_MAX,
    )


def opened(view: View) -> View:
    """Give the view the appointment whose key stands in the address, or answer the page that helps.

    An unknown key and one that was replaced get the same answer. Nothing may be kept by browsers or proxies.
    A refusal that the view does not handle itself is told on the appointment's own page.
    """

    @wraps(view)
    @never_cache
    @require_http_methods(METHODS)
    @limited("manage.address")
    def found(request: HttpRequest, /, key: str, **rest: Any) -> HttpResponseBase:
        appointment = _opened_by(request, key)
        if appointment is None:
            return unknown(request)
        record_call_view(request, appointment.id, "staff.caller")
        try:
            return view(request, appointment, **rest)
        except Refused as refused:
            return turned_away(request, appointment, refused)

    return found


def _opened_by(request: HttpRequest, key: str) -> AppointmentView | None:
    """Return what a key opens: one of the call that an employee answers, or the visitor's own."""
    caller = caller_of(request)
    found_id = caller.id_of(key) if caller else None
    appointment = queries.by_key(key) if found_id is None else queries.by_id(found_id)
    return as_seen(request, appointment) if appointment else None


def record_call_view(request: HttpRequest, appointment_id: int, page: str) -> None:
    """Record that an employee saw the appointment for a caller; visitors see their own without a record."""
    caller = caller_of(request)
    if caller:
        record_view(page, actor=caller.actor, subject=f"appointment:{appointment_id}", now=clock.now())


def open_only(view: View) -> View:
    """Lead away from pages that change an appointment which is cancelled or over: its own page says so."""

    @wraps(view)
    def checked(request: HttpRequest, appointment: AppointmentView, **rest: Any) -> HttpResponseBase:
        if standing(appointment, clock.now(), limits_for(request)).is_open:
            return view(request, appointment, **rest)
        return SeeOther(address(appointment))

    return opened(checked)


def turned_away(request: HttpRequest, appointment: AppointmentView, refused: Refused | str) -> HttpResponse:
    """Lead to the appointment's own page, which says why the act was refused; a text is a refusal's code."""
    if isinstance(refused, Refused):
        messages.error(request, refusals.sentence(refused))
    else:
        messages.error(request, str(refusals.SENTENCES.get(refused, refusals.UNKNOWN)))
    return SeeOther(address(appointment))


def address(appointment: AppointmentView, page: str = "", *parts: int | UUID) -> str:
    """Return the address of an appointment's own page, or of one of its other pages, such as `move`."""
    name = f"public:appointment_{page}" if page else "public:appointment"
    return reverse(name, args=[appointment.key, *parts])


def unknown(request: HttpRequest) -> HttpResponse:
    """Answer 404: this link opens nothing, or no longer; the page says how to go on."""
    return render(request, "public/managing/unknown.html", status=NOT_FOUND)


def _refusal(check: Callable[..., None], *values: Any) -> str:
    try:
        check(*values)
    except Refused as refused:
        return refused.code
    return ""
