"""The record in the admin site, and the admin base class that writes into it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from servicepoint.audit.actions import record, record_view
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

FIELDS_NAMED_MAX = 40


def staff_actor(request: HttpRequest) -> Actor:
    """Return the actor for the logged-in account."""
    return Actor("staff", request.user.get_username())


def subject_of(row: models.Model) -> str:
    """Return the row's name in the record, such as `locations.closure:7`."""
    return f"{row._meta.label_lower}:{row.pk}"


class AuditedModelAdmin(ModelAdmin):
    """A ModelAdmin whose every addition, change and deletion is recorded in the same transaction.

    Set `shows_personal_data = True` to record each look at one row as well. Custom admin actions that change
    rows call `record_act` themselves.
    """

    shows_personal_data = False

    def record_act(
        self, request: HttpRequest, act: str, row: models.Model, fields: Iterable[str] = ()
    ) -> None:
        """Record that the logged-in account did `act` (such as `changed`) to `row`."""
        named = sorted(set(fields))[:FIELDS_NAMED_MAX]
        record(
            f"{row._meta.label_lower}.{act}",
            actor=staff_actor(request),
            subject=subject_of(row),
            now=clock.now(),
            facts={"fields": named} if named else None,
        )

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """Record the addition, beside Django's own history."""
        self.record_act(request, "added", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """Record the change with the names of the fields, beside Django's own history."""
        self.record_act(request, "changed", obj, _fields_in(message))
        return super().log_change(request, obj, message)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Return Django's message, which holds labels, with the names of the fields beside them."""
        message = super().construct_change_message(request, form, formsets, add)
        if form.changed_data and not add:
            message[0]["changed"]["names"] = list(form.changed_data)
        return message

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Save the rows shown under this one, and record each that came, changed or went."""
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            self.record_act(request, "added", row)
        for row, fields in formset.changed_objects:
            self.record_act(request, "changed", row, fields)
        for row in formset.deleted_objects:
            self.record_act(request, "deleted", row)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Record each deletion, beside Django's own history."""
        for row in queryset:
            self.record_act(request, "deleted", row)
        return super().log_deletions(request, queryset)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> Any:
        """Run an action on chosen rows in one transaction, so that act and record stand or fall together."""
        with transaction.atomic():
            return super().response_action(request, queryset, *args)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one row; record the look where the row is about a person."""
        if self.shows_personal_data and request.method == "GET":
            subject = f"{self.model._meta.label_lower}:{object_id}"
            record_view("staff.admin", actor=staff_actor(request), subject=subject[:120], now=clock.now())
        return super().change_view(request, object_id, form_url, extra_context)


def _fields_in(message: object) -> list[str]:
    """Return the names that `construct_change_message` put beside the labels."""
    if not isinstance(message, list) or not message:
        return []
    return [str(name) for name in message[0].get("changed", {}).get("names", ())]


@admin.register(Entry)
class EntryAdmin(ModelAdmin):
    """The record, to read only: newest first."""

    list_display = ("at", "act", "subject", "actor_kind", "actor_name", "facts")
    list_filter = ("actor_kind", "at", "act")
    search_fields = ("subject__startswith", "actor_name__exact")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes."""
        return False
