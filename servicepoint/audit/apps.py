from django.apps import AppConfig


class AuditRoom(AppConfig):
    name = "servicepoint.audit"
    default_auto_field = "django.db.models.BigAutoField"
