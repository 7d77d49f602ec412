"""Accounts of staff in the admin site."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from servicepoint.audit.admin import AuditedModelAdmin

admin.site.unregister(User)
admin.site.unregister(Group)  # the roles are kept in servicepoint.staff.roles


@admin.register(User)
class AccountAdmin(AuditedModelAdmin, UserAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Accounts get a role, never single permissions; one that is no longer needed is made inactive.

    Who is no superuser can neither make one nor touch one's account.
    """

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    shows_personal_data = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse the accounts of superusers to everybody else."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes an account: the record names it."""
        return False
