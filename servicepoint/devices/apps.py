from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesRoom(AppConfig):
    name = "servicepoint.devices"
    verbose_name = _("Devices in the hall")
    default_auto_field = "django.db.models.BigAutoField"
