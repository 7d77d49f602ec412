"""The delivery log for officials: to read, and to send again what was given up."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from servicepoint.audit.admin import AuditedModelAdmin, staff_actor
from servicepoint.kit import clock
from servicepoint.notifications.actions import resend
from servicepoint.notifications.errors import NothingToResend
from servicepoint.notifications.models import Message


@admin.register(Message)
class MessageAdmin(AuditedModelAdmin):
    """Every message and what became of it; its content stays sealed."""

    shows_personal_data = True  # the address
    list_display = ("queued_at", "topic", "kind", "language", "state", "attempts", "last_error", "settled_at")
    list_filter = ("state", "kind", "language", "queued_at")
    search_fields = ("topic__exact",)
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("send_again",)
    fields = (
        *("topic", "kind", "language", "recipient", "state", "attempts", "last_error"),
        *("queued_at", "due_at", "expires_at", "claimed_until", "settled_at", "message_id", "dedupe_key"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Leave the sealed content where it is."""
        messages_without_content: QuerySet[Message] = super().get_queryset(request).defer("note")
        return messages_without_content

    @admin.action(description=gettext_lazy("Send again what was given up"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Queue the chosen messages again; those that were not given up are left alone."""
        again = sum(_sent_again(message.id, request) for message in queryset.only("id"))
        words = ngettext("%(count)d message is queued again.", "%(count)d messages are queued again.", again)
        messages.success(request, words % {"count": again})
        if left := len(queryset) - again:
            words = _("Left alone, because it was not given up or is emptied: %(count)d.")
            messages.warning(request, words % {"count": left})

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Say who may send again: whoever may change messages, though none is changed by hand."""
        return request.user.has_perm("notifications.change_message")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: the nightly purge does."""
        return False


def _sent_again(message_id: int, request: HttpRequest) -> bool:
    try:
        resend(message_id, actor=staff_actor(request), now=clock.now())
    except NothingToResend:
        return False
    return True
