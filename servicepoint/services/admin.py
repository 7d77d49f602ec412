"""The catalogue in the admin site: one page per service, with all that belongs to it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from servicepoint.audit.admin import AuditedModelAdmin
from servicepoint.content.forms import TextsAdmin
from servicepoint.services import models

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    StackedInline = admin.StackedInline[Any, Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelForm, StackedInline, TabularInline = forms.ModelForm, admin.StackedInline, admin.TabularInline


class LengthInline(TabularInline):
    model = models.ServiceLength
    extra = 0
    ordering = ("valid_from",)


class FeeInline(TextsAdmin, TabularInline):
    model = models.Fee
    extra = 0
    texts = ("note",)
    ordering = ("valid_from",)


class SituationInline(TextsAdmin, StackedInline):
    model = models.Situation
    extra = 0
    texts = ("label", "hint")
    classes = ("collapse",)


class RequirementForm(ModelForm):
    """Situations that the service has; ages and days in order."""

    def clean_situations(self) -> list[str]:
        """Refuse a situation that this service does not have: nobody would ever see the requirement."""
        wished = list(dict.fromkeys(self.cleaned_data["situations"] or []))
        known = models.Situation.objects.filter(service_id=self.instance.service_id, refusal="")
        missing = set(wished) - set(known.values_list("code", flat=True))
        if missing:
            message = _(
                "This service has no situation “%(code)s” that can be booked. Save the situation first."
            )
            raise ValidationError(message, code="situation", params={"code": sorted(missing)[0]})
        return wished


class RequirementInline(TextsAdmin, StackedInline):
    model = models.Requirement
    form = RequirementForm
    extra = 0
    texts = ("text", "detail")
    classes = ("collapse",)


@admin.register(models.Service)
class ServiceAdmin(TextsAdmin, AuditedModelAdmin):
    """A service is never deleted: appointments name its code. Take away `active` to stop booking."""

    texts = ("name", "summary", "who_may_book")
    lists_of_texts = ("steps",)
    list_display = ("code", "dutch_name", "active", "lead_minutes", "horizon_days", "v_number", "asks_bsn")
    list_filter = ("active",)
    search_fields = ("code", "slug")
    inlines = [LengthInline, FeeInline, SituationInline, RequirementInline]

    @admin.display(description=_("name"))
    def dutch_name(self, row: models.Service) -> str:
        """Return the Dutch name."""
        return str(row.name.get("nl", ""))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Freeze the code and the address once they are in use."""
        return () if obj is None else ("code", "slug")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a service."""
        return False
