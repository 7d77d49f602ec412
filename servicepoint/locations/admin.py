"""Locations, counters, openings, closures and holidays in the admin site."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from servicepoint.audit.admin import AuditedModelAdmin
from servicepoint.content.forms import TextsAdmin
from servicepoint.locations import models
from servicepoint.locations.actions import editing

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelForm, TabularInline = forms.ModelForm, admin.TabularInline

_NO_END = "9999-12-31"


class OpeningsAdmin(AuditedModelAdmin):
    """Whatever is saved here locks the locations first, so that checks hold, and gives them new versions.

    Edits are rare and short; bookings wait for them and then look again.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Show the form, or check and save it while nobody books."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with editing():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except OperationalError:
            return _busy(self, request)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Say where to look for appointments that lie outside now."""
        _point_at_conflicts(self, request)
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Say where to look for appointments that lie outside now."""
        _point_at_conflicts(self, request)
        return super().response_post_save_change(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask, or delete while nobody books."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with editing():
                return super().delete_view(request, object_id, extra_context)
        except OperationalError:
            return _busy(self, request)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> Any:
        """Run an action on chosen rows while nobody books."""
        try:
            with editing():
                return super().response_action(request, queryset, *args)
        except OperationalError:
            return _busy(self, request)


def _point_at_conflicts(page: AuditedModelAdmin, request: HttpRequest) -> None:
    """Nothing booked is touched by an edit: somebody has to look, and call."""
    words = _("Appointments are not changed by this.")
    link = format_html(
        '<a href="{}">{}</a>', reverse("staff:conflicts"), _("Do any lie outside the openings now?")
    )
    page.message_user(request, format_html("{} {}", words, link), messages.WARNING)


def _busy(page: AuditedModelAdmin, request: HttpRequest) -> HttpResponseRedirect:
    """Someone held the lock for longer than we wait: say so, and let them try again."""
    page.message_user(request, _("The system is busy. Nothing was saved. Try again."), messages.ERROR)
    return HttpResponseRedirect(request.get_full_path())


class CounterInline(TabularInline):
    model = models.Counter
    extra = 0
    can_delete = False


@admin.register(models.Location)
class LocationAdmin(TextsAdmin, OpeningsAdmin):
    """A location is never deleted here: appointments point at it."""

    texts = ("name", "route")
    lists_of_texts = ("access",)
    list_display = ("slug", "street", "city", "phone", "email")
    search_fields = ("slug", "city")
    readonly_fields = ("slug", "key", "alias", "version")
    inlines = [CounterInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """New locations come with the content files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a location."""
        return False


class OpeningForm(ModelForm):
    """Hours that end after they start, service codes in capitals, no overlap on one counter."""

    def clean_services(self) -> list[str]:
        """Return the codes in capitals, each once."""
        codes = list(dict.fromkeys(code.strip().upper() for code in self.cleaned_data["services"]))
        if not all(code.isalpha() and 2 <= len(code) <= 8 for code in codes):
            raise ValidationError(_("Write codes of services, such as DOC, BIO."), code="service_code")
        return codes

    def clean(self) -> dict[str, Any]:
        """Refuse hours that overlap another opening of the same counter, and say which."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {"counter", "opens_at", "closes_at", *self.day_fields}
        if not needed <= {name for name, value in values.items() if value is not None}:
            return values
        if values["closes_at"] <= values["opens_at"]:
            raise ValidationError({"closes_at": _("The closing time must be after the opening time.")})
        hours = Q(
            counter=values["counter"], opens_at__lt=values["closes_at"], closes_at__gt=values["opens_at"]
        )
        others = self._meta.model._default_manager.filter(hours, self.same_days(values))
        other = others.exclude(pk=self.instance.pk).first()
        if other is not None:
            message = _("This counter is already open then: %(other)s. Change that opening, or these hours.")
            raise ValidationError(message, code="overlap", params={"other": other})
        return values

    day_fields: tuple[str, ...] = ()

    def same_days(self, values: dict[str, Any]) -> Q:
        """Return what finds openings on the same days."""
        raise NotImplementedError


class WeeklyForm(OpeningForm):
    """Same weekday, and a stretch of validity that overlaps."""

    day_fields = ("weekday", "valid_from")

    def same_days(self, values: dict[str, Any]) -> Q:
        """Return what finds openings on this weekday within the same stretch of time."""
        until = values.get("valid_until") or _NO_END
        last = Q(valid_until=None) | Q(valid_until__gte=values["valid_from"])
        return Q(weekday=values["weekday"], valid_from__lte=until) & last


class DatedForm(OpeningForm):
    """Same day."""

    day_fields = ("on",)

    def same_days(self, values: dict[str, Any]) -> Q:
        """Return what finds openings on this day."""
        return Q(on=values["on"])


@admin.register(models.WeeklyOpening)
class WeeklyOpeningAdmin(OpeningsAdmin):
    form = WeeklyForm
    fields = ("counter", "weekday", "opens_at", "closes_at", "services", "valid_from", "valid_until")
    list_display = ("counter", "weekday", "opens_at", "closes_at", "services", "valid_from", "valid_until")
    list_filter = ("counter__location", "counter", "weekday", "valid_from")
    list_select_related = ("counter",)
    ordering = ("counter", "weekday", "opens_at")
    save_as = True  # a new pattern is mostly an old one with another date


@admin.register(models.DatedOpening)
class DatedOpeningAdmin(OpeningsAdmin):
    form = DatedForm
    fields = ("on", "counter", "opens_at", "closes_at", "services")
    list_display = ("on", "counter", "opens_at", "closes_at", "services")
    list_filter = ("counter__location", "counter", "on")
    list_select_related = ("counter",)
    date_hierarchy = "on"
    save_as = True


class ClosureForm(ModelForm):
    """A counter of the same location; both times or none."""

    def clean(self) -> dict[str, Any]:
        """Refuse a counter of another location."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        counter, location = values.get("counter"), values.get("location")
        if counter is not None and location is not None and counter.location_id != location.pk:
            raise ValidationError({"counter": _("This counter belongs to another location.")})
        if (values.get("from_time") is None) != (values.get("until_time") is None):
            raise ValidationError(_("Fill in both times, or leave both empty to close the whole day."))
        return values


@admin.register(models.Closure)
class ClosureAdmin(OpeningsAdmin):
    form = ClosureForm
    list_display = ("starts_on", "ends_on", "from_time", "until_time", "location", "counter", "reason")
    list_filter = ("location", "counter", "starts_on")
    list_select_related = ("location", "counter")
    search_fields = ("reason",)
    date_hierarchy = "starts_on"


@admin.register(models.Holiday)
class HolidayAdmin(TextsAdmin, OpeningsAdmin):
    texts = ("name",)
    list_display = ("on", "dutch_name", "office_closed", "telephone_closed")
    list_filter = ("office_closed", "telephone_closed", "on")
    date_hierarchy = "on"

    @admin.display(description=_("name"))
    def dutch_name(self, row: models.Holiday) -> str:
        """Return the Dutch name."""
        return str(row.name.get("nl", ""))


@admin.register(models.TelephoneHours)
class TelephoneHoursAdmin(AuditedModelAdmin):
    list_display = ("weekday", "opens_at", "closes_at", "valid_from", "valid_until")
    list_filter = ("weekday", "valid_from")
