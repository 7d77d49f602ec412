from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsRoom(AppConfig):
    name = "servicepoint.notifications"
    verbose_name = _("Messages sent")
    default_auto_field = "django.db.models.BigAutoField"
