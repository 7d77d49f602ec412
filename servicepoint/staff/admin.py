"""Accounts of staff in the admin site."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.accounts.actions import reset
from servicepoint.audit.admin import AuditedModelAdmin, staff_actor
from servicepoint.kit import clock
from servicepoint.limits.actions import give_back
from servicepoint.limits.queries import state_of
from servicepoint.staff import acts
from servicepoint.staff.halfway import is_fresh
from servicepoint.staff.views.factors import prove_first

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
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff", "last_login", "lock")
    actions = ("lift_lock", "reset_second_factor")
    list_filter = ("is_active", "is_staff", "groups")
    shows_personal_data = True

    @admin.display(description=_("Locked"))
    def lock(self, row: User) -> str:
        """Say for how long the account was tried too often: with its password, or at the second step."""
        states = (state_of(name, subject, now=clock.now()) for name, subject in _tries(row))
        seconds = max(state.retry_after_seconds for state in states)
        return gettext("%(minutes)d min") % {"minutes": -(-seconds // 60)} if seconds else "-"

    @admin.action(description=_("Lift the lock after too many tries"), permissions=["change"])
    def lift_lock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Give the chosen accounts their tries back, and record each."""
        for user in self._within_reach(request, queryset):
            for name, subject in _tries(user):
                give_back(name, subject)
            acts.unlocked(request, user)
        messages.success(request, gettext("The chosen accounts can log in again."))

    @admin.action(description=_("Let them choose a new second factor"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Forget the second factors of the chosen accounts; whoever does so proves themselves once more."""
        if not is_fresh(request):
            return prove_first(request, request.get_full_path())
        for user in self._within_reach(request, queryset):
            reset(user.pk, now=clock.now(), actor=staff_actor(request))
        messages.success(request, gettext("They choose a new second factor at the next log-in."))
        return None

    def _within_reach(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        return [user for user in queryset if self.has_change_permission(request, user)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse the accounts of superusers to everybody else."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes an account: the record names it."""
        return False


def _tries(user: User) -> tuple[tuple[str, str], ...]:
    """Return the limits under which an account's tries are counted, and as what."""
    return (("login.account", user.get_username().casefold()), ("login.second", str(user.pk)))
