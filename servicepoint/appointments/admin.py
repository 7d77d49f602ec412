"""Appointments for staff: to find by code or day, to read, and to cancel with a reason."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from servicepoint.appointments import actions
from servicepoint.appointments.errors import Refused
from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.appointments.queries import messages_about
from servicepoint.audit.actions import record
from servicepoint.audit.admin import AuditedModelAdmin, staff_actor
from servicepoint.kit import clock
from servicepoint.kit.reference import normal_code

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
else:
    TabularInline = admin.TabularInline

REASONS = [
    ("", gettext_lazy("Reason for cancelling")),
    ("asked_by_party", gettext_lazy("The party asked for it")),
    ("closed", gettext_lazy("The service point is closed then")),
    ("not_needed", gettext_lazy("The visit is not needed")),
    ("wrong_booking", gettext_lazy("Booked by mistake, or twice")),
]


class CancelForm(ActionForm):
    """The choice beside the list of actions: nothing is cancelled without a reason."""

    reason = forms.ChoiceField(choices=REASONS, required=False, label=gettext_lazy("Reason"))


class AttendeeInline(TabularInline):
    """The persons, without the BSN: nobody at the desk needs it here."""

    model = Attendee
    fields = readonly_fields = (
        *("position", "service", "situation", "first_name", "last_name", "birth_date", "v_number"),
        "dropped_at",
    )
    ordering = ("position",)
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see the appointment may see who comes."""
        return request.user.has_perm("appointments.view_appointment")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds persons here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Names are frozen after booking."""
        return False


@admin.register(Appointment)
class AppointmentAdmin(AuditedModelAdmin):
    """The list names nobody; every look at one appointment is recorded."""

    shows_personal_data = True
    list_display = ("code", "starts", "location", "persons", "status_shown", "language")
    list_filter = ("starts_at", "status", "location")
    list_select_related = ("location",)
    search_fields = ("code__exact",)
    search_help_text = gettext_lazy("Appointment code")
    date_hierarchy = "starts_at"
    ordering = ("starts_at", "id")
    list_per_page = 50
    show_full_result_count = False
    inlines = (AttendeeInline,)
    actions = ("cancel_chosen",)
    action_form = CancelForm
    fields = readonly_fields = (
        *("code", "status_shown", "starts", "location", "language", "email", "phone", "needs"),
        *("moves", "sequence", "booked_at", "cancelled_at", "sent"),
    )

    @admin.display(description=gettext_lazy("When"), ordering="starts_at")
    def starts(self, row: Appointment) -> str:
        """Return day and time on a Dutch clock."""
        return f"{clock.dutch(row.starts_at):%Y-%m-%d %H:%M} - {clock.dutch(row.ends_at):%H:%M}"

    @admin.display(description=gettext_lazy("Persons"))
    def persons(self, row: Appointment) -> int:
        """Return how many come."""
        return sum(1 for each in row.attendees.all() if each.dropped_at is None)

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def status_shown(self, row: Appointment) -> str:
        """Return the status in the reader's language."""
        return {"booked": _("Booked"), "cancelled": _("Cancelled")}[row.status]

    @admin.display(description=gettext_lazy("Messages"))
    def sent(self, row: Appointment) -> str:
        """Return what was sent and what became of it, as the delivery log has it."""
        return ", ".join(f"{each.kind}: {each.state}" for each in messages_about(row.pk)) or "-"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        """Leave out whom we had to forget."""
        rows: QuerySet[Appointment] = super().get_queryset(request)
        return rows.filter(forgotten_at=None).prefetch_related("attendees")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find a code as people type it."""
        return super().get_search_results(request, queryset, normal_code(search_term))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody books by hand here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes by hand here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: what is over is forgotten by the nightly sweep."""
        return False

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Say who may cancel: whoever may change appointments, though none is changed by hand."""
        return request.user.has_perm("appointments.change_appointment")

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> Any:
        """Cancel each in its own transaction: locks of many at once would keep others waiting."""
        return super(AuditedModelAdmin, self).response_action(request, queryset, *args)

    @admin.action(description=gettext_lazy("Cancel, with the reason beside this"), permissions=["cancel"])
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> None:
        """Cancel the chosen appointments; their parties get the mail that any cancellation sends."""
        reason = request.POST.get("reason", "")
        if not reason or reason not in dict(REASONS):
            messages.error(request, _("Choose a reason. Nothing was cancelled."))
            return
        ids = list(queryset.values_list("pk", flat=True))
        done = sum(_cancelled(appointment_id, reason, request) for appointment_id in ids)
        words = ngettext("%(count)d appointment is cancelled.", "%(count)d appointments are cancelled.", done)
        messages.success(request, words % {"count": done})
        if left := len(ids) - done:
            words = _("Left as they were, because they have begun or the system was busy: %(count)d.")
            messages.warning(request, words % {"count": left})


def _cancelled(appointment_id: int, reason: str, request: HttpRequest) -> bool:
    now, actor = clock.now(), staff_actor(request)
    try:
        with transaction.atomic():
            record(
                "appointments.cancel_decided",
                actor=actor,
                subject=f"appointment:{appointment_id}",
                now=now,
                facts={"reason": reason},
            )
            actions.cancel(appointment_id, now=now, actor=actor)
    except Refused:
        return False
    return True
