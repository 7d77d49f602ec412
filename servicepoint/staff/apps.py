from django.apps import AppConfig


class StaffRoom(AppConfig):
    name = "servicepoint.staff"
    default_auto_field = "django.db.models.BigAutoField"
