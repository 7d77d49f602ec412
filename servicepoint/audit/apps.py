from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditRoom(AppConfig):
    name = "servicepoint.audit"
    verbose_name = _("Record of acts")
    default_auto_field = "django.db.models.BigAutoField"
